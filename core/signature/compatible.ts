import { explainEvidence, methodFits, spellingFits } from "./assess.ts";
import type { Evidence } from "./evidence.ts";
import { matchField } from "./field-match.ts";
import type { CompiledSignature, SignatureLibrary } from "./signature.ts";
import type { CompatibleSignature } from "./verdict.ts";

/** Values of these keys are alike in many tools: their agreement alone makes nothing compatible. */
export const USUAL_KEYS: ReadonlySet<string> = new Set(["accept", "content-length", "cseq", "max-forwards"]);

/**
 * Signatures that agree with all that is known of a cut strand, ascending by id. Fields not seen are unknown, not
 * absent; at least one that tells something must have been seen: a required one, or one that holds a constant value.
 */
export function compatibleSignatures(evidence: Evidence, library: SignatureLibrary): readonly CompatibleSignature[] {
  return library.signatures
    .filter((signature) => isCompatible(signature, evidence))
    .map((signature) => ({ signature: signature.definition, explanation: explainEvidence(signature, evidence) }));
}

function isCompatible(signature: CompiledSignature, evidence: Evidence): boolean {
  if (!methodFits(signature, evidence) || !spellingFits(signature, evidence)) return false;
  for (const key of signature.absent) if (evidence.has(key)) return false;
  let telling = false;
  for (const field of signature.fields) {
    const { outcome, sequence } = matchField(signature, field, evidence);
    if (outcome === "matched" && sequence !== null && sequence.literalBytes > 0) {
      const constant = sequence.elements.every((element) => element.kind === "literal");
      telling ||= field.required || (constant && !USUAL_KEYS.has(field.key));
    } else if (outcome !== "matched" && outcome !== "unknown" && outcome !== "present") {
      return false;
    }
  }
  return telling;
}
