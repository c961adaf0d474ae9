import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, inject, test } from "vitest";
import { bundlePath } from "../../core/cli/build.mjs";
import { formatJson } from "../../core/report/report-json.ts";
import { brokenRows, heldReport } from "../builders/case.ts";
import { analyseFiles, capturesIn, runProgram, temporaryFolder } from "../builders/program.ts";
import { Random } from "../generator/random.ts";
import { writeManyFlows } from "../large/many-flows.ts";

const { kills, firstSeed } = inject("torture");
/** Captures that are saved together, as all of them are small. */
const SMALL = [...capturesIn("tools"), ...capturesIn("formats")];
/** Captures that are saved one by one, as each is too much to be held back. */
const LARGE = 10;
const PACKETS_OF_SOURCE = 180;
const THREADS = ["--threads", "2"];
/** Kills of one case, one after the other. */
const KILLS_OF_CASE = 4;

/** Runs the command line and kills it after some time, if it still runs. */
async function killed(args: readonly string[], afterMs: number): Promise<boolean> {
  const child = spawn(process.execPath, [bundlePath, ...args], { stdio: "ignore" });
  const timer = setTimeout(() => child.kill("SIGKILL"), afterMs);
  const signal = await new Promise((resolve) => child.once("close", (_code, by) => resolve(by)));
  clearTimeout(timer);
  return signal === "SIGKILL";
}

/** What a case whose reading was killed holds, and what is wrong with it; undefined where nothing is. */
interface Found {
  /** Captures. */
  readonly held: number;
  readonly fault: string | undefined;
}

async function findIn(file: string, reports: Map<string, string>): Promise<Found> {
  const broken = await brokenRows(file);
  const { paths, report } = await heldReport(file);
  const key = [...paths].sort().join("\n");
  if (!reports.has(key)) reports.set(key, formatJson((await analyseFiles(paths)).report));
  const held = paths.length;
  if (broken.length > 0) return { held, fault: `rows without a whole capture: ${JSON.stringify(broken)}` };
  const isWhole = report === reports.get(key);
  return { held, fault: isWhole ? undefined : "what it holds gives another report than its captures" };
}

/** Runs the command line to its end, and says how long that took. */
function timeOf(args: readonly string[]): { readonly ms: number; readonly stdout: string } {
  const start = performance.now();
  const { stdout } = runProgram(args);
  return { ms: performance.now() - start, stdout };
}

/** Small captures, and large ones so that some are in the case for a good while before all are. */
function captures(folder: string): string[] {
  const large = Array.from({ length: LARGE }, (_, index) => {
    const file = path.join(folder, `large-${index}.pcap`);
    writeManyFlows(file, { sources: 20 + index, flowsEach: 1, packetsEach: PACKETS_OF_SOURCE, sweepPackets: 0 });
    return file;
  });
  return [...SMALL, ...large];
}

test(`${kills} kills of a reading into a case, seed ${firstSeed}: what is in it is whole, and it goes on`, async () => {
  const random = new Random(`kills ${firstSeed}`);
  const folder = temporaryFolder();
  const given = captures(folder);
  const whole = path.join(folder, "whole.ringcase");
  const startMs = timeOf(["--version"]).ms;
  const { ms: wholeMs, stdout: expected } = timeOf(["analyse", "--case", whole, ...given, ...THREADS, "--report", "-"]);
  const { ms: reportMs } = timeOf(["analyse", "--case", whole, "--report", "-"]);
  // What comes behind the reading changes no case.
  const readMs = wholeMs - (reportMs - startMs);
  expect(expected).toBe(formatJson((await analyseFiles(given)).report));
  const reports = new Map<string, string>();
  const faults: string[] = [];
  const held = new Set<number>();
  let done = 0;
  for (let round = 0; done < kills; round += 1) {
    const file = path.join(folder, `${round}.ringcase`);
    let begun = false;
    for (let kill = 0; kill < KILLS_OF_CASE && done < kills; kill += 1) {
      const args = ["analyse", "--case", file, ...THREADS, ...(begun ? [] : given)];
      // The program takes a while to start; before that there is nothing to disturb.
      if (await killed(args, random.int(Math.floor(startMs), Math.ceil(readMs)))) done += 1;
      if (!fs.existsSync(file)) continue;
      const found = await findIn(file, reports).catch((error: Error) => ({ held: null, fault: error.message }));
      if (found.fault !== undefined) faults.push(`round ${round}, kill ${kill}: ${found.fault}`);
      if (found.held !== null) held.add(found.held);
      begun = found.held !== null && found.held > 0;
      // Nothing waits: another kill would disturb nothing.
      if (found.held === given.length) break;
    }
    const rest = runProgram(["analyse", "--case", file, "--report", "-", ...(begun ? [] : given)]);
    if (rest.stdout !== expected) faults.push(`round ${round}: another report at the end: ${rest.stderr}`);
    fs.rmSync(file, { force: true });
  }
  expect(faults).toEqual([]);
  // Else no kill came in the middle.
  expect([...held].some((count) => count > 0 && count < given.length)).toBe(true);
});
