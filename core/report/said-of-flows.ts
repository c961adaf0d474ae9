import type { JudgedFlow } from "./flow-report.ts";
import { mostFirst } from "./most-first.ts";
import type { JudgedStrand } from "./strand-report.ts";

/** What the analyst said of flows: labels and notes. */
export interface SaidOfFlows {
  /** The tool a strand is labelled with; null: it has no label. */
  labelOf(strand: JudgedStrand): string | null;
  /** Notes on the flow, its source and its packets; a bookmark is null. */
  notesOn(flow: JudgedFlow): readonly (string | null)[];
}

/** Of what nobody said anything of. */
export const NOTHING_SAID: SaidOfFlows = { labelOf: () => null, notesOn: () => [] };

/** Labels of a flow with their packets, most first. */
export function labelsOf(flow: JudgedFlow, said: SaidOfFlows): [label: string, packets: number][] {
  const packets = new Map<string, number>();
  for (const strand of flow.strands) {
    const label = said.labelOf(strand);
    if (label !== null) packets.set(label, (packets.get(label) ?? 0) + strand.strand.state.packets);
  }
  return mostFirst(packets);
}
