import type { ObservedField } from "../fingerprint/strand-view.ts";
import { tokenName } from "../fingerprint/symbols.ts";
import type { GapClass } from "../signature/gap-class.ts";
import type { Pattern } from "../signature/pattern.ts";
import { bindMethod, type PatternElement, type Sequence } from "../signature/sequence.ts";
import type { CompiledSignature, SignatureField, SignatureLibrary } from "../signature/signature.ts";
import { readsValue } from "../signature/value-match.ts";

/** A signature that can never be named, because another is as specific wherever it matches. */
export interface Shadow {
  readonly signature: string;
  readonly by: string;
}

/**
 * Signatures whose language lies within that of another that is as specific or more, ascending by id. Languages are
 * compared by sample values of every sequence: the shortest, the longest and odd ones.
 */
export function shadowedSignatures(library: SignatureLibrary): Shadow[] {
  return library.signatures.flatMap((signature) =>
    shadowsOf(signature, library).map((by) => ({ signature: signature.definition.id, by })),
  );
}

/** Ids of the signatures of a library that shadow one of them, ascending. */
export function shadowsOf(signature: CompiledSignature, library: SignatureLibrary): string[] {
  return library.signatures
    .filter((other) => other !== signature && shadows(other, signature))
    .map((other) => other.definition.id);
}

function shadows(other: CompiledSignature, signature: CompiledSignature): boolean {
  const wide = other.definition;
  const narrow = signature.definition;
  if (wide.methods !== null && !narrow.methods?.every((method) => wide.methods?.includes(method))) return false;
  if (!includesAll(narrow.absent, wide.absent) || !includesAll(narrow.varies, wide.varies)) return false;
  if (wide.compactNames && !narrow.compactNames) return false;
  if (wide.orderRequired && !(narrow.orderRequired && includesAll(orders(wide), orders(narrow)))) return false;
  const narrowFields = requiredFields(signature);
  let lead = 0;
  for (const field of requiredFields(other)) {
    const own = narrowFields.find(({ key }) => key === field.key);
    const gained = own === undefined ? null : literalLead(field.pattern, own.pattern, narrow.methods?.[0] ?? "OPTIONS");
    if (gained === null) return false;
    lead += gained;
  }
  for (const { key, pattern } of narrowFields) {
    if (wide.required.includes(key)) continue;
    // What the wide signature says of the key beyond what it requires counts as well, where it is there.
    const optional = other.fields.find((field) => field.key === key)?.pattern ?? null;
    const gained = optional === null ? null : literalLead(optional, pattern, narrow.methods?.[0] ?? "OPTIONS");
    lead += gained ?? -fewestLiterals(pattern);
  }
  return lead >= 0;
}

/** Fewest literal bytes by which the first pattern is ahead wherever the second matches; null where it does not always. */
function literalLead(wide: Pattern, narrow: Pattern, method: string): number | null {
  let least = Number.POSITIVE_INFINITY;
  for (const sequence of narrow.sequences) {
    for (const sample of sampleValues(sequence, method)) {
      const readings = wide.sequences.filter((candidate) =>
        readsValue(bindMethod(candidate, method), sample, { portsEqual: false, addressesEqual: false }),
      );
      if (readings.length === 0) return null;
      least = Math.min(least, mostLiterals(readings) - mostLiterals([sequence]));
    }
  }
  return least;
}

function mostLiterals(sequences: readonly Sequence[]): number {
  return Math.max(...sequences.map(({ literalBytes }) => literalBytes));
}

function fewestLiterals(pattern: Pattern): number {
  return Math.min(...pattern.sequences.map(({ literalBytes }) => literalBytes));
}

function requiredFields(signature: CompiledSignature): (SignatureField & { readonly pattern: Pattern })[] {
  return signature.fields.filter(
    (field): field is SignatureField & { readonly pattern: Pattern } => field.required && field.pattern !== null,
  );
}

function includesAll(all: readonly string[], some: readonly string[]): boolean {
  return some.every((item) => all.includes(item));
}

function orders({ headerOrders }: CompiledSignature["definition"]): string[] {
  return headerOrders.map(({ keys }) => keys.join(","));
}

/** Characters of each class: first a usual one, then those at its edges. */
const MEMBERS: Readonly<Record<Exclude<GapClass, "dechex">, string>> = {
  dec: "509",
  hex: "a5f09",
  alpha: "mAzZa",
  alnum: "k5ZA0z9",
  any: '~x\xff \x00<"9',
  agent: '~x\xff \x00<"9',
  name: "x~<\xff9",
  phone: "5+0",
  date: "M, 0:9",
};
/** Of a gap without an end. */
const LONGEST_SAMPLE = 40;

/** Values a sequence reads: with its gaps as short and as long as may be. */
function sampleValues(sequence: Sequence, method: string): ObservedField[] {
  return [true, false].map((shortest) => {
    let raw = "";
    const spans: ObservedField["spans"][number][] = [];
    for (const element of bindMethod(sequence, method)) {
      const start = raw.length;
      raw += sampleOf(element, shortest);
      if (element.kind === "token") spans.push({ start, end: raw.length, token: element.token });
    }
    return { key: "", raw, spans };
  });
}

function sampleOf(element: PatternElement, shortest: boolean): string {
  switch (element.kind) {
    case "literal":
      return element.text;
    case "token":
      return TOKEN_TEXTS[tokenName(element.token) ?? ""] ?? "0";
    case "method":
      throw new Error("the method is bound before");
    case "gap": {
      const { min, max, gapClass } = element;
      const length = shortest ? min : Math.min(max, Math.max(min, LONGEST_SAMPLE));
      if (gapClass === "dechex") return "3935".repeat(length).slice(0, length - (length % 2));
      return MEMBERS[gapClass].repeat(length).slice(0, length);
    }
  }
}

const TOKEN_TEXTS: Readonly<Record<string, string>> = {
  SourceIP: "192.0.2.7",
  DestIP: "198.51.100.9",
  SourcePort: "40123",
  DestPort: "5060",
  "SourceIP:hexascii": "6330303030323037",
  "DestIP:hexascii": "6336333336343039",
  "DestPort:hexascii": "31336334",
  "SourceIP:hex": "c0000207",
  "DestIP:hex": "c6336409",
  "SourceIP:dec": "3221225991",
  "DestIP:dec": "3325256713",
  "SourceIP:rev": "7.2.0.192",
  "DestIP:rev": "9.100.51.198",
  BodyLength: "209",
};
