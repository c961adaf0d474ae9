import {
  BOOLEAN,
  blobValue,
  type DuckDBConnection,
  type DuckDBResultReader,
  type DuckDBValue,
  LIST,
  listValue,
  UINTEGER,
  VARCHAR,
} from "@duckdb/node-api";
import type { ReadCapture, Refusal } from "../../contract/ingest.ts";
import { countPackets } from "../../flow/capture-fold.ts";
import { coveredDays, type DayRange } from "../../report/covered-days.ts";
import { BulkAppend } from "./bulk-append.ts";
import { bytesOf } from "./row-values.ts";
import { ValueReader, ValueWriter } from "./value-bytes.ts";

/** A capture of a case. */
export interface CaseCapture {
  readonly id: number;
  /** Where its file was last seen. */
  readonly path: string;
  readonly capture: ReadCapture;
  /** The rules it was read under, as `foldRulesText` writes them. */
  readonly rules: string;
  /** Read to its end, or to its damage; else the reading was cancelled and may be done again. */
  readonly finished: boolean;
  /** Whether its requests have rows in the packet index. */
  readonly indexed: boolean;
  /** With which import it came, from 1; null: the case did not count them yet. */
  readonly imported: number | null;
}

/** All captures of the case, ascending by SHA-256. */
export async function listCaptures(connection: DuckDBConnection): Promise<CaseCapture[]> {
  return capturesOf(await connection.runAndReadAll(`${SELECT_CAPTURES} ORDER BY sha256`));
}

/** The days that captures which were read under these rules reach over. */
export async function coveredDaysOfCase(connection: DuckDBConnection, rulesText: string): Promise<DayRange[]> {
  const captures = (await listCaptures(connection)).filter(({ rules }) => rules === rulesText);
  return coveredDays(captures.map(({ capture }) => capture.tally));
}

/** The capture with this SHA-256; undefined where there is none. */
export async function findCapture(connection: DuckDBConnection, sha256: string): Promise<CaseCapture | undefined> {
  return capturesOf(await connection.runAndReadAll(`${SELECT_CAPTURES} WHERE sha256 = ?`, [sha256]))[0];
}

const SELECT_CAPTURES = "SELECT id, path, name, rules, finished, indexed, import, shapes, facts FROM capture";

function capturesOf(rows: DuckDBResultReader): CaseCapture[] {
  return rows.getRowObjects().map(({ id, path, name, rules, finished, indexed, import: imported, shapes, facts }) => ({
    id: Number(id),
    path: String(path),
    rules: String(rules),
    finished: finished === true,
    indexed: indexed === true,
    imported: imported === null ? null : Number(imported),
    capture: {
      ...(new ValueReader(bytesOf(shapes)).read(bytesOf(facts)) as unknown as ReadCapture),
      name: String(name),
    },
  }));
}

/** The number for the next capture: behind those of all the case holds. */
export async function nextCaptureId(connection: DuckDBConnection): Promise<number> {
  const rows = await connection.runAndReadAll("SELECT coalesce(max(id), 0) + 1 FROM capture");
  return Number(rows.value(0, 0));
}

/** Adds captures that were read. */
export async function insertCaptures(connection: DuckDBConnection, added: readonly CaseCapture[]): Promise<void> {
  const rows = added.map(({ id, path, capture, rules, finished, indexed, imported }): DuckDBValue[] => {
    const writer = new ValueWriter();
    const facts = blobValue(writer.write(capture));
    const shapes = blobValue(writer.shapes());
    const { bytes, sha256, name, tally } = capture;
    const packets = BigInt(countPackets(tally.classes));
    const requests = BigInt(tally.classes.sipRequest);
    const what = [id, sha256, path, name, BigInt(bytes), packets, requests];
    return [...what, rules, finished, indexed, shapes, facts, imported];
  });
  const table = await BulkAppend.to(connection, "capture");
  table.append(
    Array.from({ length: 13 }, (_, column) => rows.map((row) => row[column] ?? null)),
    rows.length,
  );
  table.close();
}

