import { type Fingerprint, fingerprintOf } from "../fingerprint/fingerprint.ts";
import { copyStrandState, mergeStrandStates, type StrandState } from "../fingerprint/strand-state.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import type { IpAddress } from "../net/address.ts";
import type { JudgedFlow } from "./flow-report.ts";
import { recordOf } from "./plain-record.ts";
import type { ReportFingerprint } from "./report.ts";

/** All strands with the same fingerprint id. */
interface FingerprintGroup {
  /** Of the first strand: its text is that of all, for the id is made of it. */
  readonly first: Fingerprint;
  /** Of all strands together: it shows which gap lengths and optional keys there are. */
  state: StrandState;
  strands: number;
  readonly flows: Set<string>;
  readonly sources: Set<IpAddress>;
  readonly tools: Set<string | null>;
}

/** The fingerprints of all strands, each id once, ascending. */
export function reportFingerprints(flows: readonly JudgedFlow[]): ReportFingerprint[] {
  const groups = new Map<string, FingerprintGroup>();
  for (const flow of flows) {
    for (const { strand, fingerprint, flowId, named } of flow.strands) {
      let group = groups.get(fingerprint.id);
      if (group === undefined) {
        const { state } = strand;
        group = { first: fingerprint, state, strands: 1, flows: new Set(), sources: new Set(), tools: new Set() };
        groups.set(fingerprint.id, group);
      } else {
        // Merging uses its operands up, and those of the strands are wanted again.
        if (group.strands === 1) group.state = copyStrandState(group.state);
        mergeStrandStates(group.state, copyStrandState(strand.state));
        group.strands += 1;
      }
      group.flows.add(flowId);
      group.sources.add(flow.source);
      group.tools.add(named?.signature.tool.id ?? null);
    }
  }
  return [...groups.values()].map(reportGroup).sort((a, b) => byCodeUnits(a.id, b.id));
}

function reportGroup(group: FingerprintGroup): ReportFingerprint {
  const together = group.strands === 1 ? group.first : fingerprintOf(group.state);
  const [tool] = group.tools;
  return {
    id: group.first.id,
    text: group.first.text,
    optional: together.optional,
    classes: recordOf(together.classes),
    paperText: together.paperText,
    packets: group.state.packets,
    flows: group.flows.size,
    sources: group.sources.size,
    tool: group.tools.size === 1 ? (tool ?? null) : null,
  };
}
