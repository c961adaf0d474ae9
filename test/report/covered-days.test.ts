import fc from "fast-check";
import { expect, test } from "vitest";
import { coveredDays } from "../../core/report/covered-days.ts";

const DAY_NS = 86_400_000_000_000n;
const time = fc.bigInt({ min: -20n * DAY_NS, max: 20n * DAY_NS });
const capture = fc.oneof(
  fc.constant({ firstNs: null, lastNs: null }),
  fc.tuple(time, fc.bigInt({ min: 0n, max: 9n * DAY_NS })).map(([firstNs, length]) => ({
    firstNs,
    lastNs: firstNs + length,
  })),
);

test("a day is covered where a capture reaches over part of it; stretches ascend and are apart", () => {
  fc.assert(
    fc.property(fc.array(capture, { maxLength: 6 }), (captures) => {
      const covered = coveredDays(captures);
      for (let day = -25; day <= 32; day += 1) {
        const start = BigInt(day) * DAY_NS;
        const expected = captures.some(
          ({ firstNs, lastNs }) => firstNs !== null && lastNs !== null && firstNs < start + DAY_NS && lastNs >= start,
        );
        expect(covered.some(({ first, last }) => first <= day && day <= last)).toBe(expected);
      }
      for (const [at, { first, last }] of covered.entries()) {
        expect(first).toBeLessThanOrEqual(last);
        expect(first).toBeGreaterThan((covered[at - 1]?.last ?? -Infinity) + 1);
      }
      expect(coveredDays(captures.toReversed())).toEqual(covered);
    }),
  );
});
