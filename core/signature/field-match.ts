import type { ExemplarView } from "../fingerprint/strand-view.ts";
import { isConstant } from "./constancy.ts";
import type { Evidence, OutlineEvidence } from "./evidence.ts";
import type { Pattern } from "./pattern.ts";
import { bindMethod, type Sequence, sharedEnds } from "./sequence.ts";
import type { CompiledSignature, SignatureField } from "./signature.ts";
import { readsValue } from "./value-match.ts";
import type { FieldResult } from "./verdict.ts";

/** Pieces of evidence from which on a key marked *varies* must have shown two values (spec section 5). */
const EVIDENCE_TO_VARY = 5;

/** Compares one field of a signature with what is known of its key. */
export function matchField(signature: CompiledSignature, field: SignatureField, evidence: Evidence): FieldResult {
  const known = evidence.key(field.key);
  if (known === undefined || !known.mandatory) {
    if (!evidence.cut) return { outcome: "absent", sequence: null };
    if (known === undefined) return { outcome: "unknown", sequence: null };
  }
  if (field.pattern === null) return { outcome: "present", sequence: null };
  const result = matchPattern(field.pattern, field.key, evidence);
  return result.outcome === "matched" && lacksVariation(signature, field.key, evidence)
    ? { outcome: "does-not-vary", sequence: result.sequence }
    : result;
}

/** Compares a pattern with the exemplars that have the key, and its literals with the masks. */
export function matchPattern(pattern: Pattern, key: string, evidence: Evidence): FieldResult {
  const results = evidence.key(key)?.results;
  const known = results?.get(pattern);
  if (known !== undefined) return known;
  const result = matchAnew(pattern, key, evidence);
  results?.set(pattern, result);
  return result;
}

function matchAnew(pattern: Pattern, key: string, evidence: Evidence): FieldResult {
  const holders = evidence.exemplars.filter((exemplar) => exemplar.fields.has(key));
  if (holders.length === 0) return { outcome: "unknown", sequence: null };
  const masks = evidence.key(key)?.masks ?? null;
  const equality = {
    portsEqual: holders.every((exemplar) => exemplar.portsEqual),
    addressesEqual: holders.every((exemplar) => exemplar.addressesEqual),
  };
  const isConstantHere = (sequence: Sequence) =>
    masks === null || isConstant(bindMethod(sequence, evidence.method), masks, equality);
  let best: Sequence | null = null;
  let read = false;
  for (const sequence of pattern.sequences) {
    if (best !== null && !isMoreSpecific(sequence, best)) continue;
    if (!holders.every((exemplar) => readsKey(sequence, key, exemplar))) continue;
    read = true;
    if (isConstantHere(sequence)) best = sequence;
  }
  if (best !== null) return { outcome: "matched", sequence: best };
  const readings = alternativeReadings(pattern, key, holders);
  if (readings === null) return { outcome: read ? "not-constant" : "differs", sequence: null };
  if (readings.length === 1 || !isConstantHere(sharedEnds(readings)))
    return { outcome: "not-constant", sequence: null };
  return {
    outcome: "matched",
    sequence: readings.reduce((least, other) => (isMoreSpecific(least, other) ? other : least)),
  };
}

function readsKey(sequence: Sequence, key: string, exemplar: ExemplarView): boolean {
  const field = exemplar.fields.get(key);
  const method = exemplar.fields.get(":method")?.raw ?? null;
  return field !== undefined && readsValue(bindMethod(sequence, method), field, exemplar);
}

/** Where messages take different alternatives: the most specific reading of each; null where one has none. */
function alternativeReadings(pattern: Pattern, key: string, holders: readonly ExemplarView[]): Sequence[] | null {
  const readings = new Set<Sequence>();
  for (const exemplar of holders) {
    let best: Sequence | null = null;
    for (const sequence of pattern.sequences) {
      if (best !== null && !isMoreSpecific(sequence, best)) continue;
      if (readsKey(sequence, key, exemplar)) best = sequence;
    }
    if (best === null) return null;
    readings.add(best);
  }
  return [...readings];
}

/** True when the signature wants this key to vary and enough evidence shows that it does not. */
export function lacksVariation(signature: CompiledSignature, key: string, evidence: OutlineEvidence): boolean {
  if (!signature.definition.varies.includes(key) || evidence.pieces < EVIDENCE_TO_VARY) return false;
  return (evidence.key(key)?.distinctValues ?? 0) < 2;
}

function isMoreSpecific(a: Sequence, b: Sequence): boolean {
  return a.literalBytes > b.literalBytes || (a.literalBytes === b.literalBytes && a.tokens > b.tokens);
}
