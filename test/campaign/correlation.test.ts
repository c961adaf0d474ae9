import { describe, expect, test } from "vitest";
import { correlate } from "../../core/campaign/correlation.ts";
import { incompleteBeta } from "../../core/campaign/incomplete-beta.ts";
import { shareOf } from "../../core/campaign/share.ts";
import fixtures from "./correlations.json" with { type: "json" };

/** Equal to six significant digits. */
function expectSixDigits(value: number | null, expected: number): void {
  expect(value).not.toBeNull();
  expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(Math.abs(expected) * 5e-7);
}

describe(`cor.test of ${fixtures.origin}`, () => {
  test.each(fixtures.pairs)("$name", ({ x, y, r, p }) => {
    const found = correlate(x.map((value, index) => [value, y[index] as number] as const));
    expect(found.n).toBe(x.length);
    expectSixDigits(found.r, r);
    expectSixDigits(found.p, p);
  });
});

test.each([
  [
    "two pairs",
    [
      [1, 2],
      [3, 4],
    ],
    null,
    null,
  ],
  [
    "a measure that does not vary",
    [
      [1, 2],
      [1, 3],
      [1, 4],
    ],
    null,
    null,
  ],
  [
    "a line",
    [
      [1, 2],
      [2, 4],
      [3, 6],
    ],
    1,
    0,
  ],
  [
    "a falling line",
    [
      [1, 3],
      [2, 2],
      [3, 1],
    ],
    -1,
    0,
  ],
] as const)("%s", (_name, pairs, r, p) => {
  expect(correlate(pairs)).toEqual({ n: pairs.length, r, p });
});

test.each([
  // I_x(1, 1) = x, I_x(a, 1) = x^a, and the symmetry I_x(a, b) = 1 - I_(1-x)(b, a).
  [0.3, 1, 1, 0.3],
  [0.5, 10, 1, 2 ** -10],
  [1e-30, 2, 1, 1e-60],
  [0.5, 7, 7, 0.5],
  [0, 3, 4, 0],
  [1, 3, 4, 1],
])("the incomplete beta function at %d with %d and %d", (x, a, b, expected) => {
  expect(incompleteBeta(x, a, b)).toBeCloseTo(expected, 12);
  if (expected > 0) expect(incompleteBeta(x, a, b) / expected).toBeCloseTo(1, 10);
});

// Wilson's intervals, as R's prop.test(correct = FALSE) gives them.
test.each([
  [0, 10, 0, 0.2775328],
  [1, 1, 0.2065493, 1],
  [21, 40, 0.3749736, 0.6706453],
])("%i of %i", (count, n, low, high) => {
  const { share, interval } = shareOf(count, n);
  expect(share).toBe(count / n);
  expect(interval?.[0]).toBeCloseTo(low, 6);
  expect(interval?.[1]).toBeCloseTo(high, 6);
});

test("a share of nothing", () => expect(shareOf(0, 0)).toEqual({ n: 0, count: 0, share: null, interval: null }));
