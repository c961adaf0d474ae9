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
  const cellsInPart = 2 ** (grid.cellLength - length);
  const rows: { -readonly [Field in keyof MapRow]: MapRow[Field] }[] = [];
  // Cells come by address, so those of a part follow each other: this is the first one behind the part of the last row.
  let end = 0;
  for (let index = 0; index < cells.blocks.length; index += 1) {
    const block = cells.blocks[index] as number;
    const destinations = cells.destinations[index] as number;
    const firstNs = cells.firstNs?.[index] ?? null;
    const lastNs = cells.lastNs?.[index] ?? null;
    const row = rows.at(-1);
    if (row === undefined || block >= end) {
      const network = prefix.network + block * 2 ** (32 - grid.cellLength);
      rows.push({ part: ipv4Prefix(network, length), destinations, firstNs, lastNs });
      end = (Math.floor(block / cellsInPart) + 1) * cellsInPart;
      continue;
    }
    row.destinations += destinations;
    if (firstNs !== null && row.firstNs !== null && firstNs < row.firstNs) row.firstNs = firstNs;
    if (lastNs !== null && row.lastNs !== null && lastNs > row.lastNs) row.lastNs = lastNs;
  }
  return rows;
}
