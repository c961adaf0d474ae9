import { expect, test } from "vitest";
import { timeTicks } from "../../../renderer/ui/time-ticks.ts";
import { formatDuration, formatFullTime, formatSeconds, formatSpan, formatTime } from "../../../renderer/ui/times.ts";

const TIME = "2020-01-06T00:00:43.623050735Z";
const spaced = (text: string) => text.replaceAll("\u202f", "_");

test("a time is shown to the second, and in full with its offset", () => {
  expect(formatTime(TIME)).toBe("2020-01-06 00:00:43");
  expect(formatFullTime(TIME)).toBe("2020-01-06 00:00:43.623050735 +00:00");
  expect(formatTime(null)).toBe("–");
  expect(formatFullTime(null)).toBe("no time known");
});

test("seconds are UTC, and a day is not said twice", () => {
  expect(formatSeconds(1_578_268_843)).toBe("2020-01-06 00:00:43");
  expect(formatSeconds(1e30)).toBe("–");
  expect(formatSpan(1_578_268_800, 1_578_272_400)).toBe("2020-01-06 00:00:00 – 01:00:00");
  expect(formatSpan(1_578_268_800, 1_578_355_200)).toBe("2020-01-06 00:00:00 – 2020-01-07 00:00:00");
});

test.each([
  [null, "–"],
  [0, "0_ms"],
  [0.0001, "<1_ms"],
  [0.25, "250_ms"],
  [9.96, "9.9_s"],
  [12.7, "12_s"],
  [60, "1_min"],
  [250, "4_min 10_s"],
  [4096, "1_h 8_min"],
  [529_200, "6_d 3_h"],
])("%s seconds last", (seconds, expected) => expect(spaced(formatDuration(seconds))).toBe(expected));

test("ticks fall on round moments", () => {
  const labels = (start: number, end: number, most: number) => timeTicks(start, end, most).map(({ label }) => label);
  expect(labels(1_578_268_843, 1_578_283_200, 5)).toEqual(["01:00", "02:00", "03:00", "04:00"]);
  expect(labels(1_578_351_600, 1_578_362_400, 3)).toEqual(["23:00", "2020-01-07", "01:00", "02:00"]);
  expect(labels(0, 3, 5)).toEqual(["1970-01-01", "00:00:01", "00:00:02", "00:00:03"]);
});

test("there are never more ticks than can be drawn", () => {
  for (const span of [0, 1, 59, 3601, 1e6, 1e9, 4e9, 1e12]) {
    const ticks = timeTicks(1_578_268_843, 1_578_268_843 + span, 8);
    expect(ticks.length).toBeLessThanOrEqual(9);
    expect(ticks.every(({ seconds }) => seconds >= 1_578_268_843)).toBe(true);
  }
});
