import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { CaseError, isFault } from "../../../core/engine/case/case-fault.ts";
import { type CaseFile, createCase, openCase } from "../../../core/engine/case/case-file.ts";
import { CASE_VERSION, MIGRATIONS } from "../../../core/engine/case/schema.ts";
import { formatJson } from "../../../core/report/report-json.ts";
import { badCases, blockPlaces, flipped } from "../../builders/bad-cases.ts";
import { analyseInto, analyseOpened, caseIn, openedCase, rowsOf } from "../../builders/case.ts";
import { folderHashes } from "../../builders/file-hash.ts";
import { capturePath, capturesIn, ROOT, runProgram, temporaryFolder } from "../../builders/program.ts";

const SVMAP = capturePath("formats/svmap64-le-us.pcap");
const FIRST_REPORT = ["analyse", SVMAP, "--report", "-"];

async function goodCase(): Promise<string> {
  const file = caseIn();
  await analyseInto(file, [SVMAP], { make: true });
  return file;
}

async function opened(file: string, writable: boolean): Promise<CaseFile> {
  const value = await openCase(file, writable);
  if (isFault(value)) throw new Error(value.message);
  onTestFinished(() => value.close().catch(() => undefined));
  return value;
}

test("what is no case of this version is refused with its reason, and stays as it is, byte for byte", async () => {
  const good = await goodCase();
  const folder = temporaryFolder();
  const bad = await badCases(good, folder);
  const before = folderHashes(folder);
  for (const { file, code } of bad) {
    const name = path.basename(file);
    for (const writable of [true, false]) {
      const fault = await openCase(file, writable);
      expect([name, isFault(fault) && fault.code]).toEqual([name, code]);
      expect((fault as { message: string }).message).toMatch(/It was not changed|it was left as it is/);
    }
    expect(folderHashes(folder), name).toEqual(before);
  }
});

test("a case of any earlier version gets the layout of a new one", async () => {
  const layout = `SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
    ORDER BY table_name, ordinal_position`;
  const fresh = await rowsOf(await goodCase(), layout);
  for (const version of Array.from({ length: CASE_VERSION - 1 }, (_, index) => index + 1)) {
    const file = caseIn();
    const instance = await DuckDBInstance.create(file);
    const connection = await instance.connect();
    for (const statement of MIGRATIONS.slice(0, version).flat()) await connection.run(statement);
    await fillTables(connection);
    await connection.run("DELETE FROM about");
    await connection.run(`INSERT INTO about VALUES ('ringprint.case', ${version}, '0.0.1', 'sipfp1')`);
    connection.closeSync();
    instance.closeSync();
    await (await opened(file, true)).close();
    // A column that was added later stands behind the others.
    const sorted = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
    expect(sorted(await rowsOf(file, layout)), `version ${version}`).toEqual(sorted(fresh));
  }
});

/** Inserts a row of any values into each table: the database refuses some changes of tables with rows only. */
async function fillTables(connection: DuckDBConnection): Promise<void> {
  const columns = await connection.runAndReadAll(
    "SELECT table_name, list(data_type ORDER BY column_index) FROM duckdb_columns() WHERE NOT internal GROUP BY table_name",
  );
  for (const [table, types] of columns.getRowsJson()) {
    const values = (types as string[]).map((type) => {
      if (type.endsWith("[]")) return "[]";
      if (type.startsWith("MAP")) return "MAP {}";
      return type === "BLOB" ? "'1'::BLOB" : `'1'::${type}`;
    });
    await connection.run(`INSERT INTO "${table}" VALUES (${values.join(", ")})`);
  }
}

test("a case of the first version gets what it lacks once it is opened for writing, and keeps what it holds", async () => {
  const file = caseIn();
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  for (const statement of MIGRATIONS[0] ?? []) await connection.run(statement);
  await connection.run("INSERT INTO about VALUES ('ringprint.case', 1, '0.0.1', 'sipfp1')");
  await connection.run("INSERT INTO waiting VALUES ('/later.pcap')");
  await connection.run("INSERT INTO view VALUES ('stamp', 'of the first version')");
  await connection.run("INSERT INTO event VALUES (1, 5, 'a', 'label', '{}')");
  connection.closeSync();
  instance.closeSync();
  expect(isFault(await openCase(file, false))).toBe(true);
  await (await opened(file, true)).close();
  expect(await rowsOf(file, "SELECT version FROM about")).toEqual([[CASE_VERSION]]);
  expect(await rowsOf(file, "SELECT path, import FROM waiting")).toEqual([["/later.pcap", null]]);
  expect(await rowsOf(file, "SELECT body FROM event")).toEqual([["{}"]]);
  await analyseInto(file, [SVMAP]);
  expect(await rowsOf(file, "SELECT import FROM capture")).toEqual([[1]]);
});

