import { NOTHING_TOLD, type StrandOutline, type StrandView, type ToldPatterns } from "../fingerprint/strand-view.ts";
import { compareSpecificity, explainEvidence, matchOf, specificityOfMatch } from "./assess.ts";
import { Candidates } from "./candidates.ts";
import { findCertain, findCertainByMasks, tellByMessages } from "./certain-match.ts";
import { compatibleSignatures } from "./compatible.ts";
import { type Evidence, evidenceOfExemplar, evidenceOfStrand } from "./evidence.ts";
import { nearVerdict } from "./near.ts";
import type { CompiledSignature, SignatureDefinition, SignatureLibrary } from "./signature.ts";
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
  if (strand.cut) return { kind: "cut", compatible: compatibleSignatures(evidenceOfStrand(strand), library) };
  return identifyAmong(strand, new Candidates(strand, library.signatures).possible);
}

/** The same, with what messages tell where masks do not: later that need not be read from them. */
export function identifyAndTell(
  strand: StrandView,
  library: SignatureLibrary,
): { readonly verdict: Verdict | null; readonly told: ToldPatterns } {
  if (strand.cut) return { verdict: identifyStrand(strand, library), told: NOTHING_TOLD };
  const candidates = new Candidates(strand, library.signatures);
  return { verdict: identifyAmong(strand, candidates.possible), told: tellByMessages(strand, candidates) };
}

/** The same of a strand that was not cut, for which every signature is looked at. */
export function identifyAmong(strand: StrandView, signatures: readonly CompiledSignature[]): Verdict | null {
  const { kind, claims } = claimsOn(strand, signatures);
  const matches = claims.map(({ signature, specificity, evidence }) => matchOf(signature, specificity, evidence));
  if (kind === "match") return matches[0] === undefined ? null : { kind, match: matches[0] };
  return { kind, matches };
}

/** What a strand is named, without the reasons. */
export interface StrandName {
  /** `none`: no signature matches. */
  readonly kind: Extract<Verdict["kind"], "match" | "tie" | "several" | "cut"> | "none";
  /** The signatures named, ascending by id; of a cut strand none. */
  readonly signatures: readonly SignatureDefinition[];
}

const CUT: StrandName = { kind: "cut", signatures: [] };
const NAMELESS: StrandName = { kind: "none", signatures: [] };

/** The kind of verdict and the signatures it names: the same as identifying, in a fraction of the time. */
export function nameStrand(strand: StrandView, library: SignatureLibrary): StrandName {
  const candidates = new Candidates(strand, library.signatures);
  return nameAmong(strand, candidates, candidates.possible);
}

/** The same where a library has these of the possible signatures: several libraries can share what masks tell. */
export function nameAmong(
  strand: StrandView,
  candidates: Candidates,
  possible: readonly CompiledSignature[],
): StrandName {
  if (strand.cut) return CUT;
  const certain = findCertain(strand, candidates, possible);
  if (certain !== null) return { kind: "match", signatures: [certain.definition] };
  const { kind, claims } = claimsOn(strand, possible);
  if (claims.length === 0) return NAMELESS;
  return { kind, signatures: claims.map(({ signature }) => signature.definition) };
}

/** The same by masks alone; null where messages must tell. */
export function nameByMasks(
  strand: StrandOutline,
  candidates: Candidates,
  possible: readonly CompiledSignature[],
): StrandName | null {
  if (strand.cut) return CUT;
  const [first, second] = possible;
  // Of one signature alone no message says more than all of them.
  const isOpen =
    first !== undefined && (second !== undefined || !candidates.areTelling || candidates.tellOf(first) !== null);
  if (!isOpen) return NAMELESS;
  const certain = findCertainByMasks(candidates, possible);
  return certain === null ? null : { kind: "match", signatures: [certain.definition] };
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

/** A signature that is named, and what it matches: the strand or one message of it. */
interface Claim extends Candidate {
  readonly evidence: Evidence;
}

/** Who claims a strand: one signature or none, those that tie, or those of several tools. Ascending by id. */
function claimsOn(
  strand: StrandView,
  signatures: readonly CompiledSignature[],
): { readonly kind: "match" | "tie" | "several"; readonly claims: readonly Claim[] } {
  if (signatures.length === 0) return { kind: "match", claims: [] };
  const evidence = evidenceOfStrand(strand);
  const best = mostSpecific(signatures, evidence);
  const several = severalTools(strand, signatures, best);
  if (several !== null) return several;
  return { kind: best.length > 1 ? "tie" : "match", claims: best.map((candidate) => ({ ...candidate, evidence })) };
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
  signatures: readonly CompiledSignature[],
  whole: readonly Candidate[],
): { readonly kind: "several" | "tie"; readonly claims: readonly Claim[] } | null {
  if (strand.exemplars.length < 2) return null;
  const [own] = whole;
  const ownTools = new Set(whole.map(({ signature }) => signature.definition.tool.id));
  const rivals = signatures.filter(
    ({ definition, mostLiteralBytes }) =>
      !ownTools.has(definition.tool.id) && mostLiteralBytes >= (own?.specificity.literalBytes ?? 0),
  );
  if (rivals.length === 0) return null;
  const found = new Map<string, Claim>();
  for (const exemplar of strand.exemplars) {
    const evidence = evidenceOfExemplar(exemplar, strand);
    const [rival] = mostSpecific(rivals, evidence);
    const wins = rival !== undefined && (!own || compareSpecificity(rival.specificity, own.specificity) < 0);
    const claim = wins ? rival : own;
    if (claim === undefined) return null;
    const { id } = claim.signature.definition;
    if (!found.has(id)) found.set(id, { ...claim, evidence });
  }
  // All messages kept are a rival's, and the masks say that there were others.
  if (own !== undefined && !found.has(own.signature.definition.id) && found.size > 0) {
    found.set(own.signature.definition.id, { ...own, evidence: evidenceOfStrand(strand) });
  }
  if (found.size < 2) return null;
  const claims = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, claim]) => claim);
  const tools = new Set(claims.map(({ signature }) => signature.definition.tool.id));
  return { kind: tools.size === 1 ? "tie" : "several", claims };
}
