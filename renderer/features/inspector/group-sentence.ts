import type { StrandInspection } from "../../../core/contract/inspection.ts";
import { countOf } from "../../ui/numbers.ts";

/** The group of the strand's fingerprint: what it is taken for, and how much there is of it. */
export function describeGroup({ group }: Pick<StrandInspection, "group">): string {
  const extent = `${countOf(group.packets, "packet")} in ${countOf(group.flows, "flow")} of ${countOf(group.sources, "source")}`;
  if (group.fingerprints === 1) return `No other fingerprint is in its group: ${extent}.`;
  const size = `a group of ${countOf(group.fingerprints, "fingerprint")}, ${extent}`;
  return group.provisional
    ? `Provisionally in ${size}: ${group.fingerprint} covers it. Few messages keep constants by accident.`
    : `It heads ${size}: it covers the others, which rest on few messages.`;
}
