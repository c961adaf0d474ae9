import { emptyTimeBins, mergeTimeBins, type TimeBins } from "../behaviour/time-bins.ts";
import type { ReadCapture } from "../contract/ingest.ts";
import type { Overview, OverviewSenders, Timeline } from "../contract/overview.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import { countPackets } from "../flow/capture-fold.ts";
import { type FlowsAside, NO_FLOWS_ASIDE, type SetAside } from "../flow/faint-flows.ts";
import { countMethod, type MethodCounts } from "../flow/method-counts.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import { type IpAddress, parseAddress } from "../net/address.ts";
import { orderedClasses } from "./class-totals.ts";
import type { CountedFlow } from "./counted-flow.ts";
import { locatedSource, usedTable } from "./located-source.ts";
import { mostFirst } from "./most-first.ts";
import { addCount } from "./plain-record.ts";
import type { ReportSenderGroups, ReportSenders, ReportTool } from "./report.ts";
import { packetsBySource, reportSenderGroups } from "./sender-report.ts";
import { describeTelescope, type Telescope } from "./telescope-report.ts";
import { earliest, latest } from "./time-range.ts";
import { formatTime } from "./time-text.ts";
import { reportTools } from "./tool-report.ts";

/** What an overview is made of. */
export interface OverviewInput {
  readonly revision: number;
  readonly partial: boolean;
  readonly toolsPending: boolean;
  readonly captures: readonly ReadCapture[];
  readonly flows: readonly CountedFlow[];
  /** Counted with the flows, and nothing more. */
  readonly setAside: SetAside;
  /** Tables of countries and networks. */
  readonly geoTables: readonly GeoTable[];
  readonly telescope: Telescope;
  readonly flowTimeoutSeconds: number;
}

/** Sources listed at most. */
const TOP_SOURCES = 20;

/** What the captures hold: totals, times, tools, and the largest sources. */
export function overviewOf(input: OverviewInput): Overview {
  const { revision, partial, toolsPending, captures, flows, setAside, geoTables } = input;
  const classes = orderedClasses(captures.map((capture) => capture.tally.classes));
  const methods: MethodCounts = new Map(setAside.methods);
  const destinations = new Set(setAside.destinations);
  for (const { state } of flows) {
    for (const [method, packets] of state.methods) countMethod(methods, method, packets);
    for (const destination of state.firstVisits.keys()) destinations.add(destination);
  }
  const bySource = groupBySource(flows);
  const packetsOf = packetsBySource(flows);
  const tools = reportTools(flows, packetsOf);
  return {
    revision,
    partial,
    toolsPending,
    captures: captures.length,
    firstPacketAt: formatTime(earliest(captures.map((capture) => capture.tally.firstNs))),
    lastPacketAt: formatTime(latest(captures.map((capture) => capture.tally.lastNs))),
    packets: countPackets(classes),
    classes: Object.entries(classes),
    sources: bySource.size + setAside.sources,
    flows: flows.length + setAside.flows,
    setAside: { sources: setAside.sources, flows: setAside.flows, packets: setAside.packets },
    destinations: destinations.size,
    methods: mostFirst(methods),
    timeline: timelineOf(captures.map((capture) => capture.tally.timeBins)),
    tools: tools
      .map(({ id, name, family, packets, flows, sources, strategies }) => ({
        id,
        name,
        family,
        packets,
        flows,
        sources,
        strategies: mostFirst(Object.entries(strategies)),
      }))
      .sort((a, b) => b.packets - a.packets || byCodeUnits(a.id, b.id)),
    senders: sendersOf(tools, reportSenderGroups(flows, packetsOf, setAside)),
    telescope: describeTelescope(input.telescope, input.flowTimeoutSeconds),
    unnamed: unnamedOf(flows),
    topSources: Array.from(bySource, ([address, ofSource]) =>
      sourceOf(ofSource, setAside.ofOthers.get(address) ?? NO_FLOWS_ASIDE),
    )
      .sort(bySize)
      .slice(0, TOP_SOURCES)
      .map(({ source, ...row }) => ({ ...row, located: locatedSource(geoTables, source) })),
    geoTables: geoTables.map(usedTable),
  };
}

