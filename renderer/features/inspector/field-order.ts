import type { ExplainedField } from "../../../core/contract/inspection.ts";
import { OUTCOME_WORDS } from "./outcome-words.ts";

/** Fields in the order in which they matter: what keeps the signature from matching, what else differs, what fits. */
export function orderFields(fields: readonly ExplainedField[]): readonly ExplainedField[] {
  return [...fields].sort((a, b) => weightOf(a) - weightOf(b));
}

function weightOf({ outcome, required }: ExplainedField): number {
  const { kind } = OUTCOME_WORDS[outcome];
  if (kind === "fails") return required ? 0 : 1;
  if (kind === "open") return 2;
  return required ? 3 : 4;
}
