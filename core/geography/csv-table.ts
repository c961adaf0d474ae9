import { parsePrefix } from "../behaviour/telescope.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import { type IpAddress, parseAddress } from "../net/address.ts";
import { type AddressValue, addressValue, compareValues } from "../net/address-value.ts";
import type { GeoTable, TableFacts } from "./geo-table.ts";
import { mapOfRanges, type Range, valueAt } from "./range-map.ts";

/** A table read from CSV: what it says of itself, and its answers. */
export type DecodedCsv =
  | {
      readonly ok: true;
      readonly facts: Pick<TableFacts, "date" | "description" | "licence">;
      readonly find: GeoTable["find"];
    }
  /** What is wrong with it, and in which line. */
  | { readonly ok: false; readonly message: string };

/** Names under which the columns are known, in small letters. */
const COLUMNS: Readonly<Record<string, Column>> = {
  network: "network",
  cidr: "network",
  prefix: "network",
  start: "start",
  start_ip: "start",
  range_start: "start",
  end: "end",
  end_ip: "end",
  range_end: "end",
  country: "country",
  country_code: "country",
  iso_code: "country",
  asn: "asn",
  as_number: "asn",
  autonomous_system_number: "asn",
  organisation: "organisation",
  organization: "organisation",
  as_name: "organisation",
  autonomous_system_organization: "organisation",
};

type Column = "network" | "start" | "end" | "country" | "asn" | "organisation";

/** Without a line of column names the columns are these, by what the first field is. */
const PREFIX_ORDER: readonly Column[] = ["network", "country", "asn", "organisation"];
const RANGE_ORDER: readonly Column[] = ["start", "end", "country", "asn", "organisation"];

interface Network {
  readonly asn: number;
  readonly organisation: string | null;
}

const MAX_TEXT = 200;
/** Longer lines are no line of a table, and would take more than their length to divide. */
const MAX_LINE = 4096;
/** Ranges of both IP versions. */
class RangesByVersion<Value> {
  private readonly ipv4: Range<Value>[] = [];
  private readonly ipv6: Range<Value>[] = [];

  add(range: Range<Value>): void {
    (typeof range.first === "number" ? this.ipv4 : this.ipv6).push(range);
  }

  /** The answers to what value an address has. */
  lookUp(compare: (a: Value, b: Value) => number): (address: IpAddress) => Value | null {
    const ipv4 = mapOfRanges(this.ipv4, compare);
    const ipv6 = mapOfRanges(this.ipv6, compare);
    return (address) => valueAt(typeof address === "number" ? ipv4 : ipv6, addressValue(address));
  }
}

class LineError extends Error {}

/**
 * Reads a table of ranges: one line each, fields separated by commas, quoted or not. A line of column names may come
 * first; lines that begin with # are remarks, of which `# date: 2026-11-22`, `# licence: ...` and `# description: ...`
 * are read. Country and network are looked up apart: each comes from the narrowest range that gives it.
 */
export function decodeCsvTable(text: string): DecodedCsv {
  const remarks = new Map<string, string>();
  const countries = new RangesByVersion<string>();
  const networks = new RangesByVersion<Network>();
  const shared = new Map<string, Network>();
  let columns: readonly (Column | null)[] | null = null;
  let lineNumber = 0;
  try {
    for (const line of text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/)) {
      lineNumber += 1;
      if (line.length > MAX_LINE) throw new LineError(`it is longer than ${MAX_LINE} characters.`);
      if (line.trim() === "") continue;
      if (line.startsWith("#")) {
        noteRemark(remarks, line);
        continue;
      }
      const fields = splitLine(line);
      if (columns === null) {
        const named = columnsOf(fields);
        columns = named.columns;
        if (named.isHeading) continue;
      }
      const row = rowOf(columns, fields);
      const { first, last } = rangeOf(row);
      const country = countryOf(row.country);
      const asn = asnOf(row.asn);
      if (country !== null) countries.add({ first, last, value: country });
      if (asn !== null) networks.add({ first, last, value: sharedNetwork(shared, asn, row.organisation ?? "") });
    }
  } catch (error) {
    if (error instanceof LineError) return { ok: false, message: `line ${lineNumber}: ${error.message}` };
    throw error;
  }
  if (columns === null) return { ok: false, message: "the table has no lines" };
  const countryOfAddress = countries.lookUp(byCodeUnits);
  const networkOfAddress = networks.lookUp(compareNetworks);
  return {
    ok: true,
    facts: {
      date: remarks.get("date") ?? null,
      description: remarks.get("description") ?? null,
      licence: remarks.get("licence") ?? remarks.get("license") ?? null,
    },
    find: (address) => {
      const country = countryOfAddress(address);
      const network = networkOfAddress(address);
      if (country === null && network === null) return null;
      return { country, asn: network?.asn ?? null, organisation: network?.organisation ?? null };
    },
  };
}

