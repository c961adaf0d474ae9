import type { ExemplarView } from "../fingerprint/strand-view.ts";
import { tokenisedValue } from "../fingerprint/tokenise.ts";
import { alignment, holdsOwnWord, tellsSomething } from "./alignment.ts";
import { explainEvidence, methodFits } from "./assess.ts";
import type { Evidence } from "./evidence.ts";
import { lacksVariation, matchPattern } from "./field-match.ts";
import type { Pattern } from "./pattern.ts";
import { bindMethod, type Sequence } from "./sequence.ts";
import type { CompiledSignature, SignatureField, SignatureLibrary } from "./signature.ts";
import type { NearMatch, Verdict } from "./verdict.ts";

/**
 * Weights per key, the same for every signature: what an editor of a tool leaves alone tells more than what he
 * changes first, and fields nearly every client sends alike tell little.
 */
const KEY_WEIGHTS: ReadonlyMap<string, number> = new Map([
  ["from", 4],
  ["via", 3],
  ["to", 3],
  ["contact", 3],
  ["user-agent", 3],
  ["call-id", 3],
  [":uri", 1],
  ["cseq", 1],
  ["max-forwards", 1],
  ["accept", 1],
  ["content-length", 0.5],
]);
const OTHER_KEY_WEIGHT = 2;
const SDP_KEY_WEIGHT = 2;
const METHOD_WEIGHT = 1;
const ORDER_WEIGHT = 2;
/** Fields a signature does not require are known less well. */
const OPTIONAL_SHARE = 0.5;
/** Keys a signature does not know count against it: usual ones hardly, rare names much. */
const UNKNOWN_USUAL_KEY = 0.05;
const UNKNOWN_SDP_KEY = 0.1;
const UNKNOWN_RARE_KEY = 1;
const USUAL_KEYS: ReadonlySet<string> = new Set([
  ...KEY_WEIGHTS.keys(),
  ":method",
  "allow",
  "content-type",
  "expires",
  "supported",
]);

/** Below this score nothing worth saying is shared. */
const LEAST_SCORE = 0.35;
/** Most signatures listed. */
const MOST_LISTED = 5;
/** Scores are compared in these steps, so that rounding never decides. */
const SCORE_STEP = 1e-6;

/** The near match of a strand that no signature matches, or `unknown`. */
export function nearVerdict(
  evidence: Evidence,
  library: SignatureLibrary,
): Extract<Verdict, { kind: "near" | "unknown" }> {
  const credits = new Map<string, Credit>();
  const scored = library.signatures
    .map((signature) => ({ signature, score: nearScore(signature, evidence, credits) }))
    .filter(({ score }) => score >= LEAST_SCORE)
    .sort((a, b) => b.score - a.score || (a.signature.definition.id < b.signature.definition.id ? -1 : 1));
  const [best] = scored;
  if (best === undefined) return { kind: "unknown" };
  const tied = scored.filter(({ score }) => score === best.score).map(({ signature }) => signature.definition.family);
  const oneFamily = tied.length > 1 && tied.every((family) => family === tied[0]);
  const near = scored
    .slice(0, Math.max(MOST_LISTED, tied.length))
    .map(({ signature, score }) => nearMatch(signature, score, evidence));
  return { kind: "near", near, family: oneFamily ? (tied[0] ?? null) : null };
}

function nearMatch(signature: CompiledSignature, score: number, evidence: Evidence): NearMatch {
  const explanation = explainEvidence(signature, evidence);
  const differs = explanation
    .filter(({ outcome }) => outcome !== "matched" && outcome !== "present")
    .map(({ key }) => key);
  return {
    signature: signature.definition,
    score,
    differs: [...new Set([...differs, ...unknownKeys(signature, evidence)])].sort(),
    explanation,
  };
}

/**
 * How like the strand is to the signature, 0 to 1.
 *
 * @param credits what fields earned so far, by key and pattern: signatures of one family share many
 */
function nearScore(signature: CompiledSignature, evidence: Evidence, credits: Map<string, Credit>): number {
  let earned = 0;
  let possible = 0;
  const add = (weight: number, credit: number) => {
    earned += weight * credit;
    possible += weight;
  };
  const { definition } = signature;
  if (definition.methods !== null) add(METHOD_WEIGHT, methodFits(signature, evidence) ? 1 : 0);
  if (definition.headerOrders.length > 0) {
    const known = definition.headerOrders.map(({ keys }) => orderAgreement(keys, evidence.headerOrder ?? []));
    add(ORDER_WEIGHT, Math.max(...known));
  }
  for (const field of signature.fields) {
    const weight = keyWeight(field.key) * (field.required ? 1 : OPTIONAL_SHARE);
    const credit = fieldCredit(signature, field, evidence, credits);
    add(credit.ownWord && field.required ? weight * OWN_WORD_FACTOR : weight, credit.share);
  }
  for (const key of signature.absent) if (evidence.has(key)) add(keyWeight(key), 0);
  for (const key of unknownKeys(signature, evidence)) add(unknownWeight(key), 0);
  return possible === 0 ? 0 : Math.round(earned / possible / SCORE_STEP) * SCORE_STEP;
}

/** What one field earns. */
interface Credit {
  /** 0 to 1. */
  readonly share: number;
  /** The field agrees altogether and holds a word of the tool's own. */
  readonly ownWord: boolean;
}

