import { MOST_SIDES } from "../../core/contract/diff.ts";
import { call } from "../bridge/bridge.ts";
import { addToTray } from "./compare-state.ts";
import { sayFailed } from "./notices.ts";
import { changeWorkspace, useWorkspace } from "./workspace.ts";

/** Puts references into the compare tray; where there is no room for all, that is said. */
export function collect(references: readonly string[]): void {
  const { tray } = useWorkspace.getState();
  const wanted = new Set([...tray, ...references]).size;
  changeWorkspace((workspace) => addToTray(workspace, references));
  if (wanted > MOST_SIDES) {
    sayFailed(`The tray holds ${MOST_SIDES}: ${wanted - MOST_SIDES} of these found no room. Take something out of it.`);
  }
}

/** Puts the largest strand of each flow into the tray. */
export async function collectFlows(flows: readonly string[]): Promise<void> {
  const strands: string[] = [];
  for (const flow of flows) {
    const reply = await call("flow.inspect", { flow });
    if (!reply.ok) {
      sayFailed(reply.error.message);
      return;
    }
    const [largest] = [...reply.value.strands].sort((a, b) => b.packets - a.packets || (a.id < b.id ? -1 : 1));
    if (largest !== undefined) strands.push(largest.id);
  }
  collect(strands);
}

/** Whether the keyboard is in the list of packets, whose keys are about packets. */
export function isInPackets(): boolean {
  return document.activeElement?.closest("[role=grid][aria-label=Packets]") != null;
}

/** Whether the keyboard is in the inspector: there a key is about what is inspected, elsewhere about the list. */
export function isInInspector(): boolean {
  return document.activeElement?.closest("[aria-label=Inspector]") != null;
}
