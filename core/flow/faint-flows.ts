import { hash53 } from "../fingerprint/hash64.ts";
import { formatAddress, type IpAddress } from "../net/address.ts";
import { keptParts, type RequestParts } from "./kept-request.ts";
import { countMethod, type MethodCounts } from "./method-counts.ts";
import { type FaintFlow, faintFlows, MOST_FAINT_REQUESTS, type Source } from "./source.ts";
import { dayOf } from "./source-state.ts";

/**
 * Flows of at most four requests that are looked into; of more, those with the lowest hash of address and first time.
 * Each costs a strand and a fingerprint of its own, and a flood holds any number of them.
 */
export const MOST_FAINT_FLOWS = 10_000;

/** Flows that were counted only. */
export interface SetAside {
  /** Sources of which no flow is looked into. */
  readonly sources: number;
  /** Of these, sources of one request. */
  readonly onePacketSources: number;
  readonly flows: number;
  readonly packets: number;
  readonly methods: MethodCounts;
  readonly destinations: ReadonlySet<IpAddress>;
  /** What of it was sent by sources of which other flows are looked into. */
  readonly ofOthers: ReadonlyMap<IpAddress, FlowsAside>;
}

/** Flows of one source that were counted only. */
export interface FlowsAside {
  flows: number;
  packets: number;
  /** Earliest and latest time; null without times. */
  firstNs: bigint | null;
  lastNs: bigint | null;
  readonly destinations: Set<IpAddress>;
  /** As in the state of a source. */
  readonly activeDays: Set<number>;
}

/** Sources with the flows to look into, and the counts of all other flows. */
export interface SelectedFlows {
  readonly sources: ReadonlyMap<IpAddress, Source>;
  readonly setAside: SetAside;
}

/** Nothing was set aside. */
export const NOTHING_SET_ASIDE: SetAside = {
  sources: 0,
  onePacketSources: 0,
  flows: 0,
  packets: 0,
  methods: new Map(),
  destinations: new Set(),
  ofOthers: new Map(),
};

/** No flow of a source was counted only. */
export const NO_FLOWS_ASIDE: FlowsAside = noFlowsAside();

/**
 * Every flow of five requests, one flow at least of every source of five requests, and of the faint flows no more than
 * the bound. The choice depends on nothing but which requests there are. The sources are settled; they stay as they are.
 */
export function selectFlows(
  sources: ReadonlyMap<IpAddress, Source>,
  timeoutNs: bigint,
  mostFaint: number = MOST_FAINT_FLOWS,
): SelectedFlows {
  const selection = new FlowSelection(timeoutNs, mostFaint);
  // Ranking costs a hash for each flow.
  const requests = Array.from(sources.values()).reduce((sum, source) => sum + source.requests.length, 0);
  if (requests > mostFaint) selection.rank(sources);
  return { sources: selection.choose(sources), setAside: selection.setAside };
}

/**
 * The same for sources that come a few at a time. Twice, where they have more kept requests than the bound: first all
 * that have any are ranked, then all are chosen from.
 */
export class FlowSelection {
  private readonly timeoutNs: bigint;
  private readonly mostFaint: number;
  /** The lowest ranks so far, in no order. */
  private ranks: number[] = [];
  private ranked = 0;
  private requests = 0;
  private highest: number | null = null;
  private readonly count = { sources: 0, onePacketSources: 0, flows: 0, packets: 0 };
  private readonly methods: MethodCounts = new Map();
  private readonly destinations = new Set<IpAddress>();
  private readonly ofOthers = new Map<IpAddress, FlowsAside>();

  constructor(timeoutNs: bigint, mostFaint: number = MOST_FAINT_FLOWS) {
    this.timeoutNs = timeoutNs;
    this.mostFaint = mostFaint;
  }

  /** A selection from sources that were all ranked elsewhere. */
  static upTo(bound: number, timeoutNs: bigint): FlowSelection {
    const selection = new FlowSelection(timeoutNs);
    selection.highest = bound;
    return selection;
  }

  /** Ranks the faint flows of sources that were not ranked before. */
  rank(sources: ReadonlyMap<IpAddress, Source>): void {
    for (const [address, source] of sources) {
      this.requests += source.requests.length;
      for (const { rank } of rankedFlows(address, source, this.timeoutNs)) {
        if (rank === ALWAYS) continue;
        this.ranks.push(rank);
        this.ranked += 1;
      }
      if (this.ranks.length > 4 * this.mostFaint) this.ranks = lowest(this.ranks, this.mostFaint);
    }
  }

