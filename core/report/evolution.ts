import type { EvolutionPart, EvolutionSources, PeriodOfTool } from "../contract/evolution.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import { formatAddress, type IpAddress } from "../net/address.ts";
import { compareAddresses } from "../net/address-value.ts";
import {
  coveredDaysOf,
  daysOfPeriod,
  formatPeriod,
  type PeriodUnit,
  periodOf,
  periodOfDay,
} from "./calendar-period.ts";
import type { CountedFlow } from "./counted-flow.ts";
import type { DayRange } from "./covered-days.ts";
import { addCount } from "./plain-record.ts";
import { commonest } from "./source-software.ts";

/**
 * The tools of sources that were seen in more than one month or year, and where they went from one to the next
 * (Griffioen, Hu and Doerr, Fig. 3). The rules, which are those of the share of sources that kept their tool:
 *
 * - A flow counts in the period in which it began. So one flow never makes its source be seen twice.
 * - A source counts once in each period it was seen in: under the named tool that sent most of its packets there, of
 *   equal ones the lowest id; how many of them were sent by several tools is counted beside. Only where no signature
 *   names anything of it, it counts under null: unknown software, and what is unknown in two periods need not be the same.
 * - A link leads from one period to the next one in which the source was seen. Between them may lie periods in which it
 *   was silent, and periods that captures do not reach over: these are no data.
 * - Flows without a time are of no period.
 */
export interface Evolution {
  readonly unit: PeriodUnit;
  /** Periods that captures reach over, and those with sources; ascending. */
  readonly periods: readonly EvolutionPeriod[];
  /** Ascending by period; in it most sources first, equal ones by tool, unknown last. */
  readonly nodes: readonly EvolutionNode[];
  /** In the order of the nodes they lead from and to, which are places in `nodes`. */
  readonly links: readonly EvolutionLink[];
  /** Sources with a time, and those of them that were seen in more than one period. */
  readonly sources: number;
  readonly recurring: number;
  readonly undatedFlows: number;
}

export interface EvolutionPeriod {
  /** As 2020, or 2020-03. */
  readonly period: string;
  readonly days: number;
  /** Of these, the days that captures reach over. */
  readonly coveredDays: number;
  readonly sources: number;
  /** Of these, sources that were seen in another period, too. */
  readonly recurring: number;
}

export interface EvolutionNode {
  readonly period: string;
  readonly tool: string | null;
  readonly sources: number;
  /** Of these, sources that further tools with a name sent from in this period. */
  readonly severalTools: number;
}

export interface EvolutionLink {
  readonly from: number;
  readonly to: number;
  readonly sources: number;
}

/** A source in one period. */
export interface SeenSource {
  /** Number of the period. */
  readonly period: number;
  readonly tool: string | null;
  /** Distinct tools with a name. */
  readonly tools: number;
  /** Requests of its flows that began in the period. */
  readonly packets: number;
}

/** What is counted of sources, wherever they are held: numbers of periods as `periodOf` gives them. */
export interface EvolutionCounts {
  readonly periods: readonly { readonly period: number; readonly sources: number; readonly recurring: number }[];
  /** Of sources that were seen in more than one period. */
  readonly nodes: readonly (PlaceInTime & { readonly sources: number; readonly severalTools: number })[];
  readonly links: readonly { readonly from: PlaceInTime; readonly to: PlaceInTime; readonly sources: number }[];
  readonly sources: number;
  readonly recurring: number;
  readonly undatedFlows: number;
}

export interface PlaceInTime {
  readonly period: number;
  readonly tool: string | null;
}

/** What each source was seen as, its periods ascending. */
export function seenSources(flows: Iterable<CountedFlow>, unit: PeriodUnit): Map<IpAddress, SeenSource[]> {
  const bySource = new Map<IpAddress, Map<number, CountedFlow[]>>();
  for (const flow of flows) {
    if (flow.state.firstNs === null) continue;
    const period = periodOf(flow.state.firstNs, unit);
    const ofSource = bySource.get(flow.source) ?? new Map<number, CountedFlow[]>();
    bySource.set(flow.source, ofSource);
    const ofPeriod = ofSource.get(period);
    if (ofPeriod === undefined) ofSource.set(period, [flow]);
    else ofPeriod.push(flow);
  }
  return new Map(
    Array.from(bySource, ([source, periods]) => [
      source,
      Array.from(periods, ([period, ofPeriod]) => seenIn(period, ofPeriod)).sort((a, b) => a.period - b.period),
    ]),
  );
}

function seenIn(period: number, flows: readonly CountedFlow[]): SeenSource {
  const tools = new Map<string, number>();
  for (const { named, strand } of flows.flatMap(({ strands }) => strands)) {
    if (named !== null) addCount(tools, named.signature.tool.id, strand.state.packets);
  }
  const packets = flows.reduce((sum, { state }) => sum + state.packets, 0);
  return { period, tool: commonest(tools), tools: tools.size, packets };
}

