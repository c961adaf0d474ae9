import { type Ipv4Prefix, ipv4Prefix, smallestMap } from "../../../../core/behaviour/destination-map.ts";
import type { GridPoint } from "../../../../core/behaviour/hilbert.ts";
import type { MapPrefix } from "../../../../core/contract/flow-map.ts";
import { blockAtPlace, type MapGrid } from "./map-grid.ts";

/** Lengths at which addresses are usually cut: zooming goes from one to the next. */
const OCTETS = [0, 8, 16, 24, 32] as const;
/** At this length a cell is an address. */
const LONGEST = 24;

/** Fixed bits of the parts that can be zoomed into, and that the table lists; of addresses, where they are cells. */
export function partLength({ map: { prefix } }: MapGrid): number {
  return OCTETS.find((length) => length > prefix.length) ?? 32;
}

/** Whether there is anything smaller to look at. */
export function canZoom({ map: { prefix } }: MapGrid): boolean {
  return prefix.length < LONGEST;
}

/** The part that a place lies in; null: there is nothing smaller. */
export function partOf(grid: MapGrid, point: GridPoint): Ipv4Prefix | null {
  return canZoom(grid) ? ipv4Prefix(blockAtPlace(grid, point).network, partLength(grid)) : null;
}

/** The map of a part: the smallest that holds all its destinations; null: the part has none. */
export function zoomTarget(grid: MapGrid, part: Ipv4Prefix): Ipv4Prefix | null {
  const { blocks, lowest, highest } = grid.map.cells;
  const last = part.network + 2 ** (32 - part.length) - 1;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const index of blocks.keys()) {
    const from = lowest[index] as number;
    if (from < part.network || from > last) continue;
    low = Math.min(low, from);
    high = Math.max(high, highest[index] as number);
  }
  return high < low ? null : smallestMap(low, high);
}

/** The maps around one, the widest first, and itself: those on the way to it, and all that end between two octets. */
export function mapsAround(current: MapPrefix, home: MapPrefix): Ipv4Prefix[] {
  const widest = home.length === 0 ? 0 : OCTETS[1];
  const lengths = new Set([...OCTETS, home.length, current.length]);
  return [...lengths]
    .filter((length) => length >= widest && length <= current.length)
    .sort((a, b) => a - b)
    .map((length) => ipv4Prefix(current.network, length));
}
