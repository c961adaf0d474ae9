import { create } from "zustand";
import type { MergeProgress } from "../../core/contract/merging.ts";
import { on } from "./bridge.ts";

/** How far the merge of cases is, as last told. */
export const useMergeProgress = create<MergeProgress>()(() => ({ stage: "none" }));

/** Follows the merge. Returns how to stop. */
export function followMergeProgress(): () => void {
  return on("merge", (progress) => useMergeProgress.setState(progress, true));
}
