import { type Evidence, leastValue, type OutlineEvidence } from "./evidence.ts";
import { matchField } from "./field-match.ts";
import type { CompiledSignature } from "./signature.ts";
import type { FieldExplanation, SignatureMatch, Specificity } from "./verdict.ts";

/** How specific a signature's match is, or null when it does not match. */
export function specificityOfMatch(signature: CompiledSignature, evidence: Evidence): Specificity | null {
  if (!methodFits(signature, evidence) || !orderFits(signature, evidence)) return null;
  if (!spellingFits(signature, evidence)) return null;
  for (const key of signature.absent) if (evidence.has(key)) return null;
  let literalBytes = 0;
  let fields = 0;
  for (const required of [true, false]) {
    for (const field of signature.fields) {
      if (field.required !== required) continue;
      const { outcome, sequence } = matchField(signature, field, evidence);
      if (outcome === "matched" && sequence !== null) {
        literalBytes += sequence.literalBytes;
        fields += 1;
      } else if (required || outcome === "does-not-vary") {
        return null;
      }
    }
  }
  return { literalBytes, fields };
}

/** Below 0 when `a` is the more specific of two matches. */
export function compareSpecificity(a: Specificity, b: Specificity): number {
  return b.literalBytes - a.literalBytes || b.fields - a.fields;
}

/** The match with its explanation. */
export function matchOf(signature: CompiledSignature, specificity: Specificity, evidence: Evidence): SignatureMatch {
  const { definition } = signature;
  const byMethod = evidence.method === null ? undefined : Object.entries(definition.methodVariants);
  const variant = byMethod?.find(([method]) => method === evidence.method)?.[1] ?? definition.variant;
  return { signature: definition, variant, specificity, explanation: explainEvidence(signature, evidence) };
}

/** Field by field, what the signature expects and what was seen. */
export function explainEvidence(signature: CompiledSignature, evidence: Evidence): FieldExplanation[] {
  const { definition } = signature;
  const explanation: FieldExplanation[] = [];
  if (definition.methods !== null) {
    explanation.push({
      key: ":method",
      outcome: methodFits(signature, evidence) ? "matched" : "differs",
      required: true,
      expected: definition.methods.join(" or "),
      observed: evidence.method ?? leastValue(evidence, ":method"),
    });
  }
  if (definition.headerOrders.length > 0 && !evidence.cut) {
    explanation.push({
      key: ":order",
      outcome: hasKnownOrder(signature, evidence) ? "matched" : "differs",
      required: definition.orderRequired,
      expected: definition.headerOrders.map((order) => order.keys.join(", ")).join(" or "),
      observed: evidence.headerOrder?.join(", ") ?? null,
    });
  }
  if (definition.compactNames) {
    explanation.push({
      key: ":compact",
      outcome: spellingFits(signature, evidence) ? "matched" : "differs",
      required: true,
      expected: "one-letter header names",
      observed: null,
    });
  }
  for (const field of signature.fields) {
    explanation.push({
      key: field.key,
      outcome: matchField(signature, field, evidence).outcome,
      required: field.required || definition.varies.includes(field.key),
      expected: field.pattern?.text ?? null,
      observed: leastValue(evidence, field.key),
    });
  }
  for (const key of [...signature.absent].filter((name) => evidence.has(name)).sort()) {
    explanation.push({
      key,
      outcome: "unexpected",
      required: true,
      expected: null,
      observed: leastValue(evidence, key),
    });
  }
  return explanation;
}

/** True when the strand's method is one the signature requires. */
export function methodFits(signature: CompiledSignature, evidence: OutlineEvidence): boolean {
  const { methods } = signature.definition;
  return methods === null || (evidence.method !== null && methods.includes(evidence.method));
}

/** True unless the signature asks for one-letter header names and the strand has none. */
export function spellingFits(signature: CompiledSignature, evidence: OutlineEvidence): boolean {
  return evidence.compactNames || !signature.definition.compactNames;
}

/** True unless the signature requires one of its header orders and the strand has another. */
export function orderFits(signature: CompiledSignature, evidence: OutlineEvidence): boolean {
  return !signature.definition.orderRequired || hasKnownOrder(signature, evidence);
}

function hasKnownOrder(signature: CompiledSignature, evidence: OutlineEvidence): boolean {
  const seen = evidence.headerOrder;
  if (seen === null) return false;
  return signature.definition.headerOrders.some(
    ({ keys }) => keys.length === seen.length && keys.every((key, i) => key === seen[i]),
  );
}
