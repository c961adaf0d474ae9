import fs from "node:fs";
import path from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { CaseError, type CaseFault, caseInUse, damagedCase, faultOf, isFault, notACase } from "./case-fault.ts";
import { CASE_FORMAT, CASE_VERSION, MIGRATIONS } from "./schema.ts";
import { DamagedValue } from "./value-bytes.ts";

/** Rule of the fingerprints a case holds. */
const FINGERPRINTS = "sipfp1";
/** Where DuckDB writes what it is, in every file of it. */
const MAGIC = { offset: 8, text: "DUCK" };
/** Larger tables are sorted on disk. */
const MEMORY_LIMIT = "1GB";
/** Tables as large as the captures. What is damaged in them is told where it is read. */
const LARGE_TABLES = "'packet', 'payload'";

/** Paths of the cases that are open here. The system's lock keeps out other processes only. */
const openHere = new Set<string>();

/**
 * A case that is open: one file, held by one process. Its tables are those of schema.ts. While it is open a file of the
 * same name and `.wal` belongs to it: what was saved last.
 */
export class CaseFile {
  readonly path: string;
  /** For the analyst. */
  readonly name: string;
  readonly writable: boolean;
  private readonly instance: DuckDBInstance;
  private readonly onClosed: () => void;
  private readonly connections = new Set<DuckDBConnection>();

  constructor(file: string, name: string, instance: DuckDBInstance, writable: boolean, onClosed: () => void) {
    this.path = file;
    this.name = name;
    this.instance = instance;
    this.writable = writable;
    this.onClosed = onClosed;
  }

  /** Whether a file, by its real path, is that of the case, the log beside it or what the database lays aside. */
  owns(file: string): boolean {
    return [this.path, `${this.path}.wal`].includes(file) || file.startsWith(`${this.path}.tmp${path.sep}`);
  }

  /** A connection of its own. One statement runs on it at a time. */
  async connect(): Promise<DuckDBConnection> {
    const connection = await this.instance.connect();
    this.connections.add(connection);
    return connection;
  }

  /** Gives a connection back. */
  release(connection: DuckDBConnection): void {
    this.connections.delete(connection);
    connection.closeSync();
  }

  /** Runs work with a connection of its own. Throws `CaseError` for what is the disk's or the file's fault. */
  async use<Value>(work: (connection: DuckDBConnection) => Promise<Value>): Promise<Value> {
    const connection = await this.connect();
    try {
      return await work(connection);
    } catch (error) {
      throw this.errorOf(error);
    } finally {
      this.release(connection);
    }
  }

  /** Runs work as one transaction: all of it is saved, durably, once this resolves; or nothing. */
  async save<Value>(work: (connection: DuckDBConnection) => Promise<Value>): Promise<Value> {
    return this.use(async (connection) => {
      await connection.run("BEGIN");
      const value = await work(connection);
      await connection.run("COMMIT");
      return value;
    });
  }

  /** What an error of the database, or of what is read from it, means for the analyst, as an error to throw. */
  errorOf(error: unknown): unknown {
    if (error instanceof CaseError) return error;
    if (error instanceof DamagedValue) return new CaseError(damagedCase(this.name));
    const fault = faultOf(error, this.name);
    return fault === null ? error : new CaseError(fault);
  }

  /** Writes all into the one file and gives it free. Statements that run are interrupted. */
  async close(): Promise<void> {
    for (const connection of this.connections) {
      connection.interrupt();
      this.release(connection);
    }
    try {
      if (this.writable) await this.use((connection) => connection.run("CHECKPOINT"));
    } finally {
      this.instance.closeSync();
      this.onClosed();
    }
  }
}

/** Makes a new case and opens it. Nothing that is there is overwritten. */
export async function createCase(file: string, program: string): Promise<CaseFile | CaseFault> {
  const fault = await makeCase(file, program, () => Promise.resolve());
  return fault ?? openCase(file, true);
}

/** Makes a new case with what `fill` writes into it, whole or not at all; null where that succeeds. */
export async function makeCase(
  file: string,
  program: string,
  fill: (made: CaseFile) => Promise<void>,
): Promise<CaseFault | null> {
  const name = path.basename(file);
  const there = isThere(file, name);
  if (there !== null) return there;
  const partial = `${file}.${process.pid}.partial`;
  try {
    const made = new CaseFile(partial, name, await connectTo(partial, "READ_WRITE"), true, () => undefined);
    try {
      await migrate(made, 0, program);
      await lockDown(made);
      await fill(made);
    } finally {
      await made.close();
    }
    const meanwhile = isThere(file, name);
    if (meanwhile === null) fs.renameSync(partial, file);
    return meanwhile;
  } catch (error) {
    return faultOrThrow(error, name);
  } finally {
    for (const unfinished of [partial, `${partial}.wal`]) fs.rmSync(unfinished, { force: true });
  }
}

/** What was saved last of a case that is gone would be taken for that of the new one. */
function isThere(file: string, name: string): CaseFault | null {
  if (fs.existsSync(file)) return { code: "case-exists", message: `${name} is there already. It was not changed.` };
  if (!fs.existsSync(`${file}.wal`)) return null;
  const found = `${name}.wal is there, of another case of that name`;
  return { code: "case-exists", message: `${found}. Nothing was changed. Choose another name.` };
}

