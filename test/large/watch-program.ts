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
  readonly report: Report;
  readonly seconds: number;
  /** Most memory the process held, in bytes. */
  readonly peakBytes: number;
  /** Resident bytes at equal distances of time, from the start to the end. */
  readonly samples: readonly number[];
}

const SAMPLE_EVERY_MS = 100;

/**
 * Analyses a capture with the bundled command line, in one reading thread, and looks at its memory (Linux). Rejects
 * when the program has not ended after `mostSeconds`, which kill it, or left no report.
 */
export async function watchProgram(capture: string, mostSeconds: number): Promise<WatchedRun> {
  const reportFile = path.join(path.dirname(capture), "report.json");
  const start = performance.now();
  const args = [bundlePath, "analyse", capture, "--threads", "1", "--report", reportFile];
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "ignore", "inherit"],
    timeout: mostSeconds * 1000,
    killSignal: "SIGKILL",
  });
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
  const [exitCode, signal] = await once(child, "exit");
  clearInterval(timer);
  const seconds = (performance.now() - start) / 1000;
  if (signal !== null) {
    const held = `it held ${(peakBytes / 1e6).toFixed()} MB`;
    throw new Error(`the program was ended by ${signal} after ${seconds.toFixed()} s; ${held}`);
  }
  return { exitCode, report: JSON.parse(fs.readFileSync(reportFile, "utf8")), seconds, peakBytes, samples };
}

/** What a run took, for people. */
export function describeRun(what: string, bytes: number, { seconds, peakBytes, samples, report }: WatchedRun): string {
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
