import type { IpAddress } from "../net/address.ts";
import type { PacketTime } from "./packet-time.ts";
import { blockOf, ipv4Blocks, type Prefix } from "./telescope.ts";
import { orderVisits, type VisitOrder } from "./visit-order.ts";

/** In which order a scan visits its destinations (spec section 6). */
export type StrategyClass =
  | "sequential"
  | "random"
  | "random-sequential"
  | "reverse-byte"
  | "mixed"
  | "single-target"
  | "undetermined";

/** A destination and the time of a packet to it. */
export type Visit = readonly [destination: IpAddress, timeNs: PacketTime];

/** The numbers a class rests on. Null and empty where they were not computed: under 64 destinations, or undated. */
export interface StrategyEvidence {
  /** Distinct destinations, D. */
  readonly destinations: number;
  /** First visits that share their time with another one. Their order is the addresses', so many of them feign order. */
  readonly tiedVisits: number;
  /** C: how long neighbouring addresses stay unfinished. About 1 in random order, near 0 when visited in one go. */
  readonly clustering: number | null;
  /** tau(1), tau(2), tau(4), ... up to D/4: 1 ascending, 0 no order, -1 descending. */
  readonly tau: readonly number[];
  /** C with addresses ranked by their reversed bytes. */
  readonly clusteringReversed: number | null;
  /** tau with addresses ranked by their reversed bytes. */
  readonly tauReversed: readonly number[];
  /**
   * Within how many addresses order is restored: the median distance between addresses j ranks apart, for the smallest
   * j with |tau(j)| >= 0.7. About the size of a shuffled group, or the reach of parallel workers. Null: never restored.
   */
  readonly restoredGap: number | null;
  /** From the lowest to the highest destination within the known IPv4 telescope, both counted; null without one. */
  readonly spanAddresses: number | null;
  /** Addresses of the known IPv4 telescope; null without one. */
  readonly telescopeAddresses: number | null;
}

/** Where in the known telescope the destinations lie. */
type Span = Pick<StrategyEvidence, "spanAddresses" | "telescopeAddresses">;

/** A strategy with what it was told from. */
export interface Strategy {
  readonly class: StrategyClass;
  readonly evidence: StrategyEvidence;
}

/** Fewer destinations than this show no order that could be trusted. */
const FEWEST_DESTINATIONS = 64;
/** Neighbouring ranks per block of the clustering measure. */
const BLOCK = 8;
/** Expected (last - first) / (D - 1) of a block in random order: (m - 1) / (m + 1) for m uniform draws. */
const RANDOM_BLOCK_SPREAD = (BLOCK - 1) / (BLOCK + 1);
/** Two /16: below, a random scan of a part of the telescope cannot be told from one of all of it. */
const SMALLEST_TELESCOPE_FOR_SPAN = 2 * 65_536;

/**
 * Tells the strategy of a flow from its visits, in any order and with repeats (a flow's `firstVisits` will do): only the
 * first visit to each destination counts, and ties in time are ordered by address.
 *
 * `telescope` is the list of monitored prefixes where it is known, else empty. Undated packets have no order, so their
 * flow is `undetermined`. Time and memory grow with the visits; none is left out.
 */
export function classifyStrategy(visits: Iterable<Visit>, telescope: readonly Prefix[]): Strategy {
  const destinations: IpAddress[] = [];
  const times: bigint[] = [];
  for (const [destination, timeNs] of visits) {
    destinations.push(destination);
    if (timeNs !== null) times.push(timeNs);
  }
  const isDated = times.length === destinations.length;
  const fewest = countDistinct(destinations, isDated ? FEWEST_DESTINATIONS : Number.POSITIVE_INFINITY);
  if (!isDated || fewest < FEWEST_DESTINATIONS) {
    return {
      class: fewest === 1 ? "single-target" : "undetermined",
      evidence: {
        destinations: fewest,
        tiedVisits: 0,
        clustering: null,
        tau: [],
        clusteringReversed: null,
        tauReversed: [],
        restoredGap: null,
        spanAddresses: null,
        telescopeAddresses: null,
      },
    };
  }
  const evidence = gatherEvidence(orderVisits(destinations, times), measureSpan(destinations, telescope));
  return { class: decide(evidence), evidence };
}

/** Distinct addresses, counted up to a bound. */
function countDistinct(addresses: Iterable<IpAddress>, bound: number): number {
  const distinct = new Set<IpAddress>();
  for (const address of addresses) {
    distinct.add(address);
    if (distinct.size >= bound) break;
  }
  return distinct.size;
}

