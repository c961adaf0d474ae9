import { expect, test } from "vitest";
import type { SavedFilter } from "../../../core/contract/saved-filter.ts";
import { MOST_SAVED_FILTERS, savedFiltersSchema } from "../../../core/contract/saved-filter.ts";
import { unitedFilters } from "../../../core/engine/case/united-filters.ts";

const svmap: SavedFilter = { name: "svmap", text: 'tool == "paper/1"' };
const many: SavedFilter = { name: "many", text: "packets > 100" };
const more: SavedFilter = { name: "many", text: "packets > 1000" };

test("filters of several cases are kept by name, and equal ones once, in whatever order the cases come", () => {
  const united = { filters: [many, svmap], leftOut: 0 };
  expect(unitedFilters([[svmap], [many, svmap]])).toEqual(united);
  expect(unitedFilters([[many, svmap], [svmap]])).toEqual(united);
  expect(unitedFilters([[], []])).toEqual({ filters: [], leftOut: 0 });
});

test("what has one name and differs gets a number that is free", () => {
  const second = { name: "many (2)", text: "packets > 2" };
  const { filters } = unitedFilters([[many], [more, second]]);
  expect(filters).toEqual([many, { ...more, name: "many (3)" }, second]);
  const long = "n".repeat(80);
  const numbered = unitedFilters([[{ name: long, text: "a" }], [{ name: long, text: "b" }]]).filters;
  expect(numbered.map(({ name }) => name)).toEqual([long, `${"n".repeat(76)} (2)`]);
  expect(savedFiltersSchema.safeParse(numbered).success).toBe(true);
});

test("filters beyond what a case keeps are counted", () => {
  const lists = [0, 1].map((of) =>
    Array.from({ length: MOST_SAVED_FILTERS }, (_, index) => ({ name: `${of} ${index}`, text: "svmap" })),
  );
  const { filters, leftOut } = unitedFilters(lists);
  expect([filters.length, leftOut]).toEqual([MOST_SAVED_FILTERS, MOST_SAVED_FILTERS]);
});
