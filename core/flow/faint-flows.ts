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
  const requests = Array.from(sources.values()).reduce((sum, source) => sum + source.requests.length, 0);
  if (requests <= mostFaint) return { sources, setAside: NOTHING_SET_ASIDE };
  const highestRank = rankBound(sources, timeoutNs, mostFaint);
  const selected = new Map<IpAddress, Source>();
  const methods: MethodCounts = new Map();
  const destinations = new Set<IpAddress>();
  const ofOthers = new Map<IpAddress, FlowsAside>();
  const count = { sources: 0, onePacketSources: 0, flows: 0, packets: 0 };
  for (const [address, source] of sources) {
    const flows = rankedFlows(address, source, timeoutNs);
    const chosen = flows.filter(({ rank }) => rank <= highestRank);
    const isLookedInto = source.folded !== null || chosen.length > 0;
    if (isLookedInto) {
      const kept = chosen.flatMap(({ flow }) => flow.requests);
      selected.set(address, chosen.length === flows.length ? source : { ...source, requests: kept });
    } else {
      count.sources += 1;
      if (source.requests.length === 1) count.onePacketSources += 1;
    }
    if (chosen.length === flows.length) continue;
    const aside = noFlowsAside();
    for (const { flow, rank } of flows) {
      if (rank <= highestRank) continue;
      const sent = flow.requests.map(keptParts);
      addAside(aside, sent);
      for (const { method, endpoints } of sent) {
        countMethod(methods, method, 1);
        destinations.add(endpoints.destination);
      }
    }
    count.flows += aside.flows;
    count.packets += aside.packets;
    if (isLookedInto) ofOthers.set(address, aside);
  }
  return { sources: selected, setAside: { ...count, methods, destinations, ofOthers } };
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

/** Highest rank of a faint flow that is looked into. Flows of the same rank are looked into together. */
function rankBound(sources: ReadonlyMap<IpAddress, Source>, timeoutNs: bigint, mostFaint: number): number {
  const ranks: number[] = [];
  for (const [address, source] of sources) {
    for (const { rank } of rankedFlows(address, source, timeoutNs)) if (rank !== ALWAYS) ranks.push(rank);
  }
  if (ranks.length <= mostFaint) return Number.POSITIVE_INFINITY;
  return Float64Array.from(ranks).sort()[mostFaint - 1] ?? ALWAYS;
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
