import type { GridPoint } from "../../../../core/behaviour/hilbert.ts";
import { formatPrefix } from "../../../../core/behaviour/telescope.ts";
import type { FlowMap } from "../../../../core/contract/flow-map.ts";
import { formatAddress } from "../../../../core/net/address.ts";
import { formatTime as timeText } from "../../../../core/report/time-text.ts";
import { countOf, sentenceCount } from "../../../ui/numbers.ts";
import { formatDuration, formatFullTime } from "../../../ui/times.ts";
import { blockAtPlace, indexAt, type MapGrid } from "./map-grid.ts";

/** What is known of a cell, in the order in which it is told. */
export interface CellWords {
  /** The address, or the block. */
  readonly name: string;
  readonly destinations: string;
  /** Empty where nothing was visited. */
  readonly times: string;
}

/** A time in full resolution, and how long after the flow's start it is. */
export function describeVisit(timeNs: bigint | null, firstNs: bigint | null): string {
  if (timeNs === null || firstNs === null) return formatFullTime(null);
  return `${formatFullTime(timeText(timeNs))}, ${formatDuration(Number(timeNs - firstNs) / 1e9)} after the flow's start`;
}

/** A cell in words. `order`: the cells with destinations in the order of their first visits. */
export function describeCell(
  grid: MapGrid,
  point: GridPoint,
  flow: Pick<FlowMap, "firstNs">,
  order: Uint32Array,
): CellWords {
  const block = blockAtPlace(grid, point);
  const { cells } = grid.map;
  const index = indexAt(grid, point);
  const isAddress = block.length === 32;
  const name = isAddress ? formatAddress(block.network) : formatPrefix(block);
  if (index < 0) return { name, destinations: isAddress ? "not visited" : "no destination", times: "" };
  const destinations = cells.destinations[index] as number;
  const firstNs = cells.firstNs?.[index] ?? null;
  const times = `First visit ${describeVisit(firstNs, flow.firstNs)}${describeRank(order.indexOf(index), order.length, isAddress)}.`;
  if (isAddress) return { name, destinations: "visited", times };
  return {
    name,
    destinations:
      destinations === 1
        ? `one destination, ${formatAddress(cells.lowest[index] as number)}`
        : `${sentenceCount(destinations)} of ${sentenceCount(2 ** (32 - block.length))} addresses, ${formatAddress(cells.lowest[index] as number)} to ${formatAddress(cells.highest[index] as number)}`,
    times,
  };
}

function describeRank(rank: number, of: number, isAddress: boolean): string {
  return `, number ${sentenceCount(rank + 1)} of ${countOf(of, isAddress ? "address" : "block", isAddress ? "addresses" : "blocks")}`;
}

/** What the map shows, in a sentence. */
export function describeMap(grid: MapGrid): string {
  const { prefix, cells } = grid.map;
  const destinations = cells.destinations.reduce((sum, count) => sum + count, 0);
  const cell = grid.cellLength === 32 ? "an address" : `a /${grid.cellLength}`;
  return `Map of ${formatPrefix(prefix)}: ${countOf(destinations, "destination")}, ${grid.side} by ${grid.side} cells of ${cell} each`;
}

/** Which destinations are on no map, in a sentence; empty: all are on one. */
export function describeUnmapped({ map, ipv6Destinations }: Pick<FlowMap, "map" | "ipv6Destinations">): string {
  if (ipv6Destinations === 0) return "";
  if (map === null) {
    return `Not applicable: ${countOf(ipv6Destinations, "IPv6 destination")} and no other, and IPv6 is too wide for a map of this kind.`;
  }
  return `${countOf(ipv6Destinations, "IPv6 destination")} more ${ipv6Destinations === 1 ? "has" : "have"} no place on this map: IPv6 is too wide for it.`;
}
