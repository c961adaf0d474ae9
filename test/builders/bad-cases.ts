import fs from "node:fs";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { CaseFaultCode } from "../../core/engine/case/case-fault.ts";

/** A file that must not be opened as a case. */
export interface BadCase {
  readonly file: string;
  readonly code: CaseFaultCode;
}

const HEADER_BYTES = 4096;
const CHECKSUM = { offset: 0, factor: 0xbf58476d1ce4e5b9n, start: 5381n, bytes: 8 };
const STORAGE_VERSION = { offset: 12, newer: 200n };
/** Of the first data block, behind the file's header and two of the database. */
const FIRST_BLOCK = 3 * HEADER_BYTES;
const BLOCK_BYTES = 262_144;

/** All kinds of bad cases, made of a good one. */
export async function badCases(good: string, folder: string): Promise<BadCase[]> {
  const bytes = fs.readFileSync(good);
  const bad: BadCase[] = [];
  const add = (name: string, code: CaseFaultCode, content: Uint8Array | string) => {
    const file = path.join(folder, `${name}.ringcase`);
    fs.writeFileSync(file, content);
    bad.push({ file, code });
  };
  add("text", "not-a-case", "This is a text that is longer than the magic bytes of a database.\n");
  add("empty", "not-a-case", "");
  add("short", "not-a-case", "DUCK");
  add("sqlite", "not-a-case", Buffer.concat([Buffer.from("SQLite format 3\0"), Buffer.alloc(HEADER_BYTES)]));
  add(
    "capture",
    "not-a-case",
    Buffer.concat([Buffer.from("d4c3b2a1020004000000000000000000", "hex"), Buffer.alloc(8)]),
  );
  add("newer-storage", "newer-case", newerStorage(bytes));
  for (const cut of [12, HEADER_BYTES, FIRST_BLOCK + 100, bytes.length >> 1, bytes.length - 1]) {
    add(`cut-at-${cut}`, "damaged-case", bytes.subarray(0, cut));
  }
  for (const place of [2, 30, HEADER_BYTES + 20, FIRST_BLOCK + 1000]) {
    add(`flipped-at-${place}`, "damaged-case", flipped(bytes, place));
  }
  bad.push({
    file: await databaseIn(folder, "foreign-database", ["CREATE TABLE about (x INTEGER)"]),
    code: "not-a-case",
  });
  const about = "CREATE TABLE about (format VARCHAR, version VARCHAR, program VARCHAR, fingerprints VARCHAR)";
  const rows = "INSERT INTO about VALUES ('notes.about', '1', 'x', 'y')";
  bad.push({ file: await databaseIn(folder, "like-a-case", [about, rows]), code: "not-a-case" });
  for (const [name, change] of [
    ["newer-layout", "UPDATE about SET version = 99, program = '7.0.0'"],
    ["newer-fingerprints", "UPDATE about SET fingerprints = 'sipfp2'"],
  ] as const) {
    const file = path.join(folder, `${name}.ringcase`);
    fs.copyFileSync(good, file);
    await changed(file, [change]);
    bad.push({ file, code: "newer-case" });
  }
  return bad;
}

/** Bytes with one of them changed. */
export function flipped(bytes: Uint8Array, place: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[place] = (copy[place] as number) ^ 0x55;
  return copy;
}

/** Places of one byte in each block of the case's data. */
export function blockPlaces(bytes: number): number[] {
  const blocks = Math.floor((bytes - FIRST_BLOCK) / BLOCK_BYTES);
  return Array.from({ length: blocks }, (_, block) => FIRST_BLOCK + block * BLOCK_BYTES + 5000);
}

/** A case as a newer database would store it: another version, under a checksum that is right. */
function newerStorage(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeBigUInt64LE(STORAGE_VERSION.newer, STORAGE_VERSION.offset);
  let sum = CHECKSUM.start;
  for (let at = CHECKSUM.bytes; at < HEADER_BYTES; at += 8) {
    sum ^= BigInt.asUintN(64, copy.readBigUInt64LE(at) * CHECKSUM.factor);
  }
  copy.writeBigUInt64LE(sum, CHECKSUM.offset);
  return copy;
}

async function databaseIn(folder: string, name: string, statements: readonly string[]): Promise<string> {
  const file = path.join(folder, `${name}.ringcase`);
  await changed(file, statements);
  return file;
}

async function changed(file: string, statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  for (const statement of [...statements, "CHECKPOINT"]) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}
