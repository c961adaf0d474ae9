import { create } from "zustand";
import type { EvidenceWriting } from "../../core/contract/evidence.ts";
import type { MarkedRows } from "../../core/contract/flow-table.ts";
import { call } from "../bridge/bridge.ts";
import { openDialog } from "./dialogs.ts";
import { useWorkspace } from "./workspace.ts";

interface EvidenceStore {
  /** The marked flows; null: all of the list. */
  readonly marked: MarkedRows | null;
}

/** The flows whose packets are to be written as evidence. */
export const useEvidence = create<EvidenceStore>()(() => ({ marked: null }));

/** Asks how the packets of these flows are to be written. */
export function openEvidence(marked: MarkedRows | null): void {
  useEvidence.setState({ marked });
  openDialog("evidence");
}

/** Asks for a place in a dialog and writes the packets there. `key`: what other addresses are made from; null: they stay. */
export async function writeEvidence(key: string | null): Promise<EvidenceWriting> {
  const { marked } = useEvidence.getState();
  const reply = await call("flows.evidence", { query: useWorkspace.getState().query, marked, key });
  return reply.ok ? reply.value : { kind: "failed", message: reply.error.message };
}

/** Ends the evidence that is being written. */
export async function cancelEvidence(): Promise<void> {
  await call("evidence.cancel", {});
}
