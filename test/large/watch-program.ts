import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { bundlePath } from "../../core/cli/build.mjs";
import type { Report } from "../../core/report/report.ts";
import { peakOf } from "../builders/peak-memory.ts";

/** A run of the command line, watched from outside. */
export interface WatchedRun {
  readonly exitCode: number;
  /** What it wrote to standard output. */
  readonly printed: string;
  readonly seconds: number;
  /** Most memory the process held, in bytes. */
  readonly peakBytes: number;
  /** Resident bytes at equal distances of time, from the start to the end. */
  readonly samples: readonly number[];
}

/** The run of an analysis. */
export interface WatchedAnalysis extends WatchedRun {
  readonly report: Report;
}

const SAMPLE_EVERY_MS = 100;

/** Analyses a capture in one reading thread. Rejects as `watchProgram` does, and when the program left no report. */
export async function watchAnalysis(capture: string, mostSeconds: number): Promise<WatchedAnalysis> {
  const reportFile = path.join(path.dirname(capture), "report.json");
  const run = await watchProgram(["analyse", capture, "--threads", "1", "--report", reportFile], mostSeconds);
  return { ...run, report: JSON.parse(fs.readFileSync(reportFile, "utf8")) };
}

/**
 * Runs the bundled command line and looks at its memory (Linux). Rejects when the program has not ended after
 * `mostSeconds`, which kill it.
 */
export async function watchProgram(args: readonly string[], mostSeconds: number): Promise<WatchedRun> {
  const start = performance.now();
  const child = spawn(process.execPath, [bundlePath, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: mostSeconds * 1000,
    killSignal: "SIGKILL",
  });
  const printed: Buffer[] = [];
  child.stdout.on("data", (bytes: Buffer) => printed.push(bytes));
  const samples: number[] = [];
  let peakBytes = 0;
  const timer = setInterval(() => {
    try {
      samples.push(residentBytes(child.pid as number));
      peakBytes = peakOf(child.pid as number);
    } catch {
      // The process has just ended.
    }
  }, SAMPLE_EVERY_MS);
  const [exitCode, signal] = await once(child, "close");
  clearInterval(timer);
  const seconds = (performance.now() - start) / 1000;
  if (signal !== null) {
    const held = `it held ${(peakBytes / 1e6).toFixed()} MB`;
    throw new Error(`the program was ended by ${signal} after ${seconds.toFixed()} s; ${held}`);
  }
  return { exitCode, printed: Buffer.concat(printed).toString(), seconds, peakBytes, samples };
}

/** What a run took, for people. */
export function describeRun(
  what: string,
  bytes: number,
  { seconds, peakBytes, samples, report }: WatchedAnalysis,
): string {
  const [early, late] = [mostOf(samples, 0, 0.25), mostOf(samples, 0.75, 1)].map((most) => (most / 1e6).toFixed());
  const rate = (report.totals.packets / seconds).toFixed();
  return (
    `${what}: ${(bytes / 1e9).toFixed(2)} GB, ${report.totals.packets} packets in ${seconds.toFixed(1)} s (${rate}/s); ` +
    `peak ${(peakBytes / 1e6).toFixed()} MB, first quarter ${early} MB, last quarter ${late} MB`
  );
}

/** The largest sample between two parts of the run. */
export function mostOf(samples: readonly number[], from: number, to: number): number {
  return Math.max(...samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to)));
}

function residentBytes(process: number): number {
  const pages = fs.readFileSync(`/proc/${process}/statm`, "latin1").split(" ")[1];
  return Number(pages) * 4096;
}