  /** Of sources that were not chosen from before those that are looked into, with the flows that are. */
  choose(sources: ReadonlyMap<IpAddress, Source>): ReadonlyMap<IpAddress, Source> {
    const { bound } = this;
    if (bound === Number.POSITIVE_INFINITY) return sources;
    const selected = new Map<IpAddress, Source>();
    for (const [address, source] of sources) {
      const chosen = this.chosenOf(address, source, bound);
      if (chosen !== null) selected.set(address, chosen);
    }
    return selected;
  }

  /**
   * Highest rank of a faint flow that is looked into, once all are ranked; infinite where all are. Flows of the same rank
   * are looked into together.
   */
  get bound(): number {
    this.highest ??=
      this.requests <= this.mostFaint || this.ranked <= this.mostFaint
        ? Number.POSITIVE_INFINITY
        : (lowest(this.ranks, this.mostFaint).at(-1) ?? ALWAYS);
    return this.highest;
  }

  /** What was not chosen so far. */
  get setAside(): SetAside {
    const { count, methods, destinations, ofOthers } = this;
    return { ...count, methods, destinations, ofOthers };
  }

  /** The source with the flows that are looked into, null where none is; the others are counted. */
  private chosenOf(address: IpAddress, source: Source, bound: number): Source | null {
    const flows = rankedFlows(address, source, this.timeoutNs);
    const chosen = flows.filter(({ rank }) => rank <= bound);
    const isLookedInto = source.folded !== null || chosen.length > 0;
    if (isLookedInto && chosen.length === flows.length) return source;
    if (!isLookedInto) {
      this.count.sources += 1;
      if (source.requests.length === 1) this.count.onePacketSources += 1;
    }
    const aside = noFlowsAside();
    for (const { flow, rank } of flows) if (rank > bound) this.setFlowAside(flow, aside);
    this.count.flows += aside.flows;
    this.count.packets += aside.packets;
    if (!isLookedInto) return null;
    this.ofOthers.set(address, aside);
    return { ...source, requests: chosen.flatMap(({ flow }) => flow.requests) };
  }

  private setFlowAside(flow: FaintFlow, aside: FlowsAside): void {
    const sent = flow.requests.map(keptParts);
    addAside(aside, sent);
    for (const { method, endpoints } of sent) {
      countMethod(this.methods, method, 1);
      this.destinations.add(endpoints.destination);
    }
  }
}

/** So many of the lowest numbers, ascending. */
function lowest(numbers: readonly number[], count: number): number[] {
  return [...Float64Array.from(numbers).sort().subarray(0, count)];
}

interface RankedFlow {
  readonly flow: FaintFlow;
  readonly rank: number;
}

/** No hash is as low. */
const ALWAYS = -1;

/** The faint flows of a source. One of them is looked into anyway where it has sent enough, but always too slowly. */
function rankedFlows(address: IpAddress, source: Source, timeoutNs: bigint): RankedFlow[] {
  const text = formatAddress(address);
  const ranked = faintFlows(source, timeoutNs).map((flow) => ({ flow, rank: hash53([text, `${flow.firstNs}`]) }));
  if (source.folded !== null || source.requests.length <= MOST_FAINT_REQUESTS) return ranked;
  const lowest = ranked.reduce((least, { rank }) => Math.min(least, rank), Number.POSITIVE_INFINITY);
  return ranked.map(({ flow, rank }) => ({ flow, rank: rank === lowest ? ALWAYS : rank }));
}

function noFlowsAside(): FlowsAside {
  return { flows: 0, packets: 0, firstNs: null, lastNs: null, destinations: new Set(), activeDays: new Set() };
}

function addAside(aside: FlowsAside, requests: readonly Omit<RequestParts, "payload">[]): void {
  aside.flows += 1;
  aside.packets += requests.length;
  for (const { place, endpoints } of requests) {
    const { timeNs } = place;
    aside.destinations.add(endpoints.destination);
    if (timeNs === null) continue;
    if (aside.firstNs === null || timeNs < aside.firstNs) aside.firstNs = timeNs;
    if (aside.lastNs === null || timeNs > aside.lastNs) aside.lastNs = timeNs;
    aside.activeDays.add(dayOf(timeNs));
  }
}
