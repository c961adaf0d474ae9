import { expect, test } from "vitest";
import { CoveredDays } from "../../core/campaign/covered-days.ts";
import { recurrenceOf } from "../../core/campaign/runs.ts";

const YEAR = new CoveredDays([[0, 364]]);
/** Two stretches with 70 days between them that nobody watched. */
const WITH_HOLE = new CoveredDays([
  [0, 29],
  [100, 129],
]);

test.each([
  ["nothing", [], YEAR, 0, false, false],
  ["one day", [5], YEAR, 1, false, false],
  ["days in a row are one run", [5, 6, 7], YEAR, 1, false, false],
  ["every second day", [0, 2, 4, 6], YEAR, 4, true, true],
  ["three runs", [0, 7, 14], YEAR, 3, true, false],
  ["a week apart", [0, 7, 14, 21], YEAR, 4, true, true],
  ["a week apart, two days long", [0, 1, 7, 8, 14, 15, 21], YEAR, 4, true, true],
  ["no rhythm", [0, 2, 8, 16, 24, 36], YEAR, 6, true, false],
  ["a hole between two days of one run", [28, 29, 100, 101], WITH_HOLE, 1, false, false],
  ["a gap across a hole is none", [1, 8, 15, 22, 101, 108, 115, 122], WITH_HOLE, 8, true, true],
  ["two gaps that were watched are too few", [1, 8, 101, 108], WITH_HOLE, 4, true, false],
])("%s", (_name, days, covered, runs, recurring, periodic) => {
  expect(recurrenceOf(days, covered)).toMatchObject({ runs, recurring, periodic });
});

test("the gaps and their variation", () => {
  expect(recurrenceOf([0, 6, 12, 21], YEAR)).toMatchObject({ meanGapDays: 7, gapVariation: Math.sqrt(2) / 7 });
  expect(recurrenceOf([3], YEAR)).toMatchObject({ meanGapDays: null, gapVariation: null });
});

test("captures that overlap or follow each other cover their days once", () => {
  const covered = new CoveredDays([
    [10, 12],
    [1, 5],
    [4, 6],
    [7, 7],
  ]);
  expect(covered.spans).toEqual([
    [1, 7],
    [10, 12],
  ]);
  expect(covered.count).toBe(10);
  expect(covered.countBetween(6, 10)).toBe(3);
  expect(covered.countBetween(8, 9)).toBe(0);
});
