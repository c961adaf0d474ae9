import { expect, test } from "vitest";
import { NO_READING, type ReadingState } from "../../../../core/contract/reading-state.ts";
import {
  describeReading,
  describeTrouble,
  nothingWasRead,
  packetRate,
  percentText,
  progressParts,
  readShare,
  secondsLeft,
} from "../../../../renderer/features/reading/reading-progress.ts";

const spaced = (text: string) => text.replaceAll("\u202f", "_");

/** A quarter of 100 MB after 2 s. */
const READING: ReadingState = {
  ...NO_READING,
  phase: "reading",
  names: ["a.pcap"],
  files: 1,
  filesEnded: 0,
  bytesRead: 25_000_000,
  bytesTotal: 100_000_000,
  packets: 240_000,
  elapsedMs: 2000,
  revision: 3,
};

test("share, rate and time left follow from what was read", () => {
  expect(readShare(READING)).toBe(0.25);
  expect(packetRate(READING)).toBe(120_000);
  expect(secondsLeft(READING)).toBe(6);
  expect(progressParts(READING).map(spaced)).toEqual([
    "25.0_MB of 100_MB",
    "240,000 packets",
    "120_k packets/s",
    "6.0_s left",
  ]);
});

test.each([
  ["at once", { elapsedMs: 500 }],
  ["nothing was read yet", { bytesRead: 0 }],
  ["all is read", { phase: "judging" as const }],
])("time left is not told when %s", (_name, change) => expect(secondsLeft({ ...READING, ...change })).toBeNull());

test("files without a byte are no division by nothing", () => {
  expect(readShare({ ...READING, bytesRead: 0, bytesTotal: 0 })).toBe(0);
  expect(packetRate({ ...READING, elapsedMs: 0 })).toBeNull();
});

test("while something is left it is not 100 per cent", () => {
  expect(spaced(percentText({ ...READING, bytesRead: 100_000_000 }))).toBe("99_%");
  expect(spaced(percentText({ ...READING, phase: "ended", bytesRead: 100_000_000 }))).toBe("100_%");
});

test.each([
  ["idle", { phase: "idle" as const }, "No captures open"],
  ["reading", {}, "Reading 25_% · 120_k packets/s · 6.0_s left"],
  ["judging", { phase: "judging" as const }, "All packets read · naming the tools"],
  ["ended", { phase: "ended" as const }, "Read 240,001 packets from 1 file"],
  ["cancelled", { phase: "stopped" as const, cancelled: true }, "Cancelled · 240,001 packets read before"],
  ["stopped", { phase: "stopped" as const }, "Stopped · 240,001 packets read before"],
])("the status line, %s", (_name, change, expected) => {
  expect(spaced(describeReading({ ...READING, ...change }, { packets: 240_001, captures: 1 }))).toBe(expected);
});

test("the status line counts files that were read, not those that were refused", () => {
  const ended = { ...READING, phase: "ended" as const, files: 3 };
  expect(describeReading(ended, { packets: 7, captures: 2 })).toBe("Read 7 packets from 2 files");
  expect(describeReading(ended, { packets: 0, captures: 0 })).toBe("Nothing was read");
  expect(describeReading(ended, undefined)).toBe("Read 240,000 packets from 3 files");
});

test("trouble is told by files, the worst first", () => {
  const told = (troubled: Partial<ReadingState["troubled"]>, engineLost: string | null = null) =>
    describeTrouble({ ...READING, engineLost, troubled: { ...READING.troubled, ...troubled } });
  expect(told({})).toBeNull();
  expect(told({ refused: 1, partial: 2 })).toBe("1 file not read, 2 files read in part.");
  expect(told({ lost: 1, doubtful: 1 })).toBe(
    "1 file doubtful: a second reader disagrees, or the file has changed, 1 file lost because its reader died.",
  );
  expect(told({ partial: 2 }, "The engine stopped.")).toBe("The engine stopped.");
});

test("nothing was read only where results say so", () => {
  const ended = { ...READING, phase: "ended" as const };
  expect(nothingWasRead(ended, 0)).toBe(true);
  expect(nothingWasRead(ended, 1)).toBe(false);
  expect(nothingWasRead(ended, undefined)).toBe(false);
  expect(nothingWasRead({ ...ended, phase: "reading" }, 0)).toBe(false);
  expect(nothingWasRead({ ...ended, engineLost: "The engine stopped." }, 0)).toBe(false);
});
