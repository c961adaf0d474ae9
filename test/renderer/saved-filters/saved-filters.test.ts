import { expect, test } from "vitest";
import { MOST_SAVED_FILTERS } from "../../../core/contract/saved-filter.ts";
import { deleteFilter, renameFilter, saveFilter } from "../../../renderer/features/saved-filters/saved-filters.ts";

const FILTERS = [
  { name: "Loud", text: "packets > 100" },
  { name: "Unknown", text: "tool == unknown" },
];

test("a filter is saved behind the others, or in the place of the one of its name", () => {
  expect(saveFilter(FILTERS, " Slow ", "rate < 1")).toEqual({
    ok: true,
    filters: [...FILTERS, { name: "Slow", text: "rate < 1" }],
  });
  expect(saveFilter(FILTERS, "Loud", "packets > 9")).toEqual({
    ok: true,
    filters: [{ name: "Loud", text: "packets > 9" }, FILTERS[1]],
  });
  expect(saveFilter(FILTERS, "  ", "x")).toEqual({ ok: false, message: "Type a name for the filter." });
  const full = Array.from({ length: MOST_SAVED_FILTERS }, (_, index) => ({ name: `${index}`, text: "" }));
  expect(saveFilter(full, "one more", "x")).toEqual({
    ok: false,
    message: "A case keeps 200 filters. Delete one first.",
  });
});

test("a filter gets another name, unless that is taken", () => {
  expect(renameFilter(FILTERS, "Loud", "Louder")).toEqual({
    ok: true,
    filters: [{ name: "Louder", text: "packets > 100" }, FILTERS[1]],
  });
  expect(renameFilter(FILTERS, "Loud", "Unknown")).toEqual({
    ok: false,
    message: "There is a filter “Unknown” already.",
  });
  expect(renameFilter(FILTERS, "Loud", "Loud").ok).toBe(true);
  expect(deleteFilter(FILTERS, "Loud")).toEqual([FILTERS[1]]);
});
