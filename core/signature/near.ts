import { explainEvidence, methodFits, spellingFits } from "./assess.ts";
import type { Evidence } from "./evidence.ts";
import { FieldCredits } from "./field-credit.ts";
import { lineageOf } from "./lineage.ts";
import type { CompiledSignature, SignatureLibrary } from "./signature.ts";
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
  ["content-length", 1],
]);
const OTHER_KEY_WEIGHT = 2;
const SDP_KEY_WEIGHT = 2;
const METHOD_WEIGHT = 1;
/** One-letter header names, where a signature asks for them. */
const SPELLING_WEIGHT = 3;
const ORDER_WEIGHT = 2;
/** Fields a signature does not require are known less well. */
const OPTIONAL_SHARE = 0.5;
/** A value of the tool's own that is found again, as a constant Call-ID, is no accident. */
const OWN_WORD_FACTOR = 2.5;
/**
 * Keys a signature does not know count against it: usual ones hardly, those every request needs a little more (a
 * signature that leaves them open explains less than one that states them), rare names much.
 */
const UNKNOWN_USUAL_KEY = 0.05;
const UNKNOWN_TELLING_KEY = 0.5;
const TELLING_KEYS: ReadonlySet<string> = new Set(["from", "to", "contact", "via", "call-id"]);
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
const LEAST_SCORE = 0.38;
/** From this score and lead over the next family on, the base is certain: no invented tool of the tests gets there. */
const SURE_SCORE = 0.55;
const SURE_LEAD = 0.2;
/** Most signatures listed. */
const MOST_LISTED = 5;
/** Scores come in this many steps, so that rounding never decides. */
const SCORE_STEPS = 1e6;

interface Scored {
  readonly signature: CompiledSignature;
  readonly score: number;
}

/** The near match of a strand that no signature matches, or `unknown`. */
export function nearVerdict(
  evidence: Evidence,
  library: SignatureLibrary,
): Extract<Verdict, { kind: "near" | "unknown" }> {
  const credits = new FieldCredits(evidence);
  const scored = library.signatures
    .map((signature) => ({ signature, score: nearScore(signature, evidence, credits) }))
    .filter(({ score }) => score >= LEAST_SCORE)
    .sort((a, b) => b.score - a.score || (a.signature.definition.id < b.signature.definition.id ? -1 : 1));
  const [best] = scored;
  if (best === undefined) return { kind: "unknown" };
  const lineage = lineageOf(best.signature.definition);
  const isRelated = ({ signature }: Scored) => lineageOf(signature.definition) === lineage;
  const tied = scored.filter(({ score }) => score === best.score);
  const rival = scored.find((other) => !isRelated(other))?.score ?? 0;
  const leads = best.score >= SURE_SCORE && best.score - rival >= SURE_LEAD;
  const near = scored
    .slice(0, Math.max(MOST_LISTED, tied.length))
    .map(({ signature, score }) => nearMatch(signature, score, evidence));
  return {
    kind: "near",
    near,
    family: tied.length > 1 && tied.every(isRelated) ? lineage : null,
    leader: leads ? lineage : null,
  };
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

/** How like the strand is to the signature, 0 to 1. */
function nearScore(signature: CompiledSignature, evidence: Evidence, credits: FieldCredits): number {
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
  if (definition.compactNames) add(SPELLING_WEIGHT, spellingFits(signature, evidence) ? 1 : 0);
  for (const field of signature.fields) {
    const weight = keyWeight(field.key) * (field.required ? 1 : OPTIONAL_SHARE);
    const credit = credits.of(signature, field);
    add(credit.ownWord && field.required ? weight * OWN_WORD_FACTOR : weight, credit.share);
  }
  for (const key of signature.absent) if (evidence.has(key)) add(keyWeight(key), 0);
  for (const key of unknownKeys(signature, evidence)) add(unknownWeight(key), 0);
  return possible === 0 ? 0 : Math.round((earned / possible) * SCORE_STEPS) / SCORE_STEPS;
}

function unknownKeys(signature: CompiledSignature, evidence: Evidence): string[] {
  return [...evidence.keys()].filter(
    (key) => !key.startsWith(":") && !Object.hasOwn(signature.definition.fields, key) && !signature.absent.has(key),
  );
}

function keyWeight(key: string): number {
  return KEY_WEIGHTS.get(key) ?? (key.startsWith("sdp.") ? SDP_KEY_WEIGHT : OTHER_KEY_WEIGHT);
}

function unknownWeight(key: string): number {
  if (key.startsWith("sdp.")) return UNKNOWN_SDP_KEY;
  if (TELLING_KEYS.has(key)) return UNKNOWN_TELLING_KEY;
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
