import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseFilter } from "../../core/query/parse-filter.ts";
import { compilePattern } from "../../core/query/pattern.ts";
import { compilePredicate } from "../../core/query/predicate.ts";
import { printFilter } from "../../core/query/print-filter.ts";
import { compileSql } from "../../core/query/sql.ts";
import { FilterDatabase, rowReader } from "../builders/filter-database.ts";
import { filter, PROBES, pattern, probeRow } from "./arbitrary-filters.ts";

const READER = rowReader(PROBES);

let database: FilterDatabase;
beforeAll(async () => {
  database = await FilterDatabase.open(PROBES);
});
afterAll(() => database.close());

test("a row passes in memory where it passes in the database, for random rows and filters", async () => {
  let passed = 0;
  let asked = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(probeRow, { minLength: 1, maxLength: 20 }),
      fc.array(filter, { minLength: 30, maxLength: 30 }),
      async (rows, filters) => {
        await database.fill(rows);
        for (const expression of filters) {
          const passes = compilePredicate(expression, PROBES, READER);
          const inMemory = rows.flatMap((row, place) => (passes(row) ? [place] : []));
          // Words are looked for in one column, and field by field where there is none.
          for (const schema of [database.schema, { ...database.schema, words: null }]) {
            const condition = compileSql(expression, PROBES, schema);
            expect(await database.placesWhere(condition), printFilter(expression)).toEqual(inMemory);
          }
          passed += inMemory.length;
          asked += rows.length;
        }
      },
    ),
    { numRuns: 100 },
  );
  // Filters that no row or every row passes would prove nothing.
  expect(passed / asked).toBeGreaterThan(0.2);
  expect(passed / asked).toBeLessThan(0.8);
});

test("patterns find the same in memory and in the database", async () => {
  const texts = fc.array(fc.oneof(fc.stringMatching(/^[abAk!\n]{0,6}$/), fc.constantFrom("é", "ß", "ä", "K", "😀")));
  await fc.assert(
    fc.asyncProperty(fc.array(pattern, { minLength: 40, maxLength: 40 }), texts, async (patterns, found) => {
      const rows = found.map((text) => ({ values: { text }, counts: {} }));
      await database.fill(rows);
      for (const one of patterns) {
        const expression = { kind: "matches", field: "text", pattern: one } as const;
        const passes = compilePredicate(expression, PROBES, READER);
        const inMemory = rows.flatMap((row, place) => (passes(row) ? [place] : []));
        expect(await database.placesWhere(compileSql(expression, PROBES, database.schema)), one).toEqual(inMemory);
      }
    }),
    { numRuns: 50 },
  );
});

test("the database compiles every pattern that may be used, however large", async () => {
  const character = fc.oneof(
    fc.constantFrom("b", "d", "k", "é", "日", "😀", "\\\\"),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  );
  const bracket = fc
    .tuple(fc.constantFrom("[", "[^"), fc.uniqueArray(character, { minLength: 1, maxLength: 60 }))
    .map(([opening, characters]) => `${opening}${characters.join("")}]`);
  const part = fc.tuple(
    fc.constantFrom("", "(?i)"),
    fc.oneof(bracket, fc.constantFrom(".", "(?s).", "\\W", "[^a]")),
    fc.integer({ min: 1, max: 1000 }),
  );
  const large = fc
    .array(part, { minLength: 1, maxLength: 3 })
    .map((parts) => parts.map(([flag, what, count]) => `${flag}${what}{0,${count}}`).join(""));
  let kept = 0;
  await database.fill([{ values: { text: "b" }, counts: {} }]);
  await fc.assert(
    fc.asyncProperty(large, async (one) => {
      if (!compilePattern(one).ok) return;
      kept += 1;
      await database.placesWhere(compileSql({ kind: "matches", field: "text", pattern: one }, PROBES, database.schema));
    }),
    { numRuns: 300 },
  );
  expect(kept).toBeGreaterThan(30);
});

test.each(["sIp!", "é", "\\", "."])("the longest text of %j is found in both", async (piece) => {
  const text = piece.repeat(Math.floor(4_000 / piece.length));
  const rows = [text.toUpperCase(), text.slice(1)].map((one) => ({ values: { texts: [one] }, counts: {} }));
  await database.fill(rows);
  const expression = { kind: "contains", field: "texts", text } as const;
  const found = piece === "é" ? [] : [0];
  expect(rows.map(compilePredicate(expression, PROBES, READER))).toEqual([found.length === 1, false]);
  expect(await database.placesWhere(compileSql(expression, PROBES, database.schema))).toEqual(found);
});

test("a filter's SQL holds no value of the filter, only places for them", () => {
  const value = "'); DROP TABLE probe; --";
  const text = `text == "${value}" or "${value}" or texts contains "${value}" or whole("${value}") > 1`;
  const parsed = parseFilter(text, PROBES);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  const { sql, parameters } = compileSql(parsed.expression, PROBES, database.schema);
  expect(sql).not.toContain("DROP");
  expect(sql.split("?").length - 1).toBe(parameters.length);
});
