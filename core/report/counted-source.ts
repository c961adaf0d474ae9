import type { SourceInspection, SourceRow } from "../contract/source-table.ts";
import { type FlowsAside, NO_FLOWS_ASIDE } from "../flow/faint-flows.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import { formatAddress, type IpAddress } from "../net/address.ts";
import type { CountedFlow } from "./counted-flow.ts";
import type { DayRange } from "./covered-days.ts";
import { locatedSource, usedTable } from "./located-source.ts";
import { mostFirst } from "./most-first.ts";
import { addCount } from "./plain-record.ts";
import { earliest, latest } from "./time-range.ts";
import { formatDay, formatTime } from "./time-text.ts";

/** What is counted of a source: of all its flows, also of those that were counted only, except where it says otherwise. */
export interface CountedSource {
  readonly source: IpAddress;
  readonly packets: number;
  readonly flows: number;
  readonly destinations: number;
  readonly firstNs: bigint | null;
  readonly lastNs: bigint | null;
  /** Numbers of the UTC days on which it sent, ascending. */
  readonly days: readonly number[];
  /** Packets by tool, most first; a tool of null stands for strands no signature names. Of flows that were looked into. */
  readonly tools: readonly (readonly [string | null, number])[];
  /** Of flows that were looked into. */
  readonly flowsByTool: ReadonlyMap<string | null, number>;
  readonly packetsByMethod: ReadonlyMap<string, number>;
  readonly toolNames: ReadonlySet<string>;
  readonly families: ReadonlySet<string>;
}

/** What of a source does not change with tables of countries. */
export type SourceCounts = Omit<SourceRow, "located">;

/** Counts a source by its flows that were looked into, at least one, and by what of it was counted only. */
export function countSource(
  flows: readonly CountedFlow[],
  activeDays: ReadonlySet<number>,
  aside: FlowsAside = NO_FLOWS_ASIDE,
): CountedSource {
  const states = flows.map(({ state }) => state);
  const packetsByTool = new Map<string | null, number>();
  const flowsByTool = new Map<string | null, number>();
  const packetsByMethod = new Map<string, number>();
  const toolNames = new Set<string>();
  const families = new Set<string>();
  for (const { state, strands } of flows) {
    for (const [method, packets] of state.methods) addCount(packetsByMethod, method, packets);
    for (const { named, strand } of strands) {
      addCount(packetsByTool, named?.signature.tool.id ?? null, strand.state.packets);
      if (named === null) continue;
      toolNames.add(named.signature.tool.name);
      families.add(named.signature.family);
    }
    for (const tool of new Set(strands.map(({ named }) => named?.signature.tool.id ?? null))) {
      addCount(flowsByTool, tool, 1);
    }
  }
  return {
    source: (flows[0] as CountedFlow).source,
    packets: states.reduce((sum, state) => sum + state.packets, aside.packets),
    flows: flows.length + aside.flows,
    destinations: new Set([...aside.destinations, ...states.flatMap((state) => [...state.firstVisits.keys()])]).size,
    firstNs: earliest([aside.firstNs, ...states.map((state) => state.firstNs)]),
    lastNs: latest([aside.lastNs, ...states.map((state) => state.lastNs)]),
    days: [...new Set([...activeDays, ...aside.activeDays])].sort((a, b) => a - b),
    tools: mostFirst(packetsByTool),
    flowsByTool,
    packetsByMethod,
    toolNames,
    families,
  };
}

/** What a list shows of a source, without where it is. */
export function sourceCounts(counted: CountedSource): SourceCounts {
  return {
    address: formatAddress(counted.source),
    packets: counted.packets,
    flows: counted.flows,
    destinations: counted.destinations,
    tools: counted.tools.map(([tool, packets]) => [tool, packets]),
    days: counted.days.length,
    firstPacketAt: formatTime(counted.firstNs),
    lastPacketAt: formatTime(counted.lastNs),
  };
}

/** What is told of one source. */
export function inspectSource(
  source: IpAddress,
  counts: SourceCounts,
  days: readonly number[],
  covered: readonly DayRange[],
  tables: readonly GeoTable[],
): SourceInspection {
  return {
    row: { ...counts, located: locatedSource(tables, source) },
    activeDays: days.map(formatDay),
    coveredDays: covered.map(({ first, last }) => ({ first: formatDay(first), last: formatDay(last) })),
    geoTables: tables.map(usedTable),
  };
}
