import type { IpAddress } from "../net/address.ts";
import { type AddressValue, addressValue, compareValues, reverseBytes } from "../net/address-value.ts";
import { comparePacketTimes, type PacketTime } from "./packet-time.ts";
import { normalisePrefixes, type Prefix } from "./telescope.ts";

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
 * flow is `undetermined`. O(D log D) time and O(D) memory, without sampling.
 */
export function classifyStrategy(visits: Iterable<Visit>, telescope: readonly Prefix[]): Strategy {
  const firstVisits = new Map<AddressValue, bigint>();
  let dated = true;
  for (const [destination, timeNs] of visits) {
    if (timeNs === null) dated = false;
    const time = timeNs ?? 0n;
    const value = addressValue(destination);
    const earlier = firstVisits.get(value);
    if (earlier === undefined || time < earlier) firstVisits.set(value, time);
  }
  const destinations = firstVisits.size;
  if (!dated || destinations < FEWEST_DESTINATIONS) {
    return {
      class: destinations === 1 ? "single-target" : "undetermined",
      evidence: {
        destinations,
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
  const evidence = gatherEvidence(firstVisits, telescope);
  return { class: decide(evidence), evidence };
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

function gatherEvidence(
  firstVisits: ReadonlyMap<AddressValue, bigint>,
  telescope: readonly Prefix[],
): StrategyEvidence {
  const values = [...firstVisits.keys()];
  const { visitPositions, tiedVisits } = orderVisits(values, [...firstVisits.values()]);
  const sorted = sortValues(values);
  const positions = positionsByRank(sorted, values, visitPositions);
  const reversed = values.map(reverseBytes);
  const positionsReversed = positionsByRank(sortValues(reversed), reversed, visitPositions);
  const tau = rankCorrelations(positions);
  const restoredAt = tau.findIndex((value) => Math.abs(value) >= 0.7);
  return {
    destinations: values.length,
    tiedVisits,
    clustering: clusteringOf(positions),
    tau,
    clusteringReversed: clusteringOf(positionsReversed),
    tauReversed: rankCorrelations(positionsReversed),
    restoredGap: restoredAt < 0 ? null : medianGap(sorted, 2 ** restoredAt),
    ...measureSpan(values, telescope),
  };
}

/** Position of each destination in the order of (first visit, address), and how many share their time. */
function orderVisits(values: readonly AddressValue[], times: readonly bigint[]) {
  const origin = times[0] ?? 0n;
  // Rounding to a double keeps the order of what it tells apart; only what it does not needs the exact comparison.
  const rough = Float64Array.from(times, (time) => Number(time - origin));
  // An array's sort is linear where packets come in time order already, as they mostly do.
  const order = Array.from(times.keys()).sort((a, b) => {
    const difference = (rough[a] as number) - (rough[b] as number);
    if (difference !== 0) return difference;
    return (
      comparePacketTimes(times[a] as bigint, times[b] as bigint) ||
      compareValues(values[a] as AddressValue, values[b] as AddressValue)
    );
  });
  const visitPositions = new Uint32Array(order.length);
  let tiedVisits = 0;
  for (const [position, index] of order.entries()) {
    visitPositions[index] = position;
    const time = times[index];
    if (time === times[order[position - 1] ?? -1] || time === times[order[position + 1] ?? -1]) tiedVisits += 1;
  }
  return { visitPositions, tiedVisits };
}

/** Distinct values in numeric order; IPv4 alone takes the fast native sort of numbers. */
type SortedValues = Float64Array | readonly AddressValue[];

function sortValues(values: readonly AddressValue[]): SortedValues {
  const ipv4 = values.filter((value) => typeof value === "number");
  return ipv4.length === values.length ? Float64Array.from(ipv4).sort() : [...values].sort(compareValues);
}

/** Visit positions in the order of the values they belong to. */
function positionsByRank(
  sorted: SortedValues,
  values: readonly AddressValue[],
  visitPositions: Uint32Array,
): Uint32Array {
  const positions = new Uint32Array(sorted.length);
  for (const [index, value] of values.entries()) positions[rankOf(sorted, value)] = visitPositions[index] as number;
  return positions;
}

/** Index of a value that the list holds. */
function rankOf(sorted: SortedValues, value: AddressValue): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareValues(sorted[middle] as AddressValue, value) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** C: median over blocks of neighbouring ranks of the share of the scan between first and last visit, 1 = random. */
function clusteringOf(positions: Uint32Array): number {
  const spreads = new Float64Array(Math.floor(positions.length / BLOCK));
  for (const index of spreads.keys()) {
    const block = positions.subarray(index * BLOCK, (index + 1) * BLOCK);
    spreads[index] = Math.max(...block) - Math.min(...block);
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

/** Median difference between ascending values `distance` ranks apart. */
function medianGap(values: SortedValues, distance: number): number {
  return median(
    Float64Array.from({ length: values.length - distance }, (_, rank) => {
      const low = values[rank] as AddressValue;
      const high = values[rank + distance] as AddressValue;
      return typeof low === "number" && typeof high === "number" ? high - low : Number(BigInt(high) - BigInt(low));
    }),
  );
}

/** Extent of the destinations in the telescope, its prefixes laid end to end. Only IPv4 blocks have countable sizes. */
function measureSpan(
  destinations: Iterable<AddressValue>,
  telescope: readonly Prefix[],
): { spanAddresses: number | null; telescopeAddresses: number | null } {
  const blocks: { start: number; end: number; offset: number }[] = [];
  let telescopeAddresses = 0;
  for (const { network, length } of normalisePrefixes(telescope)) {
    if (typeof network !== "number") continue;
    const size = 2 ** (32 - length);
    blocks.push({ start: network, end: network + size, offset: telescopeAddresses });
    telescopeAddresses += size;
  }
  if (blocks.length === 0) return { spanAddresses: null, telescopeAddresses: null };
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of destinations) {
    if (typeof value !== "number") continue;
    const block = lastStartingAtOrBefore(blocks, value);
    if (block === undefined || value >= block.end) continue;
    const offset = block.offset + value - block.start;
    lowest = Math.min(lowest, offset);
    highest = Math.max(highest, offset);
  }
  return { spanAddresses: highest < lowest ? null : highest - lowest + 1, telescopeAddresses };
}

/** Binary search among blocks ordered by start. */
function lastStartingAtOrBefore<Block extends { start: number }>(
  blocks: readonly Block[],
  value: number,
): Block | undefined {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((blocks[middle] as Block).start <= value) low = middle + 1;
    else high = middle;
  }
  return blocks[low - 1];
}

/** Middle value, or the mean of the two middle ones. Sorts the numbers it is given. */
function median(numbers: Float64Array): number {
  numbers.sort();
  const middle = numbers.length >>> 1;
  const upper = numbers[middle] as number;
  return numbers.length % 2 === 1 ? upper : ((numbers[middle - 1] as number) + upper) / 2;
}
