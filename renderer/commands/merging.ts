import { create } from "zustand";
import type { ChosenCase } from "../../core/contract/comparison.ts";
import { type Merging, MOST_MERGED } from "../../core/contract/merging.ts";
import { call } from "../bridge/bridge.ts";
import { openCaptures } from "./captures.ts";
import { openDialog } from "./dialogs.ts";
import { sayFailed, sayTold } from "./notices.ts";

interface MergingStore {
  /** The cases that the open one is to be merged with. */
  readonly others: readonly ChosenCase[];
  /** What came of the last merge, until it is opened or dismissed. */
  readonly ended: Extract<Merging, { kind: "ended" }> | null;
}

/** What is merged; not remembered. */
export const useMerging = create<MergingStore>()(() => ({ others: [], ended: null }));

/** Asks for cases in a dialog, and shows what a merge with them would unite. */
export async function chooseMerge(): Promise<void> {
  const chosen = await chosenCases();
  if (chosen.length === 0) return;
  useMerging.setState({ others: chosen });
  openDialog("merge");
}

/** Asks for further cases in a dialog. */
export async function addToMerge(): Promise<void> {
  const chosen = await chosenCases();
  useMerging.setState(({ others }) => {
    const added = chosen.filter(({ token }) => !others.some((other) => other.token === token));
    return { others: [...others, ...added].slice(0, MOST_MERGED) };
  });
}

/** Merges without this case. */
export function leaveOutOfMerge(token: string): void {
  useMerging.setState(({ others }) => ({ others: others.filter((other) => other.token !== token) }));
}

/** Asks for a place in a dialog and merges the open case with the others there. */
export async function startMerge(): Promise<void> {
  const tokens = useMerging.getState().others.map(({ token }) => token);
  openDialog(null);
  useMerging.setState({ ended: null });
  const reply = await call("merge.start", { tokens });
  if (!reply.ok) sayFailed(reply.error.message);
  else if (reply.value.kind === "closed") openDialog("merge");
  else if (reply.value.ending.kind === "cancelled") sayTold("The merge was ended. No file was written.");
  else useMerging.setState({ ended: reply.value });
}

/** Ends the merge. */
export async function cancelMerge(): Promise<void> {
  const reply = await call("merge.cancel", {});
  if (!reply.ok) sayFailed(reply.error.message);
}

/** Opens the case that was made. */
export async function openMerged(): Promise<void> {
  const { ended } = useMerging.getState();
  if (ended?.ending.kind !== "merged") return;
  dismissMerged();
  await openCaptures([ended.token]);
}

/** Says no more what came of the merge. */
export function dismissMerged(): void {
  useMerging.setState({ ended: null });
}

async function chosenCases(): Promise<readonly ChosenCase[]> {
  const reply = await call("merge.choose", {});
  if (reply.ok) return reply.value;
  sayFailed(reply.error.message);
  return [];
}
