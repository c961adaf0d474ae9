import { create } from "zustand";
import type { ChosenCase } from "../../core/contract/comparison.ts";
import { call } from "../bridge/bridge.ts";
import { openDialog } from "./dialogs.ts";
import { sayFailed } from "./notices.ts";

interface ComparisonStore {
  /** The case that the open one is compared with; null: none was chosen. */
  readonly other: ChosenCase | null;
}

/** What is compared with; not remembered. */
export const useComparison = create<ComparisonStore>()(() => ({ other: null }));

/** Asks for a case in a dialog and compares the open one with it. */
export async function chooseComparison(): Promise<void> {
  const reply = await call("comparison.choose", {});
  if (!reply.ok) sayFailed(reply.error.message);
  else if (reply.value !== null) {
    useComparison.setState({ other: reply.value });
    openDialog("comparison");
  }
}
