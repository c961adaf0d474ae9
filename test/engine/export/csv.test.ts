import fs from "node:fs";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCsvRow } from "../../../core/pack/export/csv-row.ts";
import { temporaryFolder } from "../../builders/program.ts";

test.each([
  [[1, -2.5, null], "1,-2.5,"],
  [["a", "", "b c"], 'a,"",b c'],
  [["=1+2", "+x", "-x", "@SUM(A1)"], `"'=1+2","'+x","'-x","'@SUM(A1)"`],
  [["\t=1", "\r=1", "'=1"], `"'\t=1","'\r=1","''=1"`],
  [['say "no"', "a,b", "two\nlines", "a;b"], '"say ""no""","a,b","two\nlines","a;b"'],
])("%j becomes %s", (row, expected) => {
  expect(formatCsvRow(row).replace(/\r\n$/, "")).toBe(expected.replaceAll('"\'=1+2"', '"\'=1+2"'));
});

test("another reader gives back every text, but for the mark before formulas", async () => {
  const file = path.join(temporaryFolder(), "x.csv");
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const texts = fc.array(fc.tuple(fc.string({ unit: "grapheme-ascii" }), fc.string({ unit: "binary" })), {
    minLength: 1,
  });
  await fc.assert(
    fc.asyncProperty(texts, async (rows) => {
      const clean = rows.map((row) => row.map((text) => text.replaceAll("\0", "")));
      fs.writeFileSync(file, ["a,b\r\n", ...clean.map(formatCsvRow)].join(""));
      const read = await connection.runAndReadAll(
        `SELECT a, b FROM read_csv('${file}', header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', allow_quoted_nulls = false, new_line = '\\r\\n')`,
      );
      expect(read.getRows()).toEqual(
        clean.map((row) => row.map((text) => (/^[=+\-@\t\r']/.test(text) ? `'${text}` : text))),
      );
    }),
    { numRuns: 60, seed: 9 },
  );
  connection.closeSync();
  instance.closeSync();
});