/** A value of the tool's own that is found again, as a constant Call-ID, is no accident. */
const OWN_WORD_FACTOR = 2;
/** A key that is merely there. */
const PRESENCE: Credit = { share: 0.5, ownWord: false };
const NOTHING: Credit = { share: 0, ownWord: false };
/** A field that agrees in part earns less than the part, and little parts, which chance gives, hardly anything. */
const PARTIAL_SHARE = 0.9;
const OPEN_GAP_COST = 0.1;
const LEAST_SHARE = 0.5;
/** Class and length of a varying value tell something. */
const BOUNDED_GAP_SHARE = 0.75;

function fieldCredit(
  signature: CompiledSignature,
  field: SignatureField,
  evidence: Evidence,
  credits: Map<string, Credit>,
): Credit {
  const { key, likelyPattern } = field;
  if (!evidence.has(key) || lacksVariation(signature, key, evidence)) return NOTHING;
  // That a field varies as it should is as telling as a constant that agrees.
  if (signature.definition.varies.includes(key) && evidence.pieces > 1) return { share: 1, ownWord: false };
  if (likelyPattern === null) return PRESENCE;
  const known = `${key}\n${likelyPattern.text}`;
  const credit = credits.get(known) ?? patternCredit(likelyPattern, key, evidence);
  credits.set(known, credit);
  return field.pattern === null && credit.share < PRESENCE.share ? PRESENCE : credit;
}

function patternCredit(pattern: Pattern, key: string, evidence: Evidence): Credit {
  const { outcome, sequence } = matchPattern(pattern, key, evidence);
  if (outcome === "matched" && sequence !== null) {
    const literals = sequence.elements.filter((element) => element.kind === "literal");
    const ownWord = literals.some(({ text }) => holdsOwnWord(text, literals.length === sequence.elements.length));
    return { share: fullShare(sequence, key, evidence), ownWord };
  }
  const exemplar = leastExemplar(evidence, key);
  const field = exemplar?.fields.get(key);
  if (exemplar === undefined || field === undefined) return NOTHING;
  const masks = evidence.key(key)?.masks ?? null;
  const method = exemplar.fields.get(":method")?.raw ?? null;
  const shares = pattern.sequences
    .filter(saysSomething)
    .map(
      (candidate) => shareOfClosed(candidate) * alignment(bindMethod(candidate, method), field, masks, exemplar) ** 2,
    );
  return { share: PARTIAL_SHARE * Math.max(0, ...shares), ownWord: false };
}

/** What a field earns that agrees altogether: less the more of it is left open, little where nothing is said. */
function fullShare(sequence: Sequence, key: string, evidence: Evidence): number {
  if (saysSomething(sequence)) return shareOfClosed(sequence);
  const distinct = evidence.key(key)?.distinctValues ?? 1;
  if (sequence.literalBytes > 0) return LEAST_SHARE;
  if (distinct === 1 && evidence.pieces >= 5) return 0;
  const fromList = sequence.elements.every((element) => element.kind === "gap" && element.gapClass === "agent");
  if (fromList) return distinct > 1 ? 1 : LEAST_SHARE;
  return openGaps(sequence) > 0 ? LEAST_SHARE : BOUNDED_GAP_SHARE;
}

/** Gaps of any length take what is not there to agree, so each lessens the credit. */
function shareOfClosed(sequence: Sequence): number {
  return Math.max(LEAST_SHARE, 1 - OPEN_GAP_COST * openGaps(sequence));
}

function openGaps(sequence: Sequence): number {
  return sequence.elements.filter((element) => element.kind === "gap" && element.max === Number.POSITIVE_INFINITY)
    .length;
}

function saysSomething(sequence: Sequence): boolean {
  if (sequence.tokens > 0 || sequence.namesMethod) return true;
  return sequence.elements.some((element) => element.kind === "literal" && tellsSomething(element.text));
}

/** One message to lay beside the patterns: the least by value, tokens and method, whatever order they come in. */
function leastExemplar(evidence: Evidence, key: string): ExemplarView | undefined {
  let least: { readonly exemplar: ExemplarView; readonly rank: string } | undefined;
  for (const exemplar of evidence.exemplars) {
    const field = exemplar.fields.get(key);
    if (field === undefined) continue;
    const { portsEqual, addressesEqual } = exemplar;
    const method = exemplar.fields.get(":method")?.raw;
    const rank = JSON.stringify([
      field.raw,
      tokenisedValue(field.raw, field.spans),
      method,
      portsEqual,
      addressesEqual,
    ]);
    if (least === undefined || rank < least.rank) least = { exemplar, rank };
  }
  return least?.exemplar;
}

function unknownKeys(signature: CompiledSignature, evidence: Evidence): string[] {
  return [...evidence.keys()].filter(
    (key) => !key.startsWith(":") && !(key in signature.definition.fields) && !signature.absent.has(key),
  );
}

function keyWeight(key: string): number {
  return KEY_WEIGHTS.get(key) ?? (key.startsWith("sdp.") ? SDP_KEY_WEIGHT : OTHER_KEY_WEIGHT);
}

function unknownWeight(key: string): number {
  if (key.startsWith("sdp.")) return UNKNOWN_SDP_KEY;
  return USUAL_KEYS.has(key) ? UNKNOWN_USUAL_KEY : UNKNOWN_RARE_KEY;
}

/** Share of the names of both that stand in the same order: longest common subsequence against the longer list. */
function orderAgreement(known: readonly string[], seen: readonly string[]): number {
  let row = new Array<number>(seen.length + 1).fill(0);
  for (const name of known) {
    const next = [0];
    for (const [i, other] of seen.entries()) {
      next.push(name === other ? (row[i] as number) + 1 : Math.max(row[i + 1] as number, next[i] as number));
    }
    row = next;
  }
  const longer = Math.max(known.length, seen.length);
  return longer === 0 ? 0 : (row[seen.length] as number) / longer;
}
