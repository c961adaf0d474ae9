import fc from "fast-check";
import { expect, test } from "vitest";
import { LONGEST_FILTER, parseFilter } from "../../core/query/parse-filter.ts";
import { printFilter } from "../../core/query/print-filter.ts";
import { filter, PROBES } from "./arbitrary-filters.ts";

test("what is printed is read as the same filter", () => {
  const printed = filter.map((expression) => [expression, printFilter(expression)] as const);
  const readable = printed.filter(([, text]) => text.length <= LONGEST_FILTER);
  fc.assert(
    fc.property(readable, ([expression, text]) => {
      expect(parseFilter(text, PROBES)).toEqual({ ok: true, expression });
    }),
    { numRuns: 5_000 },
  );
});
