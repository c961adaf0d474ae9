import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { DEFAULT_RULES } from "../../core/contract/rule-texts.ts";
import {
  analyseCase,
  type CaseAnalysisOptions,
  type CaseAnalysisResult,
  reportOfCase,
} from "../../core/engine/case/analyse-case.ts";
import { listCaptures } from "../../core/engine/case/case-captures.ts";
import { type CaseFault, isFault } from "../../core/engine/case/case-fault.ts";
import { type CaseFile, createCase, openCase } from "../../core/engine/case/case-file.ts";
import { type Merged, mergeCases } from "../../core/engine/case/merge-cases.ts";
import type { MergeSource } from "../../core/engine/case/merge-sources.ts";
import { DEFAULT_MOST_HELD } from "../../core/engine/ingest.ts";
import { type LoadedPacks, loadPacks } from "../../core/engine/load-packs.ts";
import { formatJson } from "../../core/report/report-json.ts";
import { ROOT, temporaryFolder, WORKER_URL } from "./program.ts";

/** Path of a case that does not exist yet. */
export function caseIn(folder: string = temporaryFolder(), name = "test.ringcase"): string {
  return path.join(folder, name);
}

/** A new case, or one that is there; a fault fails the test. */
export async function openedCase(file: string, make: boolean): Promise<CaseFile> {
  const opened = make ? await createCase(file, "0.0.0") : await openCase(file, true);
  if (isFault(opened)) throw new Error(opened.message);
  return opened;
}

/** Adds captures to a case, as the program does. */
export async function analyseInto(
  file: string,
  paths: readonly string[],
  given: Partial<CaseAnalysisOptions> & { readonly make?: boolean } = {},
): Promise<CaseAnalysisResult> {
  const opened = await openedCase(file, given.make ?? false);
  try {
    return await analyseOpened(opened, paths, given);
  } finally {
    await opened.close();
  }
}

/** Merges cases for somebody who waits until it is done. */
export async function mergeAll(sources: readonly MergeSource[], target: string): Promise<Merged | CaseFault> {
  const merged = await mergeCases(sources, target, "0.0.0", { isWanted: () => true, onRows: () => undefined });
  if (merged === null) throw new Error("somebody waits");
  return merged;
}

/** Adds captures to a case that is open. */
export function analyseOpened(
  opened: CaseFile,
  paths: readonly string[],
  given: Partial<CaseAnalysisOptions> = {},
): Promise<CaseAnalysisResult> {
  const packs = builtInPacks();
  const options: CaseAnalysisOptions = {
    paths,
    givenRules: {},
    reread: false,
    index: true,
    packs,
    geoTables: [],
    countsItself: true,
    threads: 2,
    chunkBytes: 1 << 20,
    mostHeld: DEFAULT_MOST_HELD,
    workerUrl: WORKER_URL,
    crossCheckWorkerUrl: null,
    ...given,
  };
  return analyseCase(opened, options, () => undefined).result;
}

function builtInPacks(): LoadedPacks {
  const packs = loadPacks(path.join(ROOT, "resources"), []);
  if ("errors" in packs) throw new Error(packs.errors.join("\n"));
  return packs;
}

/** The report of what a case holds, read under the usual rules, without going on with what waits. */
export async function heldReport(
  file: string,
): Promise<{ readonly paths: readonly string[]; readonly report: string }> {
  const opened = await openCase(file, false);
  if (isFault(opened)) throw new Error(opened.message);
  try {
    const judging = { packs: builtInPacks(), geoTables: [], countsItself: true };
    const report = await reportOfCase(opened, judging, DEFAULT_RULES);
    const captures = await opened.use(listCaptures);
    return { paths: captures.map(({ path: file }) => file), report: formatJson(report) };
  } finally {
    await opened.close();
  }
}

/** Files that wait to be read into a case. */
export async function waitingIn(file: string): Promise<string[]> {
  return (await rowsOf(file, "SELECT path FROM waiting")).map((row) => String((row as unknown[])[0]));
}

/** Rows of a case that belong to no capture, and captures without a row for each of their requests: none. */
export async function brokenRows(file: string): Promise<unknown[]> {
  const orphans = ["packet", "payload", "state_part", "source_state"].map(
    (table) =>
      `SELECT '${table}', count(*) FROM ${table} WHERE capture NOT IN (SELECT id FROM capture) HAVING count(*) > 0`,
  );
  const partly = `SELECT name, requests FROM capture
    WHERE indexed AND requests <> (SELECT count(*) FROM packet WHERE packet.capture = capture.id)`;
  return rowsOf(file, [...orphans, partly].join(" UNION ALL "));
}

/** Rows of a case by a statement of the test's own. */
export async function rowsOf(file: string, sql: string): Promise<unknown[]> {
  const instance = await DuckDBInstance.create(file, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