test("the command line refuses it with one sentence and exit code 2", async () => {
  const good = await goodCase();
  const folder = temporaryFolder();
  const bad = (await badCases(good, folder)).filter(({ file }) =>
    /(sqlite|newer-storage|flipped-at-30|newer-layout|like-a-case)\.ringcase$/.test(file),
  );
  expect(bad.length).toBe(5);
  const before = folderHashes(folder);
  for (const { file } of bad) {
    const { status, stdout, stderr } = runProgram(["analyse", "--case", file, SVMAP]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^ringprint: \S+\.ringcase (is|was) [^\n]+\.\n$/);
  }
  expect(folderHashes(folder)).toEqual(before);
});

test("a byte changed in any block of a case is told before anything is written, or changes nothing of the report", async () => {
  const sample = path.join(ROOT, "resources/samples/telescope-sample.pcapng");
  const good = caseIn();
  const report = formatJson((await analyseInto(good, [sample], { make: true, index: false })).report);
  const bytes = fs.readFileSync(good);
  const folder = temporaryFolder();
  const file = caseIn(folder);
  const refused = [];
  for (const place of blockPlaces(bytes.length)) {
    fs.writeFileSync(file, flipped(bytes, place));
    const before = folderHashes(folder);
    const outcome = await reportOrFault(file);
    if (outcome === report) continue;
    expect(outcome).toBe("damaged-case");
    expect(folderHashes(folder)).toEqual(before);
    refused.push(place);
  }
  expect(refused.length).toBeGreaterThan(blockPlaces(bytes.length).length / 2);
});

/** The report of a case, or the code of why there is none. */
async function reportOrFault(file: string): Promise<string> {
  const looked = await openCase(file, true);
  if (isFault(looked)) return looked.code;
  try {
    return formatJson((await analyseOpened(looked, [])).report);
  } catch (error) {
    if (error instanceof CaseError) return error.fault.code;
    throw error;
  } finally {
    await looked.close();
  }
}

/** Another process that holds a database; `access` is that of the database. */
async function holder(file: string, access: string): Promise<ChildProcess> {
  const script = `
    const { DuckDBInstance } = require("@duckdb/node-api");
    DuckDBInstance.create(process.argv[1], { access_mode: process.argv[2] }).then((held) => {
      console.log("held");
      setTimeout(() => held.closeSync(), 1e6);
    });`;
  const child = spawn(process.execPath, ["-e", script, file, access], { cwd: ROOT });
  onTestFinished(() => void child.kill("SIGKILL"));
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return child;
}

test.each([
  ["READ_WRITE", true],
  ["READ_WRITE", false],
  ["READ_ONLY", true],
])("a case that another process holds (%s) is not opened, and its holder is told", async (access, writable) => {
  const file = await goodCase();
  const { pid } = await holder(file, access);
  const before = folderHashes(path.dirname(file));
  expect(await openCase(file, writable)).toEqual({
    code: "case-in-use",
    message: expect.stringContaining(`is open elsewhere (process ${pid}). It was not changed.`),
  });
  const { status, stdout, stderr } = runProgram(["analyse", "--case", file]);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("is open elsewhere");
  expect(folderHashes(path.dirname(file))).toEqual(before);
});

test("a case is open once in a program, by whatever name", async () => {
  const file = await goodCase();
  const link = path.join(temporaryFolder(), "link.ringcase");
  fs.symlinkSync(file, link);
  const first = await opened(file, true);
  for (const name of [file, link]) {
    for (const writable of [true, false]) expect(await openCase(name, writable)).toMatchObject({ code: "case-in-use" });
  }
  await first.close();
  await opened(link, false);
});

test("the lock holds while a folder is read in which the case itself lies", async () => {
  const folder = temporaryFolder();
  fs.copyFileSync(SVMAP, path.join(folder, "a.pcap"));
  const file = caseIn(folder);
  const held = await openedCase(file, true);
  onTestFinished(() => held.close());
  const { report } = await analyseOpened(held, [folder]);
  expect(report.notRead).toEqual([]);
  expect(runProgram(["analyse", "--case", file]).stderr).toContain(`is open elsewhere (process ${process.pid})`);
});

