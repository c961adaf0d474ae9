import fc from "fast-check";
import { expect, test } from "vitest";
import { setOf, smallestCover } from "../../../core/signature/proposal/smallest-cover.ts";

const cost = fc.record({ cost: fc.integer({ min: 0, max: 6 }) });
const problems = fc.array(cost, { minLength: 1, maxLength: 8 }).chain((choices) =>
  fc.record({
    choices: fc.constant(choices),
    rows: fc.array(fc.uniqueArray(fc.nat(choices.length - 1), { maxLength: 4 }), { maxLength: 20 }),
  }),
);

/** All sets of places below a number, smaller ones first, each by its cost and then by its places. */
function bestByTrying(rows: readonly (readonly number[])[], choices: readonly { readonly cost: number }[]): number[] {
  const needed = rows.filter((row) => row.length > 0);
  const all = Array.from({ length: 2 ** choices.length }, (_, bits) =>
    choices.flatMap((_, at) => (bits & (2 ** at) ? [at] : [])),
  );
  const costOf = (places: readonly number[]) => places.reduce((sum, at) => sum + (choices[at]?.cost ?? 0), 0);
  const [best] = all
    .filter((places) => needed.every((row) => row.some((at) => places.includes(at))))
    .sort((a, b) => a.length - b.length || costOf(a) - costOf(b) || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return best as number[];
}

test("few choices: the smallest, cheapest, first cover, as trying all of them finds it", () => {
  fc.assert(
    fc.property(problems, ({ rows, choices }) => {
      expect(smallestCover(rows.map(setOf), choices)).toEqual(bestByTrying(rows, choices));
    }),
    { numRuns: 500 },
  );
});

test("the order and number of equal rows do not matter", () => {
  fc.assert(
    fc.property(
      problems.chain((problem) =>
        fc.record({
          problem: fc.constant(problem),
          shuffled: fc.shuffledSubarray(problem.rows, { minLength: problem.rows.length }),
        }),
      ),
      ({ problem: { rows, choices }, shuffled }) => {
        expect(smallestCover([...shuffled, ...rows].map(setOf), choices)).toEqual(
          smallestCover(rows.map(setOf), choices),
        );
      },
    ),
  );
});

test("many choices: a cover in which nothing is needless", () => {
  const big = fc.array(fc.uniqueArray(fc.nat(99), { minLength: 1, maxLength: 3 }), { minLength: 100, maxLength: 300 });
  const choices = Array.from({ length: 100 }, (_, at) => ({ cost: at % 7 }));
  fc.assert(
    fc.property(big, (rows) => {
      const cover = smallestCover(rows.map(setOf), choices);
      const covers = (places: readonly number[]) => rows.every((row) => row.some((at) => places.includes(at)));
      expect(covers(cover)).toBe(true);
      for (const place of cover) expect(covers(cover.filter((other) => other !== place))).toBe(false);
    }),
    { numRuns: 20 },
  );
});

test("rows without a choice are left out, and nothing needs nothing", () => {
  expect(smallestCover([0n], [{ cost: 0 }])).toEqual([]);
  expect(smallestCover([], [])).toEqual([]);
});
