import { createHash } from "node:crypto";
import path from "node:path";
import { decodeCsvTable } from "../geography/csv-table.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import { decodeMmdbTable, isMmdb } from "../geography/mmdb-table.ts";
import { openRegularFile, RegularFile } from "./regular-file.ts";

/** Tables of countries and networks that were read. */
export interface LoadedTables {
  /** In the order given; the same bytes once. */
  readonly tables: readonly GeoTable[];
}

/** Why tables could not be read: one sentence for each. */
export interface TableLoadError {
  readonly errors: readonly string[];
}

/** The largest tables in use have some hundred megabytes; CSV takes more memory than its file. */
const MAX_MMDB_BYTES = 1 << 30;
const MAX_CSV_BYTES = 64 << 20;

/** Reads tables of countries and networks; all or nothing. */
export function loadGeoTables(files: readonly string[]): LoadedTables | TableLoadError {
  const tables: GeoTable[] = [];
  const errors: string[] = [];
  for (const file of files) {
    const table = readTable(file);
    if (typeof table === "string") errors.push(`${path.basename(file)}: ${table}`);
    else if (!tables.some(({ facts }) => facts.sha256 === table.facts.sha256)) tables.push(table);
  }
  return errors.length > 0 ? { errors } : { tables };
}

/** The table of a file, or what is wrong with it. */
function readTable(filePath: string): GeoTable | string {
  const file = openRegularFile(filePath);
  if (!(file instanceof RegularFile)) return file.message;
  try {
    const bytes = bytesOf(file);
    if (typeof bytes === "string") return bytes;
    const utf8 = (part: Uint8Array) => Buffer.from(part.buffer, part.byteOffset, part.length).toString("utf8");
    const format = isMmdb(bytes) ? "mmdb" : "csv";
    if (format === "csv" && !isText(bytes)) return "The file is neither a MaxMind DB file nor CSV in UTF-8.";
    if (format === "csv" && bytes.length > MAX_CSV_BYTES) return tooLarge(bytes.length, MAX_CSV_BYTES);
    const decoded = format === "mmdb" ? decodeMmdbTable(bytes, utf8) : decodeCsvTable(utf8(bytes));
    if (!decoded.ok) return `The table cannot be used: ${decoded.message.replace(/\.?$/, ".")}`;
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { facts: { name: file.name, sha256, bytes: bytes.length, format, ...decoded.facts }, find: decoded.find };
  } finally {
    file.close();
  }
}

function bytesOf(file: RegularFile): Uint8Array | string {
  if (file.bytes > MAX_MMDB_BYTES) return tooLarge(file.bytes, MAX_MMDB_BYTES);
  const bytes = new Uint8Array(file.bytes);
  let position = 0;
  while (position < bytes.length) {
    const length = file.read(bytes.subarray(position), position);
    if (length === 0) return `The file could not be read to its end (${file.fault ?? "it became shorter"}).`;
    position += length;
  }
  return bytes;
}

function tooLarge(bytes: number, most: number): string {
  return `A table of ${bytes} bytes is too large; ${most} are read at most.`;
}

/** No byte that text does not hold, at the beginning. */
function isText(bytes: Uint8Array): boolean {
  return !bytes.subarray(0, 4096).includes(0);
}
