import type { EndedMerge, MergePart, MergePlan, MergeProgress } from "../../../core/contract/merging.ts";
import { MOST_SAVED_FILTERS } from "../../../core/contract/saved-filter.ts";
import { countOf, sentenceCount } from "../../ui/numbers.ts";

type Together = NonNullable<Extract<MergePlan, { kind: "plan" }>["together"]>;
type Merged = Extract<EndedMerge, { kind: "merged" }>;
type Differing = Pick<Merged, "labelConflicts" | "signatureConflicts">;

/** What the cases would be together, in sentences. */
export function togetherSentences(together: Together, parts: readonly MergePart[]): readonly string[] {
  const { captures, labels, filtersLeftOut } = together;
  const brought = parts.reduce((sum, part) => sum + (part.kind === "brings" ? part.captures : 0), 0);
  const labelled = labels === 0 ? "" : ` and labels on ${countOf(labels, "fingerprint")}`;
  const differing = differingParts(together).map(({ words }) => words);
  return [
    `The merged case will hold ${countOf(captures, "capture")}${labelled}.`,
    ...(brought > captures ? ["Captures that several of the cases hold count once."] : []),
    ...(differing.length > 0 ? [`To decide there, one by one: ${differing.join(", ")}.`] : []),
    ...leftOutSentences(filtersLeftOut),
  ];
}

/** What was merged, in sentences. `name`: of the file that was made. */
export function mergedSentences(name: string, merged: Merged): readonly string[] {
  const { cases, captures, filtersLeftOut } = merged;
  const differing = differingParts(merged).map(({ words, where }) => `${words} (${where})`);
  return [
    `${name} holds ${countOf(captures, "capture")} of ${countOf(cases, "case")}.`,
    ...(differing.length > 0 ? [`To decide there, one by one: ${differing.join(", ")}.`] : []),
    ...leftOutSentences(filtersLeftOut),
  ];
}

/** How far a merge is, in words. */
export function mergeProgressWords(progress: Exclude<MergeProgress, { stage: "none" }>): string {
  if (progress.stage === "looking") return "Looking at the cases to merge";
  const { rows, of } = progress;
  return rows === of ? "Writing the merged case" : `Merging cases: ${Math.floor((100 * rows) / of)} %`;
}

/** How far a merge is, from 0 to 1. */
export function mergeShare(progress: MergeProgress): number {
  return progress.stage !== "copying" ? 0 : progress.of === 0 ? 1 : progress.rows / progress.of;
}

/** What was said differently in different cases, and where the window lists it. */
function differingParts({ labelConflicts, signatureConflicts }: Differing) {
  const labels = `${countOf(labelConflicts, "fingerprint")} labelled differently`;
  const signatures = `${countOf(signatureConflicts, "signature")} written differently`;
  return [
    ...(labelConflicts > 0 ? [{ words: labels, where: "Label, disputed" }] : []),
    ...(signatureConflicts > 0 ? [{ words: signatures, where: "Signatures" }] : []),
  ];
}

function leftOutSentences(filters: number): readonly string[] {
  const most = sentenceCount(MOST_SAVED_FILTERS);
  return filters === 0 ? [] : [`Saved filters left out: ${sentenceCount(filters)}, since a case keeps ${most}.`];
}
