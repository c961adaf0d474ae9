import type { IpAddress } from "../net/address.ts";

/** What a table says of an address. */
export interface Whereabouts {
  /** ISO 3166-1 code in capitals. */
  readonly country: string | null;
  /** Number of the autonomous system. */
  readonly asn: number | null;
  /** Who runs the autonomous system, in the table's words: not yet made visible. */
  readonly organisation: string | null;
}

/** Where a table comes from, as far as it tells. Texts are the table's words: not yet made visible. */
export interface TableFacts {
  /** Base name of the file. */
  readonly name: string;
  /** Of the file, lower-case hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly format: "mmdb" | "csv";
  /** The day it was made, as 2026-11-22. */
  readonly date: string | null;
  readonly description: string | null;
  readonly licence: string | null;
}

/** A table of countries or networks by address. */
export interface GeoTable {
  readonly facts: TableFacts;
  /** Null where the table does not hold the address; `unreadable` where its record is damaged. */
  find(address: IpAddress): Whereabouts | "unreadable" | null;
}

/** Country and network of an address, each with the name of the table that says so. */
export interface Located {
  readonly country: { readonly code: string; readonly table: string } | null;
  readonly network: { readonly asn: number; readonly organisation: string | null; readonly table: string } | null;
  /** SHA-256 of tables whose record of the address is damaged. */
  readonly unreadable: readonly string[];
}

/** Looks an address up. Of several tables the first given that knows the country tells it, and the same for the network. */
export function locate(tables: readonly GeoTable[], address: IpAddress): Located {
  let country: Located["country"] = null;
  let network: Located["network"] = null;
  const unreadable: string[] = [];
  for (const { facts, find } of tables) {
    const found = find(address);
    if (found === null) continue;
    if (found === "unreadable") {
      unreadable.push(facts.sha256);
      continue;
    }
    const { country: code, asn, organisation } = found;
    if (code !== null) country ??= { code, table: facts.name };
    if (asn !== null) network ??= { asn, organisation, table: facts.name };
  }
  return { country, network, unreadable };
}
