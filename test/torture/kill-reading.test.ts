import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, inject, test } from "vitest";
import { bundlePath } from "../../core/cli/build.mjs";
import { formatJson } from "../../core/report/report-json.ts";
import { brokenRows, heldReport, waitingIn } from "../builders/case.ts";
import { analyseFiles, capturesIn, runProgram, temporaryFolder } from "../builders/program.ts";
import { Random } from "../generator/random.ts";

const { kills, firstSeed } = inject("torture");
const CAPTURES = [...capturesIn("tools"), ...capturesIn("formats")];
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

test(`${kills} kills of a reading into a case, seed ${firstSeed}: what is in it is whole, and it goes on`, async () => {
  const random = new Random(`kills ${firstSeed}`);
  const folder = temporaryFolder();
  const whole = path.join(folder, "whole.ringcase");
  const start = performance.now();
  const expected = runProgram(["analyse", "--case", whole, ...CAPTURES, "--threads", "2", "--report", "-"]).stdout;
  const wholeMs = performance.now() - start;
  expect(expected).toBe(formatJson((await analyseFiles(CAPTURES)).report));
  const reports = new Map<string, string>();
  const faults: string[] = [];
  const held = new Set<number>();
  let done = 0;
  for (let round = 0; done < kills; round += 1) {
    const file = path.join(folder, `${round}.ringcase`);
    for (let kill = 0; kill < KILLS_OF_CASE && done < kills; kill += 1) {
      const begun = fs.existsSync(file) && (await waitingIn(file)).length > 0;
      const args = ["analyse", "--case", file, "--threads", "2", ...(begun ? [] : CAPTURES)];
      // The program takes a while to start; before that there is nothing to disturb.
      if (await killed(args, random.int(Math.floor(wholeMs / 8), Math.ceil(wholeMs)))) done += 1;
      if (!fs.existsSync(file)) continue;
      const found = await findIn(file, reports).catch((error: Error) => ({ held: null, fault: error.message }));
      if (found.fault !== undefined) faults.push(`round ${round}, kill ${kill}: ${found.fault}`);
      if (found.held !== null) held.add(found.held);
    }
    const begun = fs.existsSync(file) && (await waitingIn(file)).length > 0;
    const rest = runProgram(["analyse", "--case", file, "--report", "-", ...(begun ? [] : CAPTURES)]);
    if (rest.stdout !== expected) faults.push(`round ${round}: another report at the end: ${rest.stderr}`);
    fs.rmSync(file, { force: true });
  }
  expect(faults).toEqual([]);
  // Else no kill came in the middle.
  expect([...held].some((count) => count > 0 && count < CAPTURES.length)).toBe(true);
});