/** Counts flows that are held in memory. */
export function countEvolution(flows: readonly CountedFlow[], unit: PeriodUnit): EvolutionCounts {
  const seen = [...seenSources(flows, unit).values()];
  const recurring = seen.filter(({ length }) => length > 1);
  const nodes = new Map<string, { at: PlaceInTime; sources: number; severalTools: number }>();
  const links = new Map<string, { from: PlaceInTime; to: PlaceInTime; sources: number }>();
  for (const periods of recurring) {
    for (const [index, at] of periods.entries()) {
      const node = nodes.get(keyOf(at)) ?? { at, sources: 0, severalTools: 0 };
      node.sources += 1;
      if (at.tools > 1) node.severalTools += 1;
      nodes.set(keyOf(at), node);
      const to = periods[index + 1];
      if (to === undefined) continue;
      const key = `${keyOf(at)} ${keyOf(to)}`;
      const link = links.get(key) ?? { from: at, to, sources: 0 };
      link.sources += 1;
      links.set(key, link);
    }
  }
  return {
    periods: periodsOf(seen),
    nodes: Array.from(nodes.values(), ({ at: { period, tool }, ...counts }) => ({ period, tool, ...counts })),
    links: [...links.values()],
    sources: seen.length,
    recurring: recurring.length,
    undatedFlows: flows.filter(({ state }) => state.firstNs === null).length,
  };
}

function periodsOf(seen: readonly (readonly SeenSource[])[]): EvolutionCounts["periods"] {
  const sources = new Map<number, number>();
  const recurring = new Map<number, number>();
  for (const periods of seen) {
    for (const { period } of periods) {
      addCount(sources, period, 1);
      if (periods.length > 1) addCount(recurring, period, 1);
    }
  }
  return Array.from(sources, ([period, count]) => ({ period, sources: count, recurring: recurring.get(period) ?? 0 }));
}

/** A stretch of the sources of a node or a link. */
export function sourcesOfPart(
  seen: ReadonlyMap<IpAddress, readonly SeenSource[]>,
  { from, to }: EvolutionPart,
  unit: PeriodUnit,
  offset: number,
  limit: number,
): EvolutionSources {
  const isAt = (place: PeriodOfTool, at: SeenSource | undefined) =>
    at !== undefined && formatPeriod(at.period, unit) === place.period && at.tool === place.tool;
  const found = [...seen]
    .filter(([, periods]) => {
      const at = periods.findIndex((one) => isAt(from, one));
      return at >= 0 && periods.length > 1 && (to === null || isAt(to, periods[at + 1]));
    })
    .sort(([a], [b]) => compareAddresses(a, b));
  return {
    total: found.length,
    sources: found.slice(offset, offset + limit).map(([address, periods]) => ({
      address: formatAddress(address),
      seen: periods.map((at) => ({ ...at, period: formatPeriod(at.period, unit) })),
    })),
  };
}

/** What was counted, in order, with the days that captures reach over. */
export function evolutionOf(counts: EvolutionCounts, covered: readonly DayRange[], unit: PeriodUnit): Evolution {
  const nodes = counts.nodes.toSorted(
    (a, b) => a.period - b.period || b.sources - a.sources || compareTools(a.tool, b.tool),
  );
  const places = new Map(nodes.map((node, place) => [keyOf(node), place]));
  const links = counts.links.map(({ from, to, sources }) => ({
    from: places.get(keyOf(from)) as number,
    to: places.get(keyOf(to)) as number,
    sources,
  }));
  return {
    unit,
    periods: allPeriods(counts.periods, covered, unit),
    nodes: nodes.map(({ period, tool, sources, severalTools }) => ({
      period: formatPeriod(period, unit),
      tool,
      sources,
      severalTools,
    })),
    links: links.sort((a, b) => a.from - b.from || a.to - b.to),
    sources: counts.sources,
    recurring: counts.recurring,
    undatedFlows: counts.undatedFlows,
  };
}

function allPeriods(
  counted: EvolutionCounts["periods"],
  covered: readonly DayRange[],
  unit: PeriodUnit,
): EvolutionPeriod[] {
  const bySeen = new Map(counted.map((one) => [one.period, one]));
  const numbers = new Set(bySeen.keys());
  for (const { first, last } of covered) {
    const end = periodOfDay(last, unit);
    for (let period = periodOfDay(first, unit); period <= end; period += 1) numbers.add(period);
  }
  return [...numbers]
    .sort((a, b) => a - b)
    .map((period) => {
      const days = daysOfPeriod(period, unit);
      const { sources = 0, recurring = 0 } = bySeen.get(period) ?? {};
      return {
        period: formatPeriod(period, unit),
        days: days.last - days.first + 1,
        coveredDays: coveredDaysOf(days, covered),
        sources,
        recurring,
      };
    });
}

function keyOf({ period, tool }: PlaceInTime): string {
  return `${period} ${tool ?? ""}`;
}

function compareTools(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return byCodeUnits(a, b);
}
