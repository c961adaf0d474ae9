import type { DuckDBConnection, DuckDBResultReader } from "@duckdb/node-api";
import type { ReadCapture, Refusal } from "../../contract/ingest.ts";
import { countPackets } from "../../flow/capture-fold.ts";
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
}

/** All captures of the case, ascending by SHA-256. */
export async function listCaptures(connection: DuckDBConnection): Promise<CaseCapture[]> {
  return capturesOf(await connection.runAndReadAll(`${SELECT_CAPTURES} ORDER BY sha256`));
}

/** The capture with this SHA-256; undefined where there is none. */
export async function findCapture(connection: DuckDBConnection, sha256: string): Promise<CaseCapture | undefined> {
  return capturesOf(await connection.runAndReadAll(`${SELECT_CAPTURES} WHERE sha256 = ?`, [sha256]))[0];
}

const SELECT_CAPTURES = "SELECT id, path, name, rules, finished, indexed, shapes, facts FROM capture";

function capturesOf(rows: DuckDBResultReader): CaseCapture[] {
  return rows.getRowObjects().map(({ id, path, name, rules, finished, indexed, shapes, facts }) => ({
    id: Number(id),
    path: String(path),
    rules: String(rules),
    finished: finished === true,
    indexed: indexed === true,
    capture: {
      ...(new ValueReader(bytesOf(shapes)).read(bytesOf(facts)) as unknown as ReadCapture),
      name: String(name),
    },
  }));
}

/** The number for the next capture. None is used twice. */
export async function nextCaptureId(connection: DuckDBConnection): Promise<number> {
  const rows = await connection.runAndReadAll("SELECT coalesce(max(id), 0) + 1 FROM capture");
  return Number(rows.value(0, 0));
}

/** Adds a capture that was read. */
export async function insertCapture(connection: DuckDBConnection, added: CaseCapture): Promise<void> {
  const { id, path, capture, rules, finished, indexed } = added;
  const writer = new ValueWriter();
  const facts = writer.write(capture);
  const { classes } = capture.tally;
  const insert = await connection.prepare(
    "INSERT INTO capture VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
  );
  insert.bindUInteger(1, id);
  insert.bindVarchar(2, capture.sha256);
  insert.bindVarchar(3, path);
  insert.bindVarchar(4, capture.name);
  insert.bindUBigInt(5, BigInt(capture.bytes));
  insert.bindUBigInt(6, BigInt(countPackets(classes)));
  insert.bindUBigInt(7, BigInt(classes.sipRequest));
  insert.bindVarchar(8, rules);
  insert.bindBoolean(9, finished);
  insert.bindBoolean(10, indexed);
  insert.bindBlob(11, writer.shapes());
  insert.bindBlob(12, facts);
  await insert.run();
}

/** Tables that hold what was read of captures, by `capture`. */
export const TABLES_OF_CAPTURES = ["state_part", "source_state", "packet", "payload"];

/** Takes a capture out of the case, with everything that was read of it. */
export async function deleteCapture(connection: DuckDBConnection, id: number): Promise<void> {
  for (const table of TABLES_OF_CAPTURES) await connection.run(`DELETE FROM ${table} WHERE capture = ?`, [id]);
  await connection.run("DELETE FROM capture WHERE id = ?", [id]);
}

/** The same bytes were found under another name, or at another place: the least name counts. */
export async function noteFoundAgain(
  connection: DuckDBConnection,
  { sha256, name, path }: { readonly sha256: string; readonly name: string; readonly path: string },
): Promise<void> {
  // The least by its code units: DuckDB compares texts by their bytes in UTF-8, which is another order beyond U+FFFF.
  const rows = await connection.runAndReadAll("SELECT name FROM capture WHERE sha256 = ?", [sha256]);
  const known = rows.getRows()[0]?.[0];
  if (typeof known === "string" && name < known) {
    await connection.run("UPDATE capture SET name = ? WHERE sha256 = ?", [name, sha256]);
  }
  await noteMoved(connection, sha256, path);
}

/** A capture lies at another place now. */
export async function noteMoved(connection: DuckDBConnection, sha256: string, path: string): Promise<void> {
  await connection.run("UPDATE capture SET path = ? WHERE sha256 = ?", [path, sha256]);
}

/** Files that are to be read; they wait until each has its ending. */
export async function addWaiting(connection: DuckDBConnection, paths: readonly string[]): Promise<void> {
  for (const path of paths) await connection.run("INSERT OR IGNORE INTO waiting VALUES (?)", [path]);
}

/** Files that have no ending yet, in the order of their paths. */
export async function listWaiting(connection: DuckDBConnection): Promise<string[]> {
  const rows = await connection.runAndReadAll("SELECT path FROM waiting ORDER BY path");
  return rows.getRows().map(([path]) => String(path));
}

/** A file has its ending. */
export async function endWaiting(connection: DuckDBConnection, path: string): Promise<void> {
  await connection.run("DELETE FROM waiting WHERE path = ?", [path]);
  await connection.run("DELETE FROM refused WHERE path = ?", [path]);
}

/** A file of a case that was not read. */
export interface CaseRefusal extends Refusal {
  /** No error: something else than a capture in a folder that was given. */
  readonly harmless: boolean;
}

/** Notes a file that was not read. */
export async function insertRefusal(connection: DuckDBConnection, refusal: CaseRefusal): Promise<void> {
  const { path, name, code, message, harmless } = refusal;
  await connection.run("INSERT OR REPLACE INTO refused VALUES (?, ?, ?, ?, ?)", [path, name, code, message, harmless]);
}

/** Files that were not read, by path. */
export async function listRefused(connection: DuckDBConnection): Promise<CaseRefusal[]> {
  const rows = await connection.runAndReadAll("SELECT path, name, code, message, harmless FROM refused ORDER BY path");
  return rows.getRowObjects() as unknown as CaseRefusal[];
}