/** Tables that hold what was read of captures, by `capture`. */
export const TABLES_OF_CAPTURES = ["state_part", "source_state", "packet", "payload"];

/** Takes a capture out of the case, with everything that was read of it. */
export async function deleteCapture(connection: DuckDBConnection, id: number): Promise<void> {
  for (const table of TABLES_OF_CAPTURES) await connection.run(`DELETE FROM ${table} WHERE capture = ?`, [id]);
  await connection.run("DELETE FROM capture WHERE id = ?", [id]);
}

/** A capture has another name now, or another place. */
export async function noteNameAndPlace(
  connection: DuckDBConnection,
  { sha256, name, path }: { readonly sha256: string; readonly name: string; readonly path: string },
): Promise<void> {
  await connection.run("UPDATE capture SET name = ?, path = ? WHERE sha256 = ?", [name, path, sha256]);
}

/** A capture lies at another place now. */
export async function noteMoved(connection: DuckDBConnection, sha256: string, path: string): Promise<void> {
  await connection.run("UPDATE capture SET path = ? WHERE sha256 = ?", [path, sha256]);
}

/**
 * Files that are to be read; they wait until each has its ending. What is given at once is one import; a file that waits
 * already stays with its own.
 */
export async function addWaiting(connection: DuckDBConnection, paths: readonly string[]): Promise<void> {
  const known = "SELECT import FROM capture UNION ALL SELECT import FROM waiting";
  const rows = await connection.runAndReadAll(`SELECT coalesce(max(import), 0) + 1 FROM (${known})`);
  const next = Number(rows.value(0, 0));
  // One statement for all: of thousands each would take as long as reading its file.
  const added = "INSERT OR IGNORE INTO waiting SELECT DISTINCT unnest(?), ?";
  await connection.run(added, [listValue(paths), next], [LIST(VARCHAR), UINTEGER]);
}

/** With which import each file that waits was given. */
export async function importsOfWaiting(connection: DuckDBConnection): Promise<Map<string, number | null>> {
  const rows = await connection.runAndReadAll("SELECT path, import FROM waiting");
  return new Map(rows.getRows().map(([path, given]) => [String(path), given === null ? null : Number(given)]));
}

/** Files that have no ending yet, in the order of their paths. */
export async function listWaiting(connection: DuckDBConnection): Promise<string[]> {
  const rows = await connection.runAndReadAll("SELECT path FROM waiting ORDER BY path");
  return rows.getRows().map(([path]) => String(path));
}

/** Files have their ending. */
export async function endWaiting(connection: DuckDBConnection, paths: readonly string[]): Promise<void> {
  for (const table of ["waiting", "refused"]) {
    const ended = `DELETE FROM ${table} WHERE path IN (SELECT unnest(?))`;
    await connection.run(ended, [listValue(paths)], [LIST(VARCHAR)]);
  }
}

/** A file of a case that was not read. */
export interface CaseRefusal extends Refusal {
  /** No error: something else than a capture in a folder that was given. */
  readonly harmless: boolean;
}

/** Notes files that were not read; of one path the last. */
export async function insertRefusals(connection: DuckDBConnection, refusals: readonly CaseRefusal[]): Promise<void> {
  const last = [...new Map(refusals.map((refusal) => [refusal.path, refusal])).values()];
  const columns = [
    last.map(({ path }) => path),
    last.map(({ name }) => name),
    last.map(({ code }) => code),
    last.map(({ message }) => message),
    last.map(({ harmless }) => harmless),
  ].map((column) => listValue(column));
  const texts = LIST(VARCHAR);
  const rows = "SELECT unnest(?), unnest(?), unnest(?), unnest(?), unnest(?)";
  const types = [texts, texts, texts, texts, LIST(BOOLEAN)];
  await connection.run(`INSERT OR REPLACE INTO refused ${rows}`, columns, types);
}

/** Files that were not read, by path. */
export async function listRefused(connection: DuckDBConnection): Promise<CaseRefusal[]> {
  const rows = await connection.runAndReadAll("SELECT path, name, code, message, harmless FROM refused ORDER BY path");
  return rows.getRowObjects() as unknown as CaseRefusal[];
}
