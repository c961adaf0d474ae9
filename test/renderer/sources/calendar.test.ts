import { expect, test } from "vitest";
import type { SourceDays, SourceInspection } from "../../../core/contract/source-table.ts";
import { calendarOf, dayAfterKey } from "../../../renderer/features/sources/calendar.ts";
import { describeDay, describePause } from "../../../renderer/features/sources/calendar-words.ts";

function source(activeDays: string[], ...covered: [first: string, last: string][]): SourceInspection {
  const row = {
    address: "192.0.2.7",
    packets: 1,
    flows: 1,
    destinations: 1,
    tools: [],
    days: activeDays.length,
    firstPacketAt: null,
    lastPacketAt: null,
    located: { country: null, network: null },
  };
  return { row, activeDays, coveredDays: covered.map(([first, last]) => ({ first, last })), geoTables: [] };
}

function counted(days: [string, number][], rest: { undated?: number; notIndexed?: number } = {}): SourceDays {
  return { kind: "counted", days, undated: 0, notIndexed: 0, ...rest };
}

/** The days of a calendar, each by what it holds: a level, `.` none, `?` not counted, `-` no data. */
function drawn(...args: Parameters<typeof calendarOf>): string[] {
  return calendarOf(...args).map((line) =>
    line.kind === "pause"
      ? describePause(line)
      : `${line.month} ${line.days
          .map(({ kind, packets, level }) =>
            kind === "no-data" ? "-" : kind === "none" ? "." : packets === null ? "?" : String(level),
          )
          .join("")}`,
  );
}

test("days without packets differ from days that no capture reaches over", () => {
  const days = counted([
    ["2026-02-03", 1],
    ["2026-02-05", 900],
    ["2026-02-20", 30],
  ]);
  const one = source(
    ["2026-02-03", "2026-02-05", "2026-02-20"],
    ["2026-02-02", "2026-02-06"],
    ["2026-02-20", "2026-02-21"],
  );
  expect(drawn(one, days)).toEqual(["2026-02 -.1.4.-------------3.-------"]);
  expect(drawn(one, { kind: "reading" })).toEqual(["2026-02 -.?.?.-------------?.-------"]);
});

test("a leap day, months of their length, and long pauses in one line", () => {
  const days = counted([
    ["2024-02-29", 5],
    ["2025-01-01", 5],
  ]);
  expect(drawn(source(["2024-02-29", "2025-01-01"], ["2024-02-29", "2025-01-02"]), days)).toEqual([
    `2024-02 ${"-".repeat(28)}4`,
    "2024-03 to 2024-12: no packets in 10 months",
    `2025-01 4.${"-".repeat(29)}`,
  ]);
});

test("a pause tells days without packets from days that no capture reaches over", () => {
  const days = counted([
    ["2026-01-31", 5],
    ["2026-06-01", 5],
  ]);
  const between = (...covered: [string, string][]) =>
    drawn(
      source(["2026-01-31", "2026-06-01"], ["2026-01-31", "2026-01-31"], ...covered, ["2026-06-01", "2026-06-01"]),
      days,
    )[1];
  expect(between()).toBe("2026-02 to 2026-05: no capture reaches over these 4 months");
  expect(between(["2026-03-01", "2026-03-07"])).toBe(
    "2026-02 to 2026-05: no packets on 7 days; no capture reaches over the other 113",
  );
});

test("a source without a time has no calendar", () => {
  expect(calendarOf(source([]), counted([], { undated: 3 }))).toEqual([]);
});

test("days in words", () => {
  const [line] = calendarOf(source(["2026-02-03"], ["2026-02-02", "2026-02-03"]), counted([["2026-02-03", 1_204]]));
  const days = line?.kind === "month" ? line.days : [];
  expect(days.slice(0, 3).map((day) => describeDay(day, false))).toEqual([
    "2026-02-01: no capture reaches over this day",
    "2026-02-02: no packets",
    "2026-02-03: 1,204 packets",
  ]);
  expect(days[2] && describeDay(days[2], true)).toBe("2026-02-03: at least 1,204 packets");
});

test.each<[string, string | null, string]>([
  ["ArrowRight", "2026-01-31", "2026-02-01"],
  ["ArrowLeft", "2026-01-01", "2026-01-01"],
  ["ArrowRight", null, "2026-01-01"],
  ["ArrowDown", "2026-01-31", "2026-02-28"],
  ["ArrowDown", "2026-01-07", "2026-02-07"],
  ["ArrowUp", "2026-01-07", "2026-01-07"],
  ["Home", "2026-02-03", "2026-01-01"],
  ["End", "2026-01-03", "2026-02-28"],
  ["PageDown", "2026-01-10", "2026-02-20"],
  ["PageDown", "2026-02-20", "2026-02-20"],
  ["PageUp", "2026-02-19", "2026-01-10"],
])("%s from %s goes to %s", (key, day, expected) => {
  const lines = calendarOf(source(["2026-01-10", "2026-02-20"], ["2026-01-10", "2026-02-20"]), undefined);
  expect(dayAfterKey(key, lines, day)).toBe(expected);
});