/** The same overview, with sources located by other tables. */
export function relocated(overview: Overview, tables: readonly GeoTable[]): Overview {
  return {
    ...overview,
    topSources: overview.topSources.map((row) => ({
      ...row,
      located: locatedSource(tables, parseAddress(row.address) as IpAddress),
    })),
    geoTables: tables.map(usedTable),
  };
}

/** The bins of all captures together; null without a packet that has a time. */
export function timelineOf(captures: readonly TimeBins[]): Timeline | null {
  const { widthSeconds, bins, firstBin, lastBin, undated } = captures.reduce(mergeTimeBins, emptyTimeBins());
  if (bins.size === 0) return null;
  const numbers = Array.from({ length: lastBin - firstBin + 1 }, (_, index) => firstBin + index);
  return {
    binSeconds: widthSeconds,
    startSeconds: firstBin * widthSeconds,
    requests: numbers.map((bin) => bins.get(bin)?.requests ?? 0),
    others: numbers.map((bin) => bins.get(bin)?.others ?? 0),
    undated,
  };
}

/** Groups that hold a source: all and those of one request, the tools, those not named, those counted only. */
function sendersOf(tools: readonly ReportTool[], groups: ReportSenderGroups): Overview["senders"] {
  const { all, onePacket, unnamed, setAside } = groups;
  const named = tools.map(({ id, name, senders }): OverviewSenders => ({ group: "tool", tool: { id, name }, senders }));
  const found: OverviewSenders[] = [
    ...others("all", all),
    ...others("one-packet", onePacket),
    ...named.sort((a, b) => b.senders.sources - a.senders.sources || byCodeUnits(a.tool?.id ?? "", b.tool?.id ?? "")),
    ...others("unnamed", unnamed),
  ];
  return { groups: found, setAside };
}

function others(group: "all" | "one-packet" | "unnamed", senders: ReportSenders | null): OverviewSenders[] {
  return senders === null ? [] : [{ group, tool: null, senders }];
}

function unnamedOf(flows: readonly CountedFlow[]): Overview["unnamed"] {
  const sources = new Set<IpAddress>();
  const fingerprints = new Set<string>();
  let packets = 0;
  let flowCount = 0;
  for (const flow of flows) {
    const unnamed = flow.strands.filter(({ named }) => named === null);
    if (unnamed.length === 0) continue;
    flowCount += 1;
    sources.add(flow.source);
    for (const { strand, fingerprint } of unnamed) {
      packets += strand.state.packets;
      fingerprints.add(fingerprint.id);
    }
  }
  return { packets, flows: flowCount, sources: sources.size, fingerprints: fingerprints.size };
}

type SourceRow = Omit<Overview["topSources"][number], "located"> & { readonly source: IpAddress };

/** Packets, flows, destinations and times are those of all its flows, also of those that were counted only. */
function sourceOf(flows: readonly CountedFlow[], aside: FlowsAside): SourceRow {
  const first = flows[0] as CountedFlow;
  const states = flows.map(({ state }) => state);
  return {
    source: first.source,
    address: first.report.source,
    packets: states.reduce((sum, state) => sum + state.packets, aside.packets),
    flows: flows.length + aside.flows,
    destinations: new Set([...aside.destinations, ...states.flatMap((state) => [...state.firstVisits.keys()])]).size,
    firstPacketAt: formatTime(earliest([aside.firstNs, ...states.map((state) => state.firstNs)])),
    lastPacketAt: formatTime(latest([aside.lastNs, ...states.map((state) => state.lastNs)])),
    tools: toolsOf(flows),
  };
}

/** Flows by their source. */
export function groupBySource<Flow extends CountedFlow>(flows: readonly Flow[]): Map<IpAddress, Flow[]> {
  const groups = new Map<IpAddress, Flow[]>();
  for (const flow of flows) {
    const group = groups.get(flow.source);
    if (group === undefined) groups.set(flow.source, [flow]);
    else group.push(flow);
  }
  return groups;
}

function bySize(a: SourceRow, b: SourceRow): number {
  return b.packets - a.packets || byCodeUnits(a.address, b.address);
}

/** Packets by tool, most first; a tool of null stands for strands no signature names. */
export function toolsOf(flows: readonly CountedFlow[]): [string | null, number][] {
  const tools = new Map<string | null, number>();
  for (const { named, strand } of flows.flatMap((flow) => flow.strands)) {
    addCount(tools, named?.signature.tool.id ?? null, strand.state.packets);
  }
  return mostFirst(tools);
}
