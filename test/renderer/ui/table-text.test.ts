import { expect, test } from "vitest";
import type { CellValue } from "../../../renderer/ui/data-table/table-layout.ts";
import { copyRows, formatTsvRow } from "../../../renderer/ui/data-table/table-text.ts";
import { listedRows, TEXT_COLUMN } from "./listed-rows.ts";

test.each<[string, readonly CellValue[], string]>([
  ["words, numbers and the unknown", ["a b", 12, null, 0.5], "a b\t12\t\t0.5\n"],
  ["what a spreadsheet would run", ["=1+1", "+x", "-x", "@x", "'x"], "'=1+1\t'+x\t'-x\t'@x\t''x\n"],
  ["numbers that are none of that", [-5], "-5\n"],
  ["quotes", ['say "hi"'], '"say ""hi"""\n'],
  ["what would be obeyed or end the line, written out", ["a\tb\r\nc\u202e"], "a\\x09b\\x0d\\x0ac\\u{202e}\n"],
])("%s", (_name, cells, expected) => {
  expect(formatTsvRow(cells)).toBe(expected);
});

test("marked rows are asked for page by page, with titles before them", async () => {
  const { source, asked } = listedRows(Array.from({ length: 2_000 }, (_, at) => `row ${at}`));
  const copied = await copyRows(
    source,
    [TEXT_COLUMN],
    [
      { first: 3, end: 5 },
      { first: 100, end: 1_200 },
    ],
  );
  const lines = copied.ok ? copied.text.trimEnd().split("\n") : [];
  expect(copied).toMatchObject({ ok: true, rows: 1_102, left: 0 });
  expect(lines.slice(0, 4)).toEqual(["Text", "row 3", "row 4", "row 100"]);
  expect(lines.at(-1)).toBe("row 1199");
  expect(asked).toEqual([
    [3, 2],
    [100, 500],
    [600, 500],
    [1_100, 100],
  ]);
});

test("what the clipboard has no room for is left, and counted", async () => {
  const { source, asked } = listedRows(Array.from({ length: 3_000 }, () => "x".repeat(1_023)));
  const copied = await copyRows(source, [TEXT_COLUMN], [{ first: 0, end: 3_000 }]);
  expect(copied).toMatchObject({ ok: true, rows: 1_023, left: 1_977 });
  expect(asked).toHaveLength(3);
});

test("rows of two states of the data are not mixed", async () => {
  const { source } = listedRows(
    Array.from({ length: 1_000 }, () => "x"),
    (asked) => asked,
  );
  const copied = await copyRows(source, [TEXT_COLUMN], [{ first: 0, end: 1_000 }]);
  expect(copied).toEqual({ ok: false, message: "newer rows came meanwhile." });
});
