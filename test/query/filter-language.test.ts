import fs from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseAddress } from "../../core/net/address.ts";
import type { FieldType, FieldValues, FilterTable } from "../../core/query/field-table.ts";
import { type ParsedFilter, parseFilter } from "../../core/query/parse-filter.ts";
import { compilePredicate } from "../../core/query/predicate.ts";
import { printFilter } from "../../core/query/print-filter.ts";
import { compileSql } from "../../core/query/sql.ts";
import { FLOWS } from "../../core/query/tables.ts";
import { type CaseBlock, readCaseFile } from "../builders/case-file.ts";
import { FilterDatabase, type FilterRow, rowReader } from "../builders/filter-database.ts";
import { splitTable } from "../documents/markdown.ts";

const TABLE: FilterTable = FLOWS;

const text = fs.readFileSync(new URL("../cases/filter-language.md", import.meta.url), "utf8");
const columns = (/^\| flow +\|(.*)\|$/m.exec(text)?.[1]?.split("|") ?? []).map((name) => name.trim());
const table = splitTable(text, "flow");
const names = table.map(([name]) => name as string);
const rows = table.map(([, ...cells]) => rowOf(cells));

let database: FilterDatabase;
beforeAll(async () => {
  database = await FilterDatabase.open(TABLE);
  await database.fill(rows);
});
afterAll(() => database.close());

describe("the page on the filter language", () => {
  test.each(readCaseFile("filter-language.md"))("$title", async ({ blocks }) => {
    const [written = "", marks] = linesOf(blocks, "filter") ?? [];
    const parsed = parseFilter(written, TABLE);
    const fault = linesOf(blocks, "fault");
    if (fault !== undefined) {
      expect(faultLines(parsed)).toEqual([marks, ...fault]);
      return;
    }
    if (!parsed.ok) throw new Error(parsed.fault.message);
    const { expression } = parsed;
    const passes = compilePredicate(expression, TABLE, rowReader(TABLE));
    const kept =
      linesOf(blocks, "keeps")?.[0]
        ?.split(" ")
        .filter((name) => name !== "none") ?? [];
    expect(names.filter((_, place) => passes(rows[place] as FilterRow))).toEqual(kept);
    const places = await database.placesWhere(compileSql(expression, TABLE, database.schema));
    expect(places.map((place) => names[place])).toEqual(kept);
    const sameAs = linesOf(blocks, "same as");
    if (sameAs !== undefined) expect([printFilter(expression)]).toEqual(sameAs);
  });
});

function linesOf(blocks: readonly CaseBlock[], label: string): readonly string[] | undefined {
  return blocks.find((block) => block.label === label)?.lines;
}

/** A fault as the page shows it. */
function faultLines(parsed: ParsedFilter): string[] {
  if (parsed.ok) return [printFilter(parsed.expression)];
  const { start, end, message, suggestions } = parsed.fault;
  const marks = " ".repeat(start) + "^".repeat(Math.max(1, end - start));
  return [marks, message, ...suggestions.map((suggestion) => `instead: ${suggestion.trim()}`)];
}

function rowOf(cells: readonly string[]): FilterRow {
  const values: Record<string, FieldValues[FieldType]> = {};
  const counts: Record<string, Map<string, number>> = {};
  for (const [index, cell] of cells.entries()) {
    const name = columns[index] as string;
    const type = TABLE.fields.find((field) => field.name === name)?.type;
    const words = cell.split(" ").filter((word) => word !== "");
    if (name === "packets by method") counts.packets = new Map(pairs(words));
    else if (type === undefined) throw new Error(`no field ${name}`);
    else values[name] = cellValue(type, cell, words);
  }
  return { values, counts };
}

function cellValue(type: FieldType, cell: string, words: readonly string[]): FieldValues[FieldType] {
  if (type === "texts") return words;
  if (type === "addresses") return words.map(addressOf);
  if (cell === "") return null;
  if (type === "address") return addressOf(cell);
  if (type === "time") return timeOf(cell);
  return type === "text" ? cell : Number(cell);
}

function addressOf(word: string) {
  const address = parseAddress(word);
  if (address === undefined) throw new Error(`no address: ${word}`);
  return address;
}

function timeOf(word: string): bigint {
  const [, seconds, fraction = ""] = /^(.*?)(?:\.(\d+))?Z$/.exec(word) ?? [];
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}

function pairs(words: readonly string[]): [string, number][] {
  return words.flatMap((word, index) =>
    index % 2 === 0 ? [[word, Number(words[index + 1])] as [string, number]] : [],
  );
}
