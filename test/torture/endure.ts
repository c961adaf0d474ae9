import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { formatJson } from "../../core/report/report-json.ts";
import { ReadingThread, reportOf } from "../builders/reading-thread.ts";
import { Random } from "../generator/random.ts";

/** A hostile capture and where it comes from: its seed and parent, or the command that made it. */
export interface Victim {
  readonly origin: string;
  readonly bytes: Uint8Array;
}

/** Captures of a group are also read together, in two orders. */
const GROUP = 4;
/** A reading in very small chunks would take longer than it tells. */
const MOST_CHUNKS = 20_000;

/**
 * Reads each capture twice, in chunks of random sizes, by the program's own ingest worker. Nothing may throw, die or
 * hang; packets are the sum of their classes; both readings give the same report; so does a group in another order.
 *
 * @returns what went wrong, one sentence each; the captures concerned are kept in the folder it names
 */
export async function endure(victims: readonly Victim[], seed: string): Promise<string[]> {
  const random = new Random(`chunks ${seed}`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ringprint-torture-"));
  const thread = new ReadingThread();
  const faults: string[] = [];
  try {
    for (let start = 0; start < victims.length; start += GROUP) {
      const group = victims.slice(start, start + GROUP).map(({ origin, bytes }, index) => {
        const file = path.join(folder, `${start + index}.capture`);
        fs.writeFileSync(file, bytes);
        return { origin, file, bytes: bytes.length };
      });
      const fault = await endureGroup(group, thread, random).catch((error: Error) => error.message);
      if (fault === undefined) for (const { file } of group) fs.rmSync(file);
      else faults.push(`${fault}\n  ${group.map(({ origin, file }) => `${file}: ${origin}`).join("\n  ")}`);
    }
  } finally {
    await thread.close();
    if (faults.length === 0) fs.rmSync(folder, { recursive: true });
  }
  return faults;
}

interface StoredVictim {
  readonly origin: string;
  readonly file: string;
  readonly bytes: number;
}

/** The first fault that is found, or undefined. */
async function endureGroup(
  group: readonly StoredVictim[],
  thread: ReadingThread,
  random: Random,
): Promise<string | undefined> {
  const twice = [];
  for (const { file, bytes } of group) {
    const sizes = [chunkBytes(bytes, random), chunkBytes(bytes, random)] as const;
    const first = await thread.read(file, sizes[0]);
    const second = await thread.read(file, sizes[1]);
    const report = reportOf([first]);
    const where = `${path.basename(file)} in chunks of ${sizes.join(" and ")}`;
    if (formatJson(report) !== formatJson(reportOf([second]))) return `${where}: the two reports differ`;
    for (const { packets, classes } of report.captures) {
      const sum = Object.values(classes).reduce((total, count) => total + count, 0);
      if (sum !== packets) return `${where}: ${packets} packets, but their classes add up to ${sum}`;
    }
    twice.push([first, second] as const);
  }
  const inOrder = formatJson(reportOf(twice.map(([first]) => first)));
  const backwards = formatJson(reportOf(twice.map(([, second]) => second).reverse()));
  return inOrder === backwards ? undefined : "the report of several captures depends on their order";
}

function chunkBytes(captureBytes: number, random: Random): number {
  const least = Math.ceil(captureBytes / MOST_CHUNKS) + 1;
  return random.pick([least, random.int(least, least + 100), random.int(100, 5000), 4096, 1 << 20]);
}
