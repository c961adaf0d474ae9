import fs from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Report } from "../../core/report/report.ts";
import { PeakMemory } from "../builders/peak-memory.ts";
import { ROOT } from "../builders/program.ts";
import { ReadingThread, reportOf } from "../builders/reading-thread.ts";

/** What a file must give. A pair of numbers is the least and the most. */
interface Expected {
  /** Exit codes of the command line: 0 read whole, 1 in part, 2 refused. */
  readonly ends: readonly number[];
  readonly packets: number | readonly [number, number];
  readonly requests: number | readonly [number, number];
  /** Why this is not what the file's origin states. */
  readonly because?: string;
}

/** What reading a file gave and took. */
interface Reading {
  readonly name: string;
  readonly end: number;
  readonly packets: number;
  readonly requests: number;
  readonly classes: number;
  readonly readToTheEnd: boolean;
  readonly milliseconds: number;
  readonly peakBytes: number;
}

const MOST_MILLISECONDS = 5000;
const MOST_BYTES = 500_000_000;
const CAPTURES = path.join(ROOT, "test/captures");

const outcomes: Record<string, Expected> = readCase("capture-outcomes.json");
const tcpdumpCounts: Record<string, { packets: number }> = readCase("tcpdump-tests-counts.json");

function readCase(name: string) {
  return JSON.parse(fs.readFileSync(path.join(ROOT, "test/cases", name), "utf8"));
}

const names = fs
  .readdirSync(CAPTURES, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(CAPTURES, path.join(entry.parentPath, entry.name)))
  .sort();

const thread = new ReadingThread();
afterAll(() => thread.close());

/** Read by this process, so that its memory is that of the reader and somewhat more. */
async function read(name: string): Promise<Reading> {
  const memory = new PeakMemory();
  memory.restart();
  const start = performance.now();
  const report = reportOf([await thread.read(path.join(CAPTURES, name))]);
  return {
    name,
    end: endOf(report),
    packets: report.totals.packets,
    requests: report.totals.classes.sipRequest,
    classes: Object.values(report.totals.classes).reduce((sum, count) => sum + count, 0),
    readToTheEnd: report.captures[0]?.complete ?? false,
    milliseconds: performance.now() - start,
    peakBytes: memory.bytes,
  };
}

function endOf({ captures }: Report): number {
  const [capture] = captures;
  if (capture === undefined) return 2;
  return capture.complete && capture.problems.every(({ effect }) => effect === "noted") ? 0 : 1;
}

const fits = (found: number, expected: Expected["packets"]) =>
  typeof expected === "number" ? found === expected : found >= expected[0] && found <= expected[1];

/** What a file must give: texts that lie beside the captures are refused. */
function expectedOf(name: string): Expected | undefined {
  if (/(^|\/)(LICENSE|README)/.test(name)) return { ends: [2], packets: 0, requests: 0 };
  const [folder, file = ""] = name.split("/");
  // What these hold is the subject of test/field.
  if (folder === "field") return { ends: [0], packets: [1, Infinity], requests: [1, Infinity] };
  const counted = folder === "tcpdump-tests" ? tcpdumpCounts[file] : undefined;
  // tshark reads all of these to their end and finds no request in them; some link types are not ours.
  return counted === undefined ? outcomes[name] : { ends: [0, 1], packets: counted.packets, requests: 0 };
}

test("every capture is opened or refused as is stated, within its time and memory, and every packet has a class", async () => {
  const readings: Reading[] = [];
  for (const name of names) readings.push(await read(name));

  const unexpected = readings.filter((reading) => {
    const expected = expectedOf(reading.name);
    if (expected === undefined) return true;
    const { ends, packets, requests } = expected;
    return !ends.includes(reading.end) || !fits(reading.packets, packets) || !fits(reading.requests, requests);
  });
  expect(unexpected).toEqual([]);
  const cut = readings.filter(({ name, readToTheEnd }) => name.startsWith("tcpdump-tests/") && !readToTheEnd);
  expect(cut.map(({ name }) => name)).toEqual(["tcpdump-tests/LICENSE.tcpdump"]);
  expect(readings.filter(({ packets, classes }) => packets !== classes)).toEqual([]);

  expect(readings.filter(({ milliseconds }) => milliseconds > MOST_MILLISECONDS)).toEqual([]);
  expect(readings.filter(({ peakBytes }) => peakBytes > MOST_BYTES)).toEqual([]);
  const longest = Math.max(...readings.map(({ milliseconds }) => milliseconds));
  const largest = Math.max(...readings.map(({ peakBytes }) => peakBytes));
  console.info(
    `${readings.length} files, the slowest in ${longest.toFixed()} ms, at most ${(largest / 1e6).toFixed()} MB`,
  );
});

test("every stated outcome is that of a file", () => {
  expect(Object.keys(outcomes).filter((name) => !names.includes(name))).toEqual([]);
});