test("a case opened for reading gives its values, takes none and stays as it is", async () => {
  const file = await goodCase();
  const before = folderHashes(path.dirname(file));
  const looked = await opened(file, false);
  const count = await looked.use((connection) => connection.runAndReadAll("SELECT count(*)::INTEGER FROM capture"));
  expect(count.value(0, 0)).toBe(1);
  await expect(looked.save((connection) => connection.run("DELETE FROM capture"))).rejects.toThrow(/read-only/);
  await looked.close();
  expect(folderHashes(path.dirname(file))).toEqual(before);
});

test("a report of what a case holds does not change it", async () => {
  const file = await goodCase();
  const before = folderHashes(path.dirname(file));
  expect(runProgram(["analyse", "--case", file]).status).toBe(0);
  expect(folderHashes(path.dirname(file))).toEqual(before);
});

test("nothing that is there is overwritten by a new case, nor taken for a part of it", async () => {
  const folder = temporaryFolder();
  const file = caseIn(folder);
  fs.writeFileSync(`${file}.wal`, "of another case");
  const before = folderHashes(folder);
  expect(await createCase(file, "0.0.0")).toMatchObject({ code: "case-exists" });
  expect(folderHashes(folder)).toEqual(before);
  fs.writeFileSync(path.join(folder, "other.ringcase"), "a file");
  expect(await createCase(path.join(folder, "other.ringcase"), "0.0.0")).toMatchObject({ code: "case-exists" });
  expect(await createCase(path.join(folder, "none/x.ringcase"), "0.0.0")).toMatchObject({ code: "case-not-writable" });
});

test("no statement reaches another file than the case", async () => {
  const file = await goodCase();
  const held = await opened(file, true);
  const other = path.join(temporaryFolder(), "other.csv");
  fs.writeFileSync(other, "a,b\n1,2\n");
  for (const statement of [
    `COPY capture TO '${other}x'`,
    `SELECT * FROM read_csv('${other}')`,
    `ATTACH '${other}.db'`,
    "SET enable_external_access = true",
    "INSTALL sqlite",
  ]) {
    await expect(
      held.use((connection) => connection.run(statement)),
      statement,
    ).rejects.toThrow();
  }
  expect(fs.readdirSync(path.dirname(other))).toEqual(["other.csv"]);
});

let first = "";
beforeAll(() => {
  first = runProgram(FIRST_REPORT).stdout;
});

test("what was saved before the process was killed is there, though it lies in the log beside the case", async () => {
  const file = caseIn();
  const script = `
    const { DuckDBInstance } = require("@duckdb/node-api");
    (async () => {
      const held = await DuckDBInstance.create(process.argv[1]);
      const connection = await held.connect();
      await connection.run("INSERT INTO event VALUES (1, 0, 'a', 'b', '{}')");
      await connection.run("BEGIN");
      await connection.run("INSERT INTO event VALUES (2, 0, 'a', 'b', '{}')");
      console.log("saved");
    })();`;
  await analyseInto(file, [SVMAP], { make: true });
  const child = spawn(process.execPath, ["-e", script, file], { cwd: ROOT });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  child.kill("SIGKILL");
  await new Promise((resolve) => child.once("close", resolve));
  expect(fs.statSync(`${file}.wal`).size).toBeGreaterThan(0);
  const looked = await opened(file, false);
  const events = await looked.use((connection) => connection.runAndReadAll("SELECT id::INTEGER FROM event"));
  expect(events.getRows()).toEqual([[1]]);
  await looked.close();
  expect(runProgram(["analyse", "--case", file, "--report", "-"]).stdout).toBe(first);
  expect(fs.readdirSync(path.dirname(file))).toEqual([path.basename(file)]);
  expect(await rowsOf(file, "SELECT id::INTEGER FROM event")).toEqual([[1]]);
});

test("captures of every kind lie in the case whole", async () => {
  const file = caseIn();
  const { report } = await analyseInto(file, capturesIn("formats"), { make: true });
  expect(await rowsOf(file, "SELECT count(*)::INTEGER FROM packet")).toEqual([[report.totals.classes.sipRequest]]);
});
