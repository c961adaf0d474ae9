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

/** So many small maps of parts fit beside the one they are parts of. */
const MOST_PARTS = 8;
/** With fewer destinations each, small maps would show no more than the one they are parts of. */
const LEAST_DESTINATIONS = 4;

/**
 * The maps of the parts where these are few and far apart, which leaves their own map nearly empty: the coarsest cells
 * then tell them apart. None elsewhere.
 */
export function scatteredParts(grid: MapGrid): Ipv4Prefix[] {
  const { prefix, cells } = grid.map;
  const parts = cells.blocks.length;
  if (!canZoom(grid) || grid.cellLength !== partLength(grid) || parts < 2 || parts > MOST_PARTS) return [];
  const destinations = cells.destinations.reduce((sum, count) => sum + count, 0);
  if (destinations < LEAST_DESTINATIONS * parts) return [];
  return [...cells.blocks].flatMap((block) => {
    const network = prefix.network + block * 2 ** (32 - grid.cellLength);
    return zoomTarget(grid, ipv4Prefix(network, grid.cellLength)) ?? [];
  });
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