/** Opens a case, whatever it is only after having looked: a file that is refused stays as it is, byte for byte. */
export async function openCase(file: string, writable: boolean): Promise<CaseFile | CaseFault> {
  const name = path.basename(file);
  const place = placeOf(file);
  // Closing a file gives up all locks this process has on it, so this comes before any look at it.
  if (openHere.has(place)) return caseInUse(name, "this program");
  openHere.add(place);
  const forget = () => openHere.delete(place);
  try {
    const opened = foreignFile(place, name) ?? (await openPlace(place, writable, forget));
    if (isFault(opened)) forget();
    return opened;
  } catch (error) {
    forget();
    return faultOrThrow(error, name);
  }
}

async function openPlace(place: string, writable: boolean, onClosed: () => void): Promise<CaseFile | CaseFault> {
  const version = await lookAt(place);
  if (isFault(version)) return version;
  const name = path.basename(place);
  if (version < CASE_VERSION && !writable) return olderCase(name);
  const instance = await connectTo(place, writable ? "READ_WRITE" : "READ_ONLY");
  const opened = new CaseFile(place, name, instance, writable, onClosed);
  try {
    await migrate(opened, version, null);
    await lockDown(opened);
    return opened;
  } catch (error) {
    await opened.close().catch(() => undefined);
    throw error;
  }
}

/** One path for each file, by whatever name it is called. */
function placeOf(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return path.resolve(file);
  }
}

function connectTo(file: string, access: "READ_ONLY" | "READ_WRITE"): Promise<DuckDBInstance> {
  return DuckDBInstance.create(file, {
    access_mode: access,
    memory_limit: MEMORY_LIMIT,
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
}

/** From now on no statement, whoever wrote it, reaches other files than the case. */
async function lockDown(opened: CaseFile): Promise<void> {
  await opened.use(async (connection) => {
    await connection.run("SET enable_external_access = false");
    await connection.run("SET lock_configuration = true");
  });
}

/** Makes the tables this version has and the case does not. */
async function migrate(opened: CaseFile, from: number, program: string | null): Promise<void> {
  if (from === CASE_VERSION) return;
  await opened.save(async (connection) => {
    for (const statement of MIGRATIONS.slice(from).flat()) await connection.run(statement);
    if (program !== null) {
      const about = [CASE_FORMAT, CASE_VERSION, program, FINGERPRINTS];
      await connection.run("INSERT INTO about VALUES (?, ?, ?, ?)", about);
    } else await connection.run("UPDATE about SET version = ?", [CASE_VERSION]);
  });
}

/** Version of the case's layout, or what else the file is. What a report needs of it can then be read. */
async function lookAt(place: string): Promise<number | CaseFault> {
  const instance = await connectTo(place, "READ_ONLY");
  const looked = new CaseFile(place, path.basename(place), instance, false, () => undefined);
  try {
    return await looked.use(async (connection) => {
      const version = await versionOf(connection, looked.name);
      if (!isFault(version)) await readWhole(connection);
      return version;
    });
  } finally {
    await looked.close();
  }
}

async function versionOf(connection: DuckDBConnection, name: string): Promise<number | CaseFault> {
  const tables = await connection.runAndReadAll(
    "SELECT list(column_name) @> ['format', 'version', 'program', 'fingerprints'] FROM duckdb_columns() WHERE table_name = 'about'",
  );
  if (tables.value(0, 0) !== true) return notACase(name);
  const about = await connection.runAndReadAll("SELECT format, version, program, fingerprints FROM about");
  const [format, version, program, fingerprints] = about.getRows()[0] ?? [];
  if (format !== CASE_FORMAT || typeof version !== "number" || version < 1) return notACase(name);
  if (version > CASE_VERSION || fingerprints !== FINGERPRINTS) {
    const found = `${name} was made by a newer Ringprint (${String(program)})`;
    return { code: "newer-case", message: `${found}. It was not changed. Update Ringprint to open it.` };
  }
  return version;
}

/** The database compares the checksum of each block with what it reads, so all has to be read once. */
async function readWhole(connection: DuckDBConnection): Promise<void> {
  const names = await connection.runAndReadAll(
    `SELECT table_name FROM duckdb_tables() WHERE table_name NOT IN (${LARGE_TABLES})`,
  );
  for (const [name] of names.getRows()) {
    await connection.run(`SELECT bit_xor(hash(held)) FROM "${String(name).replaceAll('"', '""')}" AS held`);
  }
}

function olderCase(name: string): CaseFault {
  const message = `${name} is of an older version, and has to be opened for writing once.`;
  return { code: "case-not-writable", message };
}

/** Whether a file is a case, or another database of its kind: nothing else may be written in its place. */
export function isCaseFile(file: string): boolean {
  // Looking into an open case would give up its lock.
  return isOpenHere(file) || foreignFile(file, path.basename(file)) === null;
}

/** Whether this program has the case open. */
export function isOpenHere(file: string): boolean {
  return openHere.has(placeOf(file));
}

/** What can be told without the database: that would make a file of any name. */
function foreignFile(file: string, name: string): CaseFault | null {
  const start = Buffer.alloc(MAGIC.offset + MAGIC.text.length);
  let descriptor: number;
  try {
    if (!fs.statSync(file).isFile()) return notACase(name);
    descriptor = fs.openSync(file, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return { code: "case-missing", message: `There is no case ${name}.` };
    }
    return { code: "case-not-readable", message: `${name} cannot be read (${(error as NodeJS.ErrnoException).code}).` };
  }
  try {
    fs.readSync(descriptor, start, 0, start.length, 0);
  } finally {
    fs.closeSync(descriptor);
  }
  return start.toString("latin1", MAGIC.offset) === MAGIC.text ? null : notACase(name);
}

function faultOrThrow(error: unknown, name: string): CaseFault {
  const fault = error instanceof CaseError ? error.fault : faultOf(error, name);
  if (fault !== null) return fault;
  throw error;
}
