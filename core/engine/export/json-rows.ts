import { visibleJson } from "../../report/visible-text.ts";
import type { ExportedTable, Row } from "./exported-table.ts";
import { writeTextFile } from "./text-file.ts";

/** Writes one JSON array with an object a line, so that it parses at once and can be read line by line. */
export async function writeJson(table: ExportedTable, file: string): Promise<void> {
  const names = table.columns.map(({ name }) => name);
  const formatRow = (row: Row) =>
    visibleJson(JSON.stringify(Object.fromEntries(names.map((name, column) => [name, row[column]]))));
  await writeTextFile(table, file, {
    before: "[",
    format: (rows, isFirst) => `${isFirst ? "" : ","}\n${rows.map(formatRow).join(",\n")}`,
    behind: "\n]\n",
  });
}
