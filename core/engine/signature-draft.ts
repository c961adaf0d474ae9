import { z } from "zod";
import type { DraftFault, ExampleNote, SignatureCheck, SignatureDraft } from "../contract/signatures.ts";
import { escapeSymbols } from "../fingerprint/template.ts";
import { parseAddress } from "../net/address.ts";
import { strandOfExample } from "../pack/example-strand.ts";
import { lintExamplesOf, type PackFinding } from "../pack/lint.ts";
import { signatureSchema } from "../pack/pack.ts";
import { shadowedSignatures } from "../pack/shadow.ts";
import { Candidates } from "../signature/candidates.ts";
import { faultOfHeaderOrder } from "../signature/header-order.ts";
import { nameStrand } from "../signature/match.ts";
import { libraryWith } from "../signature/own-signatures.ts";
import {
  type CompiledSignature,
  compileLibrary,
  type SignatureDefinition,
  type SignatureExample,
  type SignatureLibrary,
} from "../signature/signature.ts";
import { keysNotInherited, saysTooLittle } from "../signature/soundness.ts";

/** What a draft needs to be tried: examples may still be missing. */
const triedSchema = signatureSchema.extend({
  examples: z.object({
    positive: z.array(signatureSchema.shape.examples.shape.positive.element),
    negative: z.array(signatureSchema.shape.examples.shape.positive.element),
  }),
});

/** A draft that can be tried, or what is wrong with it. */
export type DecodedDraft =
  | { readonly ok: true; readonly definition: SignatureDefinition }
  | { readonly ok: false; readonly faults: DraftFault[] };

/** Most faults that are told. */
const MOST_FAULTS = 50;

/** Reads a signature as it was written in the window. */
export function decodeDraft(draft: SignatureDraft): DecodedDraft {
  const decoded = triedSchema.safeParse(draft);
  const ofShape = decoded.error?.issues.map(({ path, message }) => ({ place: path.join("."), message })) ?? [];
  const ofOrders = draft.headerOrders.flatMap(({ keys }, index) => {
    const message = faultOfHeaderOrder(keys);
    return message === null ? [] : [{ place: `headerOrders.${index}.keys`, message }];
  });
  // An order at fault is told once, in words of its own.
  const others = ofShape.filter(({ place }) => !ofOrders.some((order) => place.startsWith(order.place)));
  if (!decoded.success || ofOrders.length > 0) {
    return { ok: false, faults: [...others, ...ofOrders].slice(0, MOST_FAULTS) };
  }
  const definition: SignatureDefinition = decoded.data;
  const compiled = compileLibrary([definition]);
  if (compiled.ok) return { ok: true, definition };
  const faults = compiled.errors.map(({ key, message }) => ({ place: escapeSymbols(key ?? "required"), message }));
  return { ok: false, faults: faults.slice(0, MOST_FAULTS) };
}

/** Something doubtful about a signature, as a sentence. `blocks`: it says that of itself what is not so, and is not saved. */
export interface Doubt {
  readonly sentence: string;
  readonly blocks: boolean;
}

/** What speaks against a signature: what it does to examples, its own and those of others, and what it is beside others. */
export function doubtsAbout(definition: SignatureDefinition, library: SignatureLibrary): Doubt[] {
  const { id, examples, references } = definition;
  const extended = libraryWith(library, new Map([[id, definition]]));
  const isOwn = ({ definition: { id: other } }: CompiledSignature) => other === id;
  const own = extended.signatures.find(isOwn) as CompiledSignature;
  const others = extended.signatures.filter((signature) => !isOwn(signature));
  const parent = others.find((other) => other.definition.id === definition.parent)?.definition;
  const silent = parent === undefined ? [] : keysNotInherited(definition, parent).map(escapeSymbols);
  const hint = (holds: boolean, sentence: string): Doubt[] => (holds ? [{ sentence, blocks: false }] : []);
  return [
    ...(examples.positive.length > 0 ? [] : [{ sentence: "A signature needs a positive example.", blocks: true }]),
    ...lintExamplesOf(definition, extended).map(describeOwnExample),
    ...others.flatMap((other) => shadowDoubts(own, other)),
    ...others
      .filter((other) => takesExample(own, other, extended))
      .map((other) => ({ sentence: `An example of ${other.definition.id} would be named otherwise.`, blocks: false })),
    ...hint(silent.length > 0, `It says nothing of what its parent requires: ${silent.join(", ")}.`),
    ...hint(saysTooLittle(definition), "It requires one short field only: others may send that, too."),
    ...hint(
      examples.negative.length === 0,
      "It has no negative example: one of its nearest relative shows where it ends.",
    ),
    ...hint(references.length === 0, "It names no reference: say where it was seen."),
  ];
}

