import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import { bundlePath } from "../../core/cli/build.mjs";
import { type AnalysisOptions, type AnalysisResult, analyse } from "../../core/engine/analyse.ts";
import { DEFAULT_MOST_HELD } from "../../core/engine/ingest.ts";
import { loadPacks } from "../../core/engine/load-packs.ts";
import type { AnalysisRules } from "../../core/flow/rule-texts.ts";

/** Root of the repository. */
export const ROOT: string = path.resolve(import.meta.dirname, "../..");
/** The bundled cross-check worker. */
export const CROSS_CHECK_WORKER_URL: URL = pathToFileURL(path.join(path.dirname(bundlePath), "cross-check-worker.mjs"));
/** The bundled ingest worker. */
export const WORKER_URL: URL = pathToFileURL(path.join(path.dirname(bundlePath), "ingest-worker.mjs"));

/** Path of a capture below `test/captures`. */
export function capturePath(name: string): string {
  return path.join(ROOT, "test/captures", name);
}

/** Paths of all captures of a folder below `test/captures`, not of those in folders inside it. */
export function capturesIn(folder: string): string[] {
  return fs
    .readdirSync(capturePath(folder))
    .filter((name) => /\.pcap(ng)?(\.gz|\.zst)?$/.test(name))
    .map((name) => capturePath(`${folder}/${name}`));
}

/** A folder for the files of one test. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ringprint-test-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

type GivenOptions = Partial<AnalysisRules> &
  Partial<Pick<AnalysisOptions, "threads" | "chunkBytes" | "mostHeld" | "crossCheckWorkerUrl" | "geoTables">>;

/** The rules nothing else is said of. */
export const USUAL_RULES: AnalysisRules = {
  ports: new Set([5060]),
  flowTimeoutSeconds: 1200,
  tunnels: true,
  preset: "default",
  telescope: null,
};

/** Analyses captures in worker threads, as the program does, with the built-in pack. */
export function analyseFiles(
  paths: readonly string[],
  {
    threads = 1,
    chunkBytes = 1 << 20,
    mostHeld = DEFAULT_MOST_HELD,
    crossCheckWorkerUrl = null,
    geoTables = [],
    ...given
  }: GivenOptions = {},
): Promise<AnalysisResult> {
  const packs = loadPacks(path.join(ROOT, "resources"), []);
  if ("errors" in packs) throw new Error(packs.errors.join("\n"));
  const rules = { ...USUAL_RULES, ...given };
  const countsItself = true;
  const options = {
    paths,
    rules,
    packs,
    geoTables,
    countsItself,
    threads,
    chunkBytes,
    mostHeld,
    workerUrl: WORKER_URL,
    crossCheckWorkerUrl,
  };
  return analyse(options, () => {}).result;
}

/** Runs the command line as an analyst does, and waits for its end. */
export function runProgram(args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [bundlePath, ...args], { encoding: "utf8", maxBuffer: 1 << 28, timeout: 60_000 });
}
