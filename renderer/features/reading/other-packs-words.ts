import type { JudgementPreview } from "../../../core/contract/judgement.ts";
import { countOf, sentenceCount } from "../../ui/numbers.ts";

/** Changes that are told one by one. */
const MOST_TOLD = 4;

/** What a new judgement would change, in a sentence. */
export function describeChanges({ strands, changes }: JudgementPreview): string {
  if (changes.length === 0) return `Named anew, all of ${countOf(strands, "strand")} would keep their tools.`;
  const changed = changes.reduce((sum, change) => sum + change.strands, 0);
  const told = changes
    .slice(0, MOST_TOLD)
    .map(({ from, to, strands: of }) => `${from ?? "unknown"} → ${to ?? "unknown"} (${countOf(of, "strand")})`);
  const more = changes.length > told.length ? `, and ${countOf(changes.length - told.length, "further change")}` : "";
  const others = `${sentenceCount(changed)} of ${countOf(strands, "strand")} would be named otherwise`;
  return `Named anew, ${others}: ${told.join(", ")}${more}.`;
}
