import type { LocatedSource, UsedTable } from "../contract/geography.ts";
import { type GeoTable, locate } from "../geography/geo-table.ts";
import type { IpAddress } from "../net/address.ts";

/** Where a source is by these tables, for the window. */
export function locatedSource(tables: readonly GeoTable[], address: IpAddress): LocatedSource {
  const { country, network } = locate(tables, address);
  return { country, network };
}

/** What the window is told of a table. */
export function usedTable({ facts: { name, date, description, licence } }: GeoTable): UsedTable {
  return { name, date, description, licence };
}
