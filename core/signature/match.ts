import type { StrandView } from "../fingerprint/strand-view.ts";
import { compareSpecificity, explainEvidence, matchOf, specificityOfMatch } from "./assess.ts";
import { compatibleSignatures } from "./compatible.ts";
import { type Evidence, evidenceOfExemplar, evidenceOfStrand } from "./evidence.ts";
import { nearVerdict } from "./near.ts";
import type { CompiledSignature, SignatureLibrary } from "./signature.ts";
import type { FieldExplanation, SignatureMatch, Specificity, Verdict } from "./verdict.ts";

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

/**
 * Set when exemplars taken alone belong to different tools. Where a signature matches the whole, that is so if single
 * messages match a more specific one of another tool: the whole then fits only because what the signature leaves open
 * covers both. Signatures of one tool tie.
 */
function severalTools(
  strand: StrandView,
  library: SignatureLibrary,
  whole: readonly Candidate[],
): Extract<Verdict, { kind: "several" | "tie" }> | null {
  if (strand.exemplars.length < 2) return null;
  const [own] = whole;
  const ownTools = new Set(whole.map(({ signature }) => signature.definition.tool.id));
  const rivals = library.signatures.filter(
    ({ definition, mostLiteralBytes }) =>
      !ownTools.has(definition.tool.id) && mostLiteralBytes >= (own?.specificity.literalBytes ?? 0),
  );
  const found = new Map<string, SignatureMatch>();
  for (const exemplar of strand.exemplars) {
    const evidence = evidenceOfExemplar(exemplar, strand);
    const [rival] = mostSpecific(rivals, evidence);
    const wins = rival !== undefined && (!own || compareSpecificity(rival.specificity, own.specificity) < 0);
    const claim = wins ? rival : own;
    if (claim === undefined) return null;
    const { id } = claim.signature.definition;
    if (!found.has(id)) found.set(id, matchOf(claim.signature, claim.specificity, evidence));
  }
  // All messages kept are a rival's, and the masks say that there were others.
  if (own !== undefined && !found.has(own.signature.definition.id) && found.size > 0) {
    found.set(own.signature.definition.id, matchOf(own.signature, own.specificity, evidenceOfStrand(strand)));
  }
  if (found.size < 2) return null;
  const matches = [...found.values()].sort((a, b) => (a.signature.id < b.signature.id ? -1 : 1));
  const oneTool = matches.every(({ signature }) => signature.tool.id === matches[0]?.signature.tool.id);
  return { kind: oneTool ? "tie" : "several", matches };
}
