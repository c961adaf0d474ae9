import fc from "fast-check";
import { expect, test } from "vitest";
import { findRow } from "../../../renderer/ui/data-table/find-row.ts";
import { listedRows, TEXT_COLUMN } from "./listed-rows.ts";

const always = () => true;

test("the next row with the text is found all around the list, both ways", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 1_600 }),
      fc.array(fc.nat({ max: 1_599 }), { maxLength: 4 }),
      fc.integer({ min: -1, max: 1_600 }),
      fc.boolean(),
      async (count, places, from, backwards) => {
        const rows = Array.from({ length: count }, (_, at) => (places.includes(at) ? "has ABC in it" : "else"));
        const { source } = listedRows(rows);
        const found = await findRow(source, [TEXT_COLUMN], {
          text: "abc",
          from,
          backwards,
          rows: count,
          goesOn: always,
        });
        const order = Array.from(
          { length: count },
          (_, at) => (((backwards ? from - at : from + at) % count) + count) % count,
        );
        expect(found).toEqual({ index: order.find((at) => rows[at] !== "else") ?? null });
      },
    ),
    { numRuns: 200 },
  );
});

test("every row is looked at once, and a search that is no longer wanted ends", async () => {
  const { source, asked } = listedRows(Array.from({ length: 1_300 }, () => "else"));
  const search = { text: "abc", from: 700, backwards: false, rows: 1_300 };
  expect(await findRow(source, [TEXT_COLUMN], { ...search, goesOn: always })).toEqual({ index: null });
  expect(asked).toEqual([
    [700, 500],
    [1_200, 100],
    [0, 500],
    [500, 200],
  ]);
  asked.length = 0;
  await findRow(source, [TEXT_COLUMN], { ...search, goesOn: () => false });
  expect(asked).toHaveLength(1);
});
