import { type Ipv4Prefix, ipv4Prefix } from "../../../../core/behaviour/destination-map.ts";
import type { MapGrid } from "./map-grid.ts";
import { partLength } from "./map-zoom.ts";

/** A part of the map in the table that says the same. */
export interface MapRow {
  readonly part: Ipv4Prefix;
  readonly destinations: number;
  /** When its first destination was visited, and when its last one was visited for the first time; null: not known. */
  readonly firstNs: bigint | null;
  readonly lastNs: bigint | null;
}

/** The parts with destinations, in the order of their addresses: 256 at most. */
export function mapRows(grid: MapGrid): MapRow[] {
  const { prefix, cells } = grid.map;
  const length = partLength(grid);
  const rows = new Map<
    number,
    { part: Ipv4Prefix; destinations: number; firstNs: bigint | null; lastNs: bigint | null }
  >();
  for (const [index, block] of cells.blocks.entries()) {
    const part = ipv4Prefix(prefix.network + block * 2 ** (32 - grid.cellLength), length);
    const destinations = cells.destinations[index] ?? 0;
    const firstNs = cells.firstNs?.[index] ?? null;
    const lastNs = cells.lastNs?.[index] ?? null;
    const row = rows.get(part.network);
    if (row === undefined) {
      rows.set(part.network, { part, destinations, firstNs, lastNs });
      continue;
    }
    row.destinations += destinations;
    if (firstNs !== null && row.firstNs !== null && firstNs < row.firstNs) row.firstNs = firstNs;
    if (lastNs !== null && row.lastNs !== null && lastNs > row.lastNs) row.lastNs = lastNs;
  }
  return [...rows.values()];
}
