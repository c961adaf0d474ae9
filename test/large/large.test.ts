import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../builders/program.ts";
import type { LargeCapture } from "./large-capture.ts";
import { writeDensePcap, writeSparsePcap, writeSparsePcapng, writeSpoofedPcap } from "./large-captures.ts";
import { writeManyFlows } from "./many-flows.ts";
import { describeRun, mostOf, type WatchedAnalysis, watchAnalysis, watchProgram } from "./watch-program.ts";

const MANY_SOURCES = 200_000;
const FOUR_GIB = 2 ** 32;
const FIVE_GIB = 5 * 2 ** 30;
/** What garbage collection may add after the first quarter of a run in which memory does not grow. */
const TOLERATED_GROWTH_BYTES = 100_000_000;
const MOST_BYTES = 500_000_000;

// Memory is looked up in /proc.
const onLinux = test.skipIf(process.platform !== "linux");

interface Run extends LargeCapture {
  readonly run: WatchedAnalysis;
  readonly storedBytes: number;
}

async function analyseLarge(what: string, write: (file: string) => LargeCapture, mostSeconds = 1800): Promise<Run> {
  const file = path.join(temporaryFolder(), "large.capture");
  const capture = write(file);
  const storedBytes = fs.statSync(file).blocks * 512;
  const run = await watchAnalysis(file, mostSeconds);
  console.info(describeRun(what, capture.bytes, run));
  return { ...capture, run, storedBytes };
}

function expectFlatMemory({ run }: Run): void {
  expect(run.peakBytes).toBeLessThan(MOST_BYTES);
  expect(mostOf(run.samples, 0.25, 1)).toBeLessThan(mostOf(run.samples, 0, 0.25) + TOLERATED_GROWTH_BYTES);
}

onLinux.each([
  ["a sparse pcapng file of blocks to skip", writeSparsePcapng, 0],
  ["a sparse pcap file of packets of 16 MiB", writeSparsePcap, 1],
] as const)(
  "%s, above 5 GiB: each packet counts, the damage behind 4 GiB has its exact place",
  async (what, write, zeros) => {
    const result = await analyseLarge(what, (file) => write(file, FIVE_GIB));
    const { bytes, requests, damageAt, run, storedBytes } = result;
    expect(bytes).toBeGreaterThan(FIVE_GIB);
    expect(storedBytes).toBeLessThan(50_000_000);
    expect(damageAt).toBeGreaterThan(FOUR_GIB);
    expect(run.exitCode).toBe(1);
    expect(run.report.captures).toMatchObject([
      { bytes, packets: requests * (1 + zeros), stoppedAt: damageAt, classes: { sipRequest: requests } },
    ]);
    expect(run.report.captures[0]?.reason).toContain(`at byte ${damageAt}`);
    expectFlatMemory(result);
  },
);

onLinux("a pcap file of 2 GB: every request counts, and memory stays flat", async () => {
  const result = await analyseLarge("a dense pcap file", (file) => writeDensePcap(file, 2e9));
  expect(result.run.exitCode).toBe(0);
  expect(result.run.report.totals).toMatchObject({ packets: result.requests, sources: 16 });
  expect(result.run.report.totals.classes.sipRequest).toBe(result.requests);
  expectFlatMemory(result);
});

onLinux("200,000 spoofed sources: within 30 s and 1 GB", async () => {
  const { run, requests } = await analyseLarge("200,000 sources", (file) => writeSpoofedPcap(file, 200_000), 60);
  expect(run.exitCode).toBe(0);
  expect(run.report.totals).toMatchObject({ packets: requests, sources: requests });
  expect(run.peakBytes).toBeLessThan(1e9);
  expect(run.seconds).toBeLessThan(30);
});

onLinux(
  "200,000 sources of five packets each: all are looked into without a case, in the memory that Node takes by itself",
  async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, "many-flows.pcap");
    const reportFile = path.join(folder, "report.json");
    const { bytes } = writeManyFlows(file, { sources: MANY_SOURCES, flowsEach: 1, packetsEach: 5, sweepPackets: 0 });
    const run = await watchProgram(["analyse", file, "--report", reportFile], 3000);
    const reportBytes = fs.statSync(reportFile).size;
    console.info(
      `200,000 sources of five packets: ${(bytes / 1e6).toFixed()} MB, report of ${(reportBytes / 1e6).toFixed()} MB in ` +
        `${run.seconds.toFixed()} s, peak ${(run.peakBytes / 1e6).toFixed()} MB`,
    );
    expect(run.exitCode).toBe(0);
    expect(run.printed).toContain("The requests: 200,000 sources, 200,000 flows");
  },
);