function noteRemark(remarks: Map<string, string>, line: string): void {
  const match = /^#[ \t]*(date|description|licence|license)[ \t]*:/i.exec(line);
  if (match === null) return;
  const [before, name = ""] = match;
  const value = line.slice(before.length).trim();
  if (value !== "") remarks.set(name.toLowerCase(), value.slice(0, MAX_TEXT));
}

/** Fields of a line; a quote inside a quoted field stands twice (RFC 4180 section 2). */
function splitLine(line: string): string[] {
  const fields: string[] = [];
  const pattern = /[ \t]*(?:"((?:[^"]|"")*)"[ \t]*|([^",]*))(?:,|$)/y;
  while (pattern.lastIndex <= line.length) {
    const atEnd = pattern.lastIndex === line.length;
    const match = pattern.exec(line);
    if (match === null) throw new LineError("a quote stands where none may be.");
    fields.push(match[1]?.replaceAll('""', '"') ?? (match[2] as string).trim());
    if (atEnd || !match[0].endsWith(",")) break;
  }
  return fields;
}

/** What the fields are, by the first line. */
function columnsOf(fields: readonly string[]): { columns: readonly (Column | null)[]; isHeading: boolean } {
  const first = fields[0] ?? "";
  if (parseAddress(first) !== undefined || parsePrefix(first).ok) {
    const isRange = parseAddress(first) !== undefined && parseAddress(fields[1] ?? "") !== undefined;
    return { columns: isRange ? RANGE_ORDER : PREFIX_ORDER, isHeading: false };
  }
  const columns = fields.map((name) =>
    Object.hasOwn(COLUMNS, name.toLowerCase()) ? COLUMNS[name.toLowerCase()] : null,
  );
  const has = (column: Column) => columns.includes(column);
  if (!has("network") && !(has("start") && has("end"))) {
    throw new LineError("neither an address, nor column names with network, or start and end.");
  }
  if (!has("country") && !has("asn")) throw new LineError("no column is named country or asn.");
  return { columns: columns.map((column) => column ?? null), isHeading: true };
}

function rowOf(columns: readonly (Column | null)[], fields: readonly string[]): Partial<Record<Column, string>> {
  const row: Partial<Record<Column, string>> = {};
  for (const [index, column] of columns.entries()) if (column !== null) row[column] ??= fields[index] ?? "";
  return row;
}

function rangeOf(row: Partial<Record<Column, string>>): { first: AddressValue; last: AddressValue } {
  if (row.network !== undefined) {
    const parsed = parsePrefix(row.network);
    if (!parsed.ok) throw new LineError(`"${row.network}" is no prefix such as 198.51.100.0/24.`);
    const { network, length } = parsed.prefix;
    const first = addressValue(network);
    if (typeof first === "number") return { first, last: first + 2 ** (32 - length) - 1 };
    return { first, last: first + (1n << BigInt(128 - length)) - 1n };
  }
  const start = parseAddress(row.start ?? "");
  const end = parseAddress(row.end ?? "");
  if (start === undefined || end === undefined) {
    throw new LineError(`"${start === undefined ? row.start : row.end}" is no address.`);
  }
  const first = addressValue(start);
  const last = addressValue(end);
  if (typeof first !== typeof last || compareValues(last, first) < 0) {
    throw new LineError("the range ends before it begins.");
  }
  return { first, last };
}

function countryOf(text: string | undefined): string | null {
  if (text === undefined || /^(?:|-|ZZ|None|Unknown)$/i.test(text)) return null;
  if (!/^[A-Za-z]{2}$/.test(text)) throw new LineError(`"${text}" is no country code of two letters.`);
  return text.toUpperCase();
}

function asnOf(text: string | undefined): number | null {
  if (text === undefined || /^(?:|-|0)$/.test(text)) return null;
  const match = /^(?:AS)?(\d{1,10})$/i.exec(text);
  const asn = Number(match?.[1] ?? Number.NaN);
  if (!(asn <= 0xffffffff)) throw new LineError(`"${text}" is no number of an autonomous system.`);
  return asn;
}

/** The same value for the same network, so that neighbouring ranges of one network join. */
function sharedNetwork(shared: Map<string, Network>, asn: number, name: string): Network {
  const organisation = name === "" ? null : name.slice(0, MAX_TEXT);
  const key = `${asn} ${name}`;
  const known = shared.get(key);
  if (known !== undefined) return known;
  const network = { asn, organisation };
  shared.set(key, network);
  return network;
}

function compareNetworks(a: Network, b: Network): number {
  return a.asn - b.asn || byCodeUnits(a.organisation ?? "", b.organisation ?? "");
}
