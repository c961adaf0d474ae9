import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { analyseCase, type CaseAnalysisOptions, type CaseAnalysisResult } from "../../core/engine/case/analyse-case.ts";
import { isFault } from "../../core/engine/case/case-fault.ts";
import { type CaseFile, createCase, openCase } from "../../core/engine/case/case-file.ts";
import { loadPacks } from "../../core/engine/load-packs.ts";
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

/** Adds captures to a case that is open. */
export function analyseOpened(
  opened: CaseFile,
  paths: readonly string[],
  given: Partial<CaseAnalysisOptions> = {},
): Promise<CaseAnalysisResult> {
  const packs = loadPacks(path.join(ROOT, "resources"), []);
  if ("errors" in packs) throw new Error(packs.errors.join("\n"));
  const options: CaseAnalysisOptions = {
    paths,
    givenRules: {},
    reread: false,
    index: true,
    packs,
    geoTables: [],
    threads: 2,
    chunkBytes: 1 << 20,
    workerUrl: WORKER_URL,
    crossCheckWorkerUrl: null,
    ...given,
  };
  return analyseCase(opened, options, () => undefined).result;
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
