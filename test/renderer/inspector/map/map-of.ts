import { mapDestinations } from "../../../../core/behaviour/destination-map.ts";
import { parsePrefix } from "../../../../core/behaviour/telescope.ts";
import type { MapPrefix } from "../../../../core/contract/flow-map.ts";
import { type IpAddress, parseAddress } from "../../../../core/net/address.ts";
import { layOut, type MapGrid } from "../../../../renderer/features/inspector/map/map-grid.ts";

/** An IPv4 address or prefix as a number or a map's prefix. */
export const address = (text: string): number => parseAddress(text) as number;

/** The prefix of a map. */
export function mapPrefix(text: string): MapPrefix {
  const parsed = parsePrefix(text);
  if (!parsed.ok || typeof parsed.prefix.network !== "number") throw new Error(text);
  return { network: parsed.prefix.network, length: parsed.prefix.length };
}

/** The map of visits in the order given, a second apart, laid out. */
export function gridOf(addresses: readonly (string | number)[], prefix: string | null = null): MapGrid {
  const visits = new Map<IpAddress, bigint>(
    addresses.map((one, index) => [typeof one === "number" ? one : address(one), BigInt(index) * 1_000_000_000n]),
  );
  const map = mapDestinations(visits, prefix === null ? null : mapPrefix(prefix));
  if (map === null) throw new Error("there are IPv4 destinations");
  return layOut(map);
}
