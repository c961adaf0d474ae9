import type { IpAddress } from "../net/address.ts";
import type { PacketTime } from "./packet-time.ts";
import { type Prefix, prefixOf } from "./telescope.ts";

/** A block of IPv4 addresses. */
export interface Ipv4Prefix extends Prefix {
  readonly network: number;
}

/** Cells that hold destinations, in the order of their addresses: each list has one entry per cell. */
export interface MapCells {
  /** Number of the cell's block within the prefix. */
  readonly blocks: Uint16Array<ArrayBuffer>;
  readonly destinations: Uint32Array<ArrayBuffer>;
  /** First and last destination by address. */
  readonly lowest: Uint32Array<ArrayBuffer>;
  readonly highest: Uint32Array<ArrayBuffer>;
  /** When the first of them was visited, and when the last one was visited for the first time; null: not known. */
  readonly firstNs: BigInt64Array<ArrayBuffer> | null;
  readonly lastNs: BigInt64Array<ArrayBuffer> | null;
}

/** Destinations in an IPv4 prefix of even length, in cells that are equal blocks of addresses. */
export interface DestinationMap {
  readonly prefix: Ipv4Prefix;
  /** The prefix a map of all destinations has. */
  readonly home: Ipv4Prefix;
  /** IPv4 destinations, within the prefix or not. */
  readonly destinations: number;
  /** There are 4^order cells, 4 to 8. */
  readonly order: number;
  readonly cells: MapCells;
}

/** A map has 2^4 to 2^8 cells on a side: fewer show no shape, and more do not fit on a screen. */
const COARSEST_ORDER = 4;
const FINEST_ORDER = 8;
/** At this length each cell is one address, so there is nothing smaller to look at. */
const LONGEST_PREFIX = 24;
/** Destinations that lie further apart than one /8 are looked at in all of IPv4. */
const SHORTEST_HOME = 8;

/**
 * The map of the destinations in a prefix; null: in the smallest one of even length from /8 to /24 that holds all, else
 * all of IPv4. IPv6 destinations have no place on it; null where there are no others.
 *
 * Cells are as wide as they can be without joining what the finest grid tells apart: few destinations far apart are
 * then seen at all. The times count only if all are known. Time grows with the visits, memory with the cells.
 */
export function mapDestinations(
  firstVisits: ReadonlyMap<IpAddress, PacketTime>,
  wanted: Ipv4Prefix | null,
): DestinationMap | null {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  let destinations = 0;
  let isDated = true;
  for (const [address, timeNs] of firstVisits) {
    if (typeof address !== "number") continue;
    if (address < lowest) lowest = address;
    if (address > highest) highest = address;
    if (timeNs === null) isDated = false;
    destinations += 1;
  }
  if (highest < lowest) return null;
  const smallest = smallestMap(lowest, highest);
  const home = smallest.length < SHORTEST_HOME ? ipv4Prefix(0, 0) : smallest;
  const prefix = wanted ?? home;
  const finest = Math.min(FINEST_ORDER, (32 - prefix.length) / 2);
  const cells = fillCells(firstVisits, prefix, finest, isDated);
  const order = coarsestOrder(cells.blocks, finest);
  const joined = 2 * (finest - order);
  return {
    prefix,
    home,
    destinations,
    order,
    cells: { ...cells, blocks: cells.blocks.map((block) => block >>> joined) },
  };
}

/** The smallest prefix of even length, /24 at most, that holds all addresses from the lowest to the highest. */
export function smallestMap(lowest: number, highest: number): Ipv4Prefix {
  const shared = Math.clz32(lowest ^ highest);
  return ipv4Prefix(lowest, Math.min(LONGEST_PREFIX, shared - (shared % 2)));
}

/** The block of `length` fixed bits that holds the address. */
export function ipv4Prefix(address: number, length: number): Ipv4Prefix {
  return prefixOf(address, length) as Ipv4Prefix;
}

/** The visits to the prefix in a grid of 4^order cells, of which only those with destinations are kept. */
function fillCells(
  firstVisits: ReadonlyMap<IpAddress, PacketTime>,
  { network, length }: Ipv4Prefix,
  order: number,
  isDated: boolean,
): MapCells {
  const size = 4 ** order;
  const shift = 32 - length - 2 * order;
  const last = network + 2 ** (32 - length) - 1;
  const destinations = new Uint32Array(size);
  const lowest = new Uint32Array(size).fill(0xffffffff);
  const highest = new Uint32Array(size);
  const firstNs = new BigInt64Array(isDated ? size : 0);
  const lastNs = new BigInt64Array(isDated ? size : 0);
  for (const [address, timeNs] of firstVisits) {
    if (typeof address !== "number" || address < network || address > last) continue;
    const cell = (address - network) >>> shift;
    if (isDated) {
      const time = timeNs as bigint;
      if (destinations[cell] === 0 || time < (firstNs[cell] as bigint)) firstNs[cell] = time;
      if (destinations[cell] === 0 || time > (lastNs[cell] as bigint)) lastNs[cell] = time;
    }
    destinations[cell] = (destinations[cell] as number) + 1;
    if (address < (lowest[cell] as number)) lowest[cell] = address;
    if (address > (highest[cell] as number)) highest[cell] = address;
  }
  const blocks = new Uint16Array(size).map((_, block) => block).filter((block) => destinations[block] !== 0);
  const numbers = (of: Uint32Array) =>
    new Uint32Array(blocks.length).map((_, index) => of[blocks[index] as number] as number);
  const times = (of: BigInt64Array) =>
    isDated ? new BigInt64Array(blocks.length).map((_, index) => of[blocks[index] as number] as bigint) : null;
  return {
    blocks,
    destinations: numbers(destinations),
    lowest: numbers(lowest),
    highest: numbers(highest),
    firstNs: times(firstNs),
    lastNs: times(lastNs),
  };
}

/** The smallest order at which these blocks, in ascending order, still lie in cells of their own. */
function coarsestOrder(blocks: Uint16Array, finest: number): number {
  // Two neighbours in order share a cell exactly where they differ in no bit above its size.
  let separate = COARSEST_ORDER;
  for (let index = 1; index < blocks.length; index += 1) {
    const differing = 32 - Math.clz32((blocks[index - 1] as number) ^ (blocks[index] as number));
    separate = Math.max(separate, finest - Math.floor((differing - 1) / 2));
  }
  return separate;
}
