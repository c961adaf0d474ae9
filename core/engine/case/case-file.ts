import fs from "node:fs";
import path from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { CaseError, type CaseFault, damagedCase, faultOf, notACase } from "./case-fault.ts";
import { CASE_FORMAT, CASE_VERSION, MIGRATIONS } from "./schema.ts";

/** Rule of the fingerprints a case holds. */
const FINGERPRINTS = "sipfp1";
/** Where DuckDB writes what it is, in every file of it. */
const MAGIC = { offset: 8, text: "DUCK" };
/** Larger tables are sorted on disk. */
const MEMORY_LIMIT = "1GB";

/**
 * A case that is open: one file, held by one process. Its tables are those of schema.ts. While it is open a file of the
 * same name and `.wal` belongs to it: what was saved last.
 */
export class CaseFile {
  readonly path: string;
  readonly name: string;
  readonly writable: boolean;
  private readonly instance: DuckDBInstance;
  private readonly connections = new Set<DuckDBConnection>();

  constructor(file: string, instance: DuckDBInstance, writable: boolean) {
    this.path = file;
    this.name = path.basename(file);
    this.instance = instance;
    this.writable = writable;
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

  /** What an error of the database means for the analyst, as an error to throw. */
  errorOf(error: unknown): unknown {
    if (error instanceof CaseError) return error;
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
    }
  }
}

/** Makes a new case. Nothing that is there is overwritten. */
export async function createCase(file: string, program: string): Promise<CaseFile | CaseFault> {
  const name = path.basename(file);
  if (fs.existsSync(file)) return { code: "case-exists", message: `${name} is there already. It was not changed.` };
  try {
    const opened = new CaseFile(file, await connectTo(file, "READ_WRITE"), true);
    await migrate(opened, 0, program);
    // A case that was just made must be told as one even if this process dies now.
    await opened.use((connection) => connection.run("CHECKPOINT"));
    await lockDown(opened);
    return opened;
  } catch (error) {
    return cannotMake(error, name);
  }
}

/** Opens a case, whatever it is only after having looked: a file that is refused stays as it is, byte for byte. */
export async function openCase(file: string, writable: boolean): Promise<CaseFile | CaseFault> {
  const name = path.basename(file);
  const foreign = foreignFile(file, name);
  if (foreign !== null) return foreign;
  try {
    const looked = new CaseFile(file, await connectTo(file, "READ_ONLY"), false);
    const version = await versionOf(looked);
    if (typeof version !== "number" || !writable) {
      if (typeof version === "number" && version === CASE_VERSION) {
        await lockDown(looked);
        return looked;
      }
      await looked.close();
      return typeof version === "number" ? olderCase(name) : version;
    }
    await looked.close();
    const opened = new CaseFile(file, await connectTo(file, "READ_WRITE"), true);
    await migrate(opened, version, null);
    await lockDown(opened);
    return opened;
  } catch (error) {
    const fault = error instanceof CaseError ? error.fault : faultOf(error, name);
    if (fault === null) throw error;
    return fault;
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

/** Version of the case's layout, or what else the file is. */
async function versionOf(looked: CaseFile): Promise<number | CaseFault> {
  return looked.use(async (connection) => {
    const tables = await connection.runAndReadAll("SELECT 1 FROM information_schema.tables WHERE table_name = 'about'");
    if (tables.currentRowCount === 0) return notACase(looked.name);
    const about = await connection.runAndReadAll("SELECT format, version, program, fingerprints FROM about");
    const [format, version, program, fingerprints] = about.getRows()[0] ?? [];
    if (format !== CASE_FORMAT || typeof version !== "number") return notACase(looked.name);
    if (version > CASE_VERSION || fingerprints !== FINGERPRINTS) {
      const found = `${looked.name} was made by a newer Ringprint (${String(program)})`;
      return { code: "newer-case", message: `${found}. It was not changed. Update Ringprint to open it.` };
    }
    return version < 1 ? damagedCase(looked.name) : version;
  });
}

function olderCase(name: string): CaseFault {
  return {
    code: "case-not-writable",
    message: `${name} is of an older version and cannot be changed to this one here.`,
  };
}

/** Whether a file starts as all files of the database do. */
export function isCaseFile(file: string): boolean {
  return foreignFile(file, path.basename(file)) === null;
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

function cannotMake(error: unknown, name: string): CaseFault {
  const fault = error instanceof CaseError ? error.fault : faultOf(error, name);
  if (fault !== null) return fault;
  throw error;
}
