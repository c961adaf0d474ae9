import type { StrandView } from "../fingerprint/strand-view.ts";
import { compareSpecificity, explainEvidence, matchOf, specificityOfMatch } from "./assess.ts";
import { compatibleSignatures } from "./compatible.ts";
import { type Evidence, evidenceOfExemplar, evidenceOfStrand } from "./evidence.ts";
import { nearVerdict } from "./near.ts";
import type { CompiledSignature, SignatureLibrary } from "./signature.ts";
import type { FieldExplanation, Specificity, Verdict } from "./verdict.ts";

/**
 * Names the tool behind a strand, or says what it is like (spec section 5). The verdict depends on the strand and the
 * set of signatures alone, not on any order of keys, exemplars or signatures.
 */
export function matchStrand(strand: StrandView, library: SignatureLibrary): Verdict {
  return identifyStrand(strand, library) ?? likenessOf(strand, library);
}

/** What a strand no signature matches is like: the slow half of matching, and never an identification. */
export function likenessOf(strand: StrandView, library: SignatureLibrary): Verdict {
  return nearVerdict(evidenceOfStrand(strand), library);
}

/** The verdict of the signatures that match; null when none does. */
export function identifyStrand(strand: StrandView, library: SignatureLibrary): Verdict | null {
  const evidence = evidenceOfStrand(strand);
  if (strand.cut) return { kind: "cut", compatible: compatibleSignatures(evidence, library) };
  const best = mostSpecific(library.signatures, evidence);
  const several = severalTools(strand, library, best);
  if (several !== null) return several;
  const matches = best.map(({ signature, specificity }) => matchOf(signature, specificity, evidence));
  if (matches.length > 1) return { kind: "tie", matches };
  return matches[0] === undefined ? null : { kind: "match", match: matches[0] };
}

/** Ids of all signatures that match, whether or not a more specific one does too; none for a cut strand. Ascending. */
export function matchingSignatures(strand: StrandView, library: SignatureLibrary): readonly string[] {
  if (strand.cut) return [];
  const evidence = evidenceOfStrand(strand);
  return library.signatures
    .filter((signature) => specificityOfMatch(signature, evidence) !== null)
    .map((signature) => signature.definition.id);
}

/** Why one signature does or does not match a strand, field by field. */
export function explainSignature(strand: StrandView, signature: CompiledSignature): readonly FieldExplanation[] {
  return explainEvidence(signature, evidenceOfStrand(strand));
}

interface Candidate {
  readonly signature: CompiledSignature;
  readonly specificity: Specificity;
}

/** The most specific matching signatures: none, one, or several that tie. */
function mostSpecific(signatures: readonly CompiledSignature[], evidence: Evidence): readonly Candidate[] {
  let best: Candidate[] = [];
  for (const signature of signatures) {
    if (best[0] !== undefined && signature.mostLiteralBytes < best[0].specificity.literalBytes) continue;
    const specificity = specificityOfMatch(signature, evidence);
    if (specificity === null) continue;
    const order = best[0] === undefined ? -1 : compareSpecificity(specificity, best[0].specificity);
    if (order < 0) best = [{ signature, specificity }];
    else if (order === 0) best.push({ signature, specificity });
  }
  return best;
}

/** Set when each exemplar alone matches something more specific than the whole, and not all the same. */
function severalTools(
  strand: StrandView,
  library: SignatureLibrary,
  whole: readonly Candidate[],
): Extract<Verdict, { kind: "several" }> | null {
  if (strand.exemplars.length < 2) return null;
  const own = whole[0]?.specificity ?? null;
  const ownSignatures = new Set(whole.map(({ signature }) => signature));
  const promising = library.signatures.filter(
    (signature) => own === null || signature.mostLiteralBytes >= own.literalBytes,
  );
  const found = new Map<string, { candidate: Candidate; evidence: Evidence }>();
  for (const exemplar of strand.exemplars) {
    const evidence = evidenceOfExemplar(exemplar, strand);
    const [best] = mostSpecific(promising, evidence);
    if (best === undefined || ownSignatures.has(best.signature)) return null;
    if (own !== null && compareSpecificity(best.specificity, own) >= 0) return null;
    const { id } = best.signature.definition;
    if (!found.has(id)) found.set(id, { candidate: best, evidence });
  }
  if (found.size < 2) return null;
  const matches = [...found.values()].map(({ candidate, evidence }) =>
    matchOf(candidate.signature, candidate.specificity, evidence),
  );
  return { kind: "several", matches: matches.sort((a, b) => (a.signature.id < b.signature.id ? -1 : 1)) };
}
