import { expect, test } from "vitest";
import type { FilterTable } from "../../core/query/field-table.ts";
import { FLOWS, PACKETS, SOURCES } from "../../core/query/tables.ts";
import { keywordOf, splitTokens } from "../../core/query/tokens.ts";

const TABLES: readonly FilterTable[] = [FLOWS, SOURCES, PACKETS];

test.each(TABLES)("$name: every field can be written and is one field", ({ fields, counts }) => {
  const names = fields.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of [...names, ...counts.map((count) => count.name)]) {
    const [token, end] = splitTokens(name);
    expect([token?.kind, token?.text, end?.kind]).toEqual(["word", name, "end"]);
    expect(token && keywordOf(token)).toBeUndefined();
    // The function that every table has.
    expect(name).not.toBe("count");
  }
});

test.each(TABLES)("$name: words are looked for in texts and addresses", ({ fields, words }) => {
  const types = words.map((name) => fields.find((field) => field.name === name)?.type ?? name);
  expect(types.filter((type) => !["text", "texts", "address"].includes(type))).toEqual([]);
});

test.each(TABLES)("$name: there is a number for examples in messages, and a meaning for all", ({ fields, counts }) => {
  expect(fields.some(({ type }) => type === "number")).toBe(true);
  expect([...fields, ...counts].filter(({ meaning }) => !/^[A-Z"]/.test(meaning))).toEqual([]);
});
