import type { IpAddress } from "../net/address.ts";
import { type Ipv4Prefix, ipv4Prefix, smallestMap } from "./destination-map.ts";
import { contains, type Prefix } from "./telescope.ts";

/** A host with where it sent to. */
export interface MosaicHost {
  readonly address: IpAddress;
  readonly destinations: ReadonlySet<IpAddress>;
}

/** Cells with destinations, in the order of their addresses: each list has one entry a cell. */
export interface MosaicCells {
  /** Number of the cell's block within the prefix. */
  readonly blocks: Uint16Array<ArrayBuffer>;
  readonly destinations: Uint32Array<ArrayBuffer>;
  /** Place of the host that sent to most of them, of several the first; and how many sent to any. */
  readonly hosts: Uint16Array<ArrayBuffer>;
  readonly visitors: Uint16Array<ArrayBuffer>;
}

/** A square of IPv4 addresses along the Hilbert curve, in 4^order cells. */
export interface MosaicPanel {
  readonly prefix: Ipv4Prefix;
  readonly order: number;
  readonly cells: MosaicCells;
}

/** What hosts divided among them, and what they did twice. */
export interface DestinationMosaic {
  /** In the order of the hosts: all destinations of each, and those that no other host sent to. */
  readonly hosts: readonly { readonly destinations: number; readonly alone: number }[];
  readonly panels: readonly MosaicPanel[];
  /** Destinations without a place: IPv6, and of more blocks than are drawn. */
  readonly ipv6: number;
  readonly outside: number;
}

/** Cells on a side are at most 2^6: more cannot be told apart beside each other. */
const FINEST_ORDER = 6;
/** At this length a panel of 16 cells on a side has a cell for each address. */
const LONGEST_PREFIX = 24;
/** Blocks of the telescope that have a panel each; of more, one panel holds all. */
const MOST_PANELS = 12;

/** The mosaic of where hosts sent to, a panel for each block of the telescope that any of them reached. */
export function destinationMosaic(hosts: readonly MosaicHost[], telescope: readonly Prefix[]): DestinationMosaic {
  const visitors = visitorsOf(hosts);
  const ipv4 = [...visitors.keys()].filter((address) => typeof address === "number").sort((a, b) => a - b);
  const panels = panelsFor(ipv4, telescope).map((prefix) => fillPanel(prefix, hosts));
  const drawn = (address: number) => panels.some(({ prefix }) => contains(prefix, address));
  return {
    hosts: hosts.map(({ destinations }) => ({
      destinations: destinations.size,
      alone: [...destinations].filter((address) => visitors.get(address) === 1).length,
    })),
    panels,
    ipv6: visitors.size - ipv4.length,
    outside: ipv4.filter((address) => !drawn(address)).length,
  };
}

function visitorsOf(hosts: readonly MosaicHost[]): Map<IpAddress, number> {
  const visitors = new Map<IpAddress, number>();
  for (const { destinations } of hosts) {
    for (const address of destinations) visitors.set(address, (visitors.get(address) ?? 0) + 1);
  }
  return visitors;
}

/** Squares around the blocks that were reached, ascending; the smallest one around all where they are too many or none. */
function panelsFor(ascending: readonly number[], telescope: readonly Prefix[]): Ipv4Prefix[] {
  const [lowest, highest] = [ascending[0], ascending.at(-1)];
  if (lowest === undefined || highest === undefined) return [];
  const squares = new Map<number, Ipv4Prefix>();
  for (const { network, length } of telescope) {
    if (typeof network !== "number") continue;
    const square = ipv4Prefix(network, Math.min(LONGEST_PREFIX, length - (length % 2)));
    if (ascending.some((address) => contains(square, address))) squares.set(square.network, square);
  }
  if (squares.size === 0 || squares.size > MOST_PANELS) return [smallestMap(lowest, highest)];
  return [...squares.values()].sort((a, b) => a.network - b.network);
}

function fillPanel(prefix: Ipv4Prefix, hosts: readonly MosaicHost[]): MosaicPanel {
  const order = Math.min(FINEST_ORDER, (32 - prefix.length) / 2);
  const shift = 32 - prefix.length - 2 * order;
  const size = 4 ** order;
  const main = new Uint16Array(size);
  const most = new Uint32Array(size);
  const visitors = new Uint16Array(size);
  const all = Array.from({ length: size }, () => new Set<number>());
  for (const [index, { destinations }] of hosts.entries()) {
    const own = new Uint32Array(size);
    for (const address of destinations) {
      if (typeof address !== "number" || !contains(prefix, address)) continue;
      const cell = (address - prefix.network) >>> shift;
      own[cell] = (own[cell] as number) + 1;
      all[cell]?.add(address);
    }
    for (const [cell, count] of own.entries()) {
      if (count === 0) continue;
      visitors[cell] = (visitors[cell] as number) + 1;
      if (count <= (most[cell] as number)) continue;
      most[cell] = count;
      main[cell] = index;
    }
  }
  const blocks = new Uint16Array(size).map((_, block) => block).filter((block) => visitors[block] !== 0);
  return {
    prefix,
    order,
    cells: {
      blocks,
      destinations: new Uint32Array(blocks.length).map((_, at) => all[blocks[at] as number]?.size ?? 0),
      hosts: blocks.map((block) => main[block] as number),
      visitors: blocks.map((block) => visitors[block] as number),
    },
  };
}
