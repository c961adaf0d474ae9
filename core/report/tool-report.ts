import { byCodeUnits } from "../fingerprint/value-state.ts";
import type { IpAddress } from "../net/address.ts";
import type { CountedFlow } from "./counted-flow.ts";
import { addCount, recordOf } from "./plain-record.ts";
import type { ReportSenders, ReportTool } from "./report.ts";
import { type PacketsBySource, reportSenders } from "./sender-report.ts";

/** All strands that were given the same tool. */
interface ToolGroup {
  readonly name: string;
  readonly family: string;
  readonly variants: Set<string>;
  packets: number;
  readonly flows: Set<CountedFlow>;
  readonly sources: Set<IpAddress>;
  readonly strategies: Map<string, number>;
}

/** The named tools, each id once, ascending. */
export function reportTools(flows: readonly CountedFlow[], packets: PacketsBySource): ReportTool[] {
  const groups = new Map<string, ToolGroup>();
  for (const flow of flows) {
    for (const { named, strand } of flow.strands) {
      if (named === null) continue;
      const { tool, family } = named.signature;
      const group = groups.get(tool.id) ?? emptyGroup(tool.name, family);
      groups.set(tool.id, group);
      group.variants.add(named.variant);
      group.packets += strand.state.packets;
      group.sources.add(flow.source);
      if (!group.flows.has(flow)) addCount(group.strategies, flow.report.strategy.class, 1);
      group.flows.add(flow);
    }
  }
  return Array.from(groups, ([id, group]) => reportGroup(id, group, packets)).sort((a, b) => byCodeUnits(a.id, b.id));
}

function emptyGroup(name: string, family: string): ToolGroup {
  return {
    name,
    family,
    variants: new Set(),
    packets: 0,
    flows: new Set(),
    sources: new Set(),
    strategies: new Map(),
  };
}

function reportGroup(id: string, group: ToolGroup, packets: PacketsBySource): ReportTool {
  const [variant] = group.variants;
  return {
    id,
    name: group.name,
    family: group.family,
    variant: group.variants.size === 1 ? (variant ?? null) : null,
    packets: group.packets,
    flows: group.flows.size,
    sources: group.sources.size,
    strategies: recordOf(group.strategies),
    // A group is made for a flow, so it has one.
    senders: reportSenders([...group.flows], packets) as ReportSenders,
  };
}
