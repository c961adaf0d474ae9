import { type Ipv4Prefix, ipv4Prefix } from "../../../../core/behaviour/destination-map.ts";
import { blockAt, type GridPoint, pointOf } from "../../../../core/behaviour/hilbert.ts";
import type { MappedDestinations } from "../../../../core/contract/flow-map.ts";

/** A map with the places of its cells; a place is counted in cells from the top left. */
export interface MapGrid {
  readonly map: MappedDestinations;
  /** Cells on a side. */
  readonly side: number;
  /** Fixed bits of a cell's block. */
  readonly cellLength: number;
  /** Places of the cells with destinations, in the order of the map's lists. */
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  /** By place, row after row: which of these cells lies there, or -1. */
  readonly indexes: Int32Array;
}

/** Lays out the cells of a map. The curve runs through it as it does through the wider map it is a part of. */
export function layOut(map: MappedDestinations): MapGrid {
  const { prefix, order, cells } = map;
  const side = 2 ** order;
  const cellLength = prefix.length + 2 * order;
  const x = new Uint16Array(cells.blocks.length);
  const y = new Uint16Array(cells.blocks.length);
  const indexes = new Int32Array(side * side).fill(-1);
  const first = firstCell(prefix, cellLength);
  for (let index = 0; index < cells.blocks.length; index += 1) {
    const point = pointOf(first + (cells.blocks[index] as number), cellLength / 2);
    const across = point.x % side;
    const down = point.y % side;
    x[index] = across;
    y[index] = down;
    indexes[down * side + across] = index;
  }
  return { map, side, cellLength, x, y, indexes };
}

/** Which cell with destinations lies at a place; -1: there are none. */
export function indexAt({ indexes, side }: MapGrid, { x, y }: GridPoint): number {
  return indexes[y * side + x] ?? -1;
}

/** The block of addresses at a place. */
export function blockAtPlace({ map: { prefix, order }, side, cellLength }: MapGrid, { x, y }: GridPoint): Ipv4Prefix {
  const corner = pointOf(firstCell(prefix, prefix.length), prefix.length / 2);
  const block = blockAt({ x: corner.x * side + x, y: corner.y * side + y }, prefix.length / 2 + order);
  return ipv4Prefix(block * 2 ** (32 - cellLength), cellLength);
}

/** The place of an address; null: it lies outside. */
export function placeOfAddress({ map: { prefix }, side, cellLength }: MapGrid, address: number): GridPoint | null {
  if (ipv4Prefix(address, prefix.length).network !== prefix.network) return null;
  const { x, y } = pointOf(firstCell(ipv4Prefix(address, cellLength), cellLength), cellLength / 2);
  return { x: x % side, y: y % side };
}

/** Number of the first block of this length in the prefix, among all of IPv4. */
function firstCell({ network }: { readonly network: number }, length: number): number {
  return network / 2 ** (32 - length);
}