/** Whether each example is what it is said to be, beside the other signatures. */
export function notesOnExamples(
  definition: SignatureDefinition,
  library: SignatureLibrary,
): NonNullable<SignatureCheck["examples"]> {
  const { id, examples } = definition;
  const extended = libraryWith(library, new Map([[id, definition]]));
  const note = (example: SignatureExample, kind: "positive" | "negative"): ExampleNote => {
    const endpoint = endpointFault(example);
    if (endpoint !== null) return { agrees: false, sentence: endpoint };
    const alone = { ...definition, examples: { positive: [], negative: [], [kind]: [example] } };
    const [finding] = lintExamplesOf(alone, extended);
    return finding === undefined ? AGREES[kind] : { agrees: false, sentence: describeFinding(finding, id) };
  };
  return {
    positive: examples.positive.map((example) => note(example, "positive")),
    negative: examples.negative.map((example) => note(example, "negative")),
  };
}

const AGREES = {
  positive: { agrees: true, sentence: "Positive, and named by this signature alone." },
  negative: { agrees: true, sentence: "Negative, and not matched by this signature." },
} as const;

function endpointFault({ source, destination }: SignatureExample): string | null {
  if (parseAddress(source) === undefined) return "Its source is no IP address.";
  return parseAddress(destination) === undefined ? "Its destination is no IP address." : null;
}

function describeFinding({ code, claimedBy }: PackFinding, id: string): string {
  switch (code) {
    case "example-not-sip":
      return "No SIP request: it takes a request line, and one of Via, From, To, Call-ID and CSeq.";
    case "positive-not-matched":
      return "Positive, but not named by this signature.";
    case "positive-claimed":
      return `Positive, but ${claimedBy.filter((other) => other !== id).join(" and ")} says as much of it or more.`;
    case "negative-matched":
      return "Negative, but matched by this signature.";
  }
}

function describeOwnExample({ code, example, claimedBy }: PackFinding): Doubt {
  const kind = code === "negative-matched" ? "negative" : "positive";
  const which = code === "example-not-sip" ? `Example ${example + 1}` : `Its ${kind} example ${example + 1}`;
  const why = {
    "example-not-sip": "is no SIP request",
    "positive-not-matched": "is not named by it",
    "positive-claimed": `is named by ${claimedBy.join(", ")}`,
    "negative-matched": "is matched by it",
  }[code];
  return { sentence: `${which} ${why}: mend the signature, or take the example away.`, blocks: true };
}

function shadowDoubts(own: CompiledSignature, other: CompiledSignature): Doubt[] {
  const { id } = own.definition;
  return shadowedSignatures({ signatures: [own, other] }).map(({ signature, by }) => ({
    sentence:
      signature === id
        ? `It would never be named: ${by} says as much wherever it matches.`
        : `${signature} would never be named: this one says as much wherever it matches.`,
    blocks: false,
  }));
}

/** Whether a positive example of another signature would not be named by that alone any more. */
function takesExample(own: CompiledSignature, other: CompiledSignature, extended: SignatureLibrary): boolean {
  return other.definition.examples.positive.some((example) => {
    const view = strandOfExample(example);
    if (view === undefined || new Candidates(view, [own]).possible.length === 0) return false;
    const { kind, signatures } = nameStrand(view, extended);
    return kind !== "match" || signatures[0]?.id !== other.definition.id;
  });
}
