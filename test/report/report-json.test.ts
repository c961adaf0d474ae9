import fc from "fast-check";
import { expect, test } from "vitest";
import { formatJson, formatJsonInParts } from "../../core/report/report-json.ts";

test("the parts are the whole text", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue({ stringUnit: "binary" })), (value) => {
      expect([...formatJsonInParts(value)].join("")).toBe(formatJson(value));
    }),
    { numRuns: 500 },
  );
});

test("long lists come in several parts", () => {
  const value = { list: Array.from({ length: 3000 }, (_, index) => ({ index, text: "x".repeat(1000) })), none: [] };
  const parts = [...formatJsonInParts(value)];
  expect(parts.length).toBeGreaterThan(2);
  expect(parts.join("")).toBe(formatJson(value));
});
