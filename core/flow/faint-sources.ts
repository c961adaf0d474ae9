import { hash53 } from "../fingerprint/hash64.ts";
import { formatAddress, type IpAddress } from "../net/address.ts";
import { countMethod, type MethodCounts } from "./method-counts.ts";
import type { Source } from "./source.ts";

/**
 * Sources of at most four requests that are looked into; of more, those whose address has the lowest hash. Each costs a
 * flow, a strand and a fingerprint of its own, and a flood of spoofed addresses holds any number of them.
 */
export const MOST_FAINT_SOURCES = 10_000;

/** Sources that were counted only. */
export interface SetAside {
  readonly sources: number;
  /** Of these, sources of one request. */
  readonly onePacketSources: number;
  readonly flows: number;
  readonly packets: number;
  readonly methods: MethodCounts;
  readonly destinations: ReadonlySet<IpAddress>;
}

/** Sources to look into, and the counts of the others. */
export interface SelectedSources {
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
};

/** All sources but the faint ones beyond the bound. The choice depends on nothing but which sources there are. */
export function selectSources(
  sources: ReadonlyMap<IpAddress, Source>,
  timeoutNs: bigint,
  mostFaint: number = MOST_FAINT_SOURCES,
): SelectedSources {
  const highestRank = rankBound(sources, mostFaint);
  const selected = new Map<IpAddress, Source>();
  const setAside = {
    sources: 0,
    onePacketSources: 0,
    flows: 0,
    packets: 0,
    methods: new Map(),
    destinations: new Set<IpAddress>(),
  };
  for (const [address, source] of sources) {
    if (source.kind === "folded" || rankOf(address) <= highestRank) {
      selected.set(address, source);
      continue;
    }
    setAside.sources += 1;
    if (source.requests.length === 1) setAside.onePacketSources += 1;
    setAside.packets += source.requests.length;
    setAside.flows += countFlows(
      source.requests.map(({ place }) => place.timeNs),
      timeoutNs,
    );
    for (const { method, endpoints } of source.requests) {
      countMethod(setAside.methods, method, 1);
      setAside.destinations.add(endpoints.destination);
    }
  }
  return { sources: selected, setAside };
}

/** Highest rank of a faint source that is looked into. Sources of the same rank are looked into together. */
function rankBound(sources: ReadonlyMap<IpAddress, Source>, mostFaint: number): number {
  const ranks: number[] = [];
  for (const [address, source] of sources) if (source.kind === "faint") ranks.push(rankOf(address));
  if (ranks.length <= mostFaint) return Number.POSITIVE_INFINITY;
  return Float64Array.from(ranks).sort()[mostFaint - 1] ?? -1;
}

function rankOf(address: IpAddress): number {
  return hash53([formatAddress(address)]);
}

/** Flows of packets at these ascending times, those without a time last: they are one flow. */
function countFlows(times: readonly (bigint | null)[], timeoutNs: bigint): number {
  return times.filter((timeNs, index) => {
    const before = times[index - 1];
    if (before === undefined || before === null || timeNs === null) return timeNs !== before;
    return timeNs - before > timeoutNs;
  }).length;
}