/** The decision of spec section 6, in its order. */
function decide(evidence: StrategyEvidence): StrategyClass {
  const clustering = evidence.clustering ?? Number.NaN;
  const clusteringReversed = evidence.clusteringReversed ?? Number.NaN;
  const order = Math.abs(evidence.tau[0] ?? 0);
  const orderReversed = Math.abs(evidence.tauReversed[0] ?? 0);
  // A sequential scan of a large block is local in reversed ranks as well; only the stronger locality tells.
  if (clusteringReversed <= 0.6 && clusteringReversed < clustering / 2 && orderReversed >= 0.7) return "reverse-byte";
  if (order >= 0.7) return "sequential";
  if (clustering <= 0.6) {
    // Disorder within a few addresses is what parallel workers make of an ascending list, not a shuffle.
    return evidence.restoredGap !== null && evidence.restoredGap <= 32 ? "sequential" : "random-sequential";
  }
  if (clustering >= 0.75 && order < 0.35) {
    const { spanAddresses, telescopeAddresses } = evidence;
    const local =
      spanAddresses !== null &&
      telescopeAddresses !== null &&
      telescopeAddresses >= SMALLEST_TELESCOPE_FOR_SPAN &&
      spanAddresses < telescopeAddresses / 4;
    return local ? "random-sequential" : "random";
  }
  return "mixed";
}

function gatherEvidence(order: VisitOrder, span: Span): StrategyEvidence {
  const { positions, reversedPositions } = order;
  const tau = rankCorrelations(positions);
  const restoredAt = tau.findIndex((value) => Math.abs(value) >= 0.7);
  return {
    destinations: positions.length,
    tiedVisits: order.tiedVisits,
    clustering: clusteringOf(positions),
    tau,
    clusteringReversed: clusteringOf(reversedPositions),
    tauReversed: rankCorrelations(reversedPositions),
    restoredGap: restoredAt < 0 ? null : medianGap(order, 2 ** restoredAt),
    ...span,
  };
}

/** C: median over blocks of neighbouring ranks of the share of the scan between first and last visit, 1 = random. */
function clusteringOf(positions: Uint32Array): number {
  const spreads = new Float64Array(Math.floor(positions.length / BLOCK));
  for (const index of spreads.keys()) {
    const start = index * BLOCK;
    let first = positions[start] as number;
    let last = first;
    for (let rank = start + 1; rank < start + BLOCK; rank += 1) {
      const position = positions[rank] as number;
      if (position < first) first = position;
      else if (position > last) last = position;
    }
    spreads[index] = last - first;
  }
  return median(spreads) / (positions.length - 1) / RANDOM_BLOCK_SPREAD;
}

/** tau(j) for j = 1, 2, 4, ... up to D/4: share of concordant minus discordant pairs of ranks j apart. */
function rankCorrelations(positions: Uint32Array): number[] {
  const tau: number[] = [];
  for (let distance = 1; distance <= positions.length / 4; distance *= 2) {
    const pairs = positions.length - distance;
    let concordant = 0;
    for (let rank = 0; rank < pairs; rank += 1) {
      if ((positions[rank] as number) < (positions[rank + distance] as number)) concordant += 1;
    }
    tau.push((2 * concordant - pairs) / pairs);
  }
  return tau;
}

/** Median difference between addresses `distance` ranks apart. */
function medianGap(order: VisitOrder, distance: number): number {
  const pairs = order.positions.length - distance;
  return median(Float64Array.from({ length: pairs }, (_, rank) => order.gapBetween(rank, rank + distance)));
}

/** Extent of the destinations in the telescope, its prefixes laid end to end. Only IPv4 blocks have countable sizes. */
function measureSpan(destinations: Iterable<IpAddress>, telescope: readonly Prefix[]): Span {
  let telescopeAddresses = 0;
  const blocks = ipv4Blocks(telescope).map((block) => {
    const offset = telescopeAddresses;
    telescopeAddresses += block.end - block.start;
    return { ...block, offset };
  });
  if (blocks.length === 0) return { spanAddresses: null, telescopeAddresses: null };
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const address of destinations) {
    if (typeof address !== "number") continue;
    const block = blockOf(blocks, address);
    if (block === undefined) continue;
    const offset = block.offset + address - block.start;
    lowest = Math.min(lowest, offset);
    highest = Math.max(highest, offset);
  }
  return { spanAddresses: highest < lowest ? null : highest - lowest + 1, telescopeAddresses };
}

/** Middle value, or the mean of the two middle ones. Sorts the numbers it is given. */
function median(numbers: Float64Array): number {
  numbers.sort();
  const middle = numbers.length >>> 1;
  const upper = numbers[middle] as number;
  return numbers.length % 2 === 1 ? upper : ((numbers[middle - 1] as number) + upper) / 2;
}
