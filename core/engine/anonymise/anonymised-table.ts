import { type AddressRewriting, rewriteAddresses } from "../../fingerprint/rewrite-addresses.ts";
import type { PrefixPreservingMap } from "../../net/prefix-preserving-map.ts";
import type { Cell, ExportedTable, Row } from "../export/exported-table.ts";
import { isOfTelescope, type KnownAddresses } from "./known-addresses.ts";

/** Rows handed over at once. */
const ROWS_IN_PORTION = 2048;

/**
 * Columns that tell addresses and cannot be rewritten: the paper's masks leave half of their digits, and the id that a case
 * gives a campaign, which decisions name, too, is a hash of its members.
 */
const LEAKING_COLUMNS = new Set(["paperText", "caseId", "decisions"]);

/** How addresses in texts about a case are rewritten: those of its sources, its destinations and its telescope. */
export function rewritingOfTexts(map: PrefixPreservingMap, known: KnownAddresses): AddressRewriting {
  return {
    map: (address) => map.map(address),
    own: [],
    // Ids hold hexadecimal words, which are no addresses.
    isKnown: (address, as) =>
      as === "text" && (known.sources.has(address) || known.destinations.has(address) || isOfTelescope(known, address)),
  };
}

/**
 * The table with its addresses rewritten. Where its rows are in an order of addresses, they are put in order anew: the
 * old order would tell which bits were turned over. What cannot be rewritten is left out.
 */
export function anonymisedTable(
  table: ExportedTable,
  rewriting: AddressRewriting,
  isByAddress: boolean,
): ExportedTable {
  const hidden = table.columns.map(({ name }) => LEAKING_COLUMNS.has(name));
  const cellOf = (cell: Cell, column: number): Cell => {
    if (hidden[column]) return null;
    return typeof cell === "string" ? rewriteAddresses(cell, rewriting) : cell;
  };
  const rowOf = (row: Row): Row => row.map(cellOf);
  return { columns: table.columns, rows: isByAddress ? sorted(table.rows, rowOf) : mapped(table.rows, rowOf) };
}

async function* mapped(rows: ExportedTable["rows"], rowOf: (row: Row) => Row): AsyncGenerator<readonly Row[]> {
  for await (const portion of rows) yield portion.map(rowOf);
}

async function* sorted(rows: ExportedTable["rows"], rowOf: (row: Row) => Row): AsyncGenerator<readonly Row[]> {
  const all: (readonly [key: string, row: Row])[] = [];
  for await (const portion of rows) {
    for (const row of portion.map(rowOf)) all.push([JSON.stringify(row), row]);
  }
  all.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  for (let start = 0; start < all.length; start += ROWS_IN_PORTION) {
    yield all.slice(start, start + ROWS_IN_PORTION).map(([, row]) => row);
  }
}
