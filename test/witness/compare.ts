import { ReadingThread, reportOf } from "../builders/reading-thread.ts";
import { type Counts, countWithTshark } from "./tshark.ts";

/** A capture on disk, and what tables call it. */
export interface NamedCapture {
  readonly name: string;
  readonly path: string;
}

/** One capture as both read it, in the words of the table of differences. */
export interface Comparison {
  readonly name: string;
  readonly ours: string;
  readonly tshark: string;
}

/** tshark takes most of the time to start, and on one core only. */
const LANES = 2;

/** Reads each capture with the program's own ingest worker and with tshark; in the order of the captures. */
export async function compareWithTshark(captures: readonly NamedCapture[]): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  let next = 0;
  const lane = async () => {
    const thread = new ReadingThread();
    try {
      for (let index = next; index < captures.length; index = next) {
        next += 1;
        const { name, path } = captures[index] as NamedCapture;
        const [ours, tshark] = await Promise.all([countOurselves(thread, path), countWithTshark(path)]);
        comparisons[index] = { name, ours: describeCounts(ours), tshark: describeCounts(tshark) };
      }
    } finally {
      await thread.close();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return comparisons;
}

/** Those that both did not read alike. */
export function differences(comparisons: readonly Comparison[]): Comparison[] {
  return comparisons.filter(({ ours, tshark }) => ours !== tshark);
}

async function countOurselves(thread: ReadingThread, path: string): Promise<Counts> {
  const { totals, sources } = reportOf([await thread.read(path)]);
  const bySource = Object.fromEntries(sources.map(({ address, packets }) => [address, packets]));
  return { packets: totals.packets, requests: totals.classes.sipRequest, bySource };
}

/** Such as `5 packets, 3 requests (192.0.2.1: 2, 192.0.2.2: 1)`. */
function describeCounts({ packets, requests, bySource }: Counts): string {
  const sources = Object.entries(bySource)
    .map(([address, count]) => `${address}: ${count}`)
    .sort();
  return `${packets} packets, ${requests} requests${sources.length === 0 ? "" : ` (${sources.join(", ")})`}`;
}
