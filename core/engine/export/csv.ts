import { formatCsvRow } from "../../pack/export/csv-row.ts";
import type { ExportedTable } from "./exported-table.ts";
import { writeTextFile } from "./text-file.ts";

/** Writes CSV (RFC 4180) with names of columns in the first line. An empty cell is unknown, a quoted empty one is no text. */
export async function writeCsv(table: ExportedTable, file: string): Promise<void> {
  const before = formatCsvRow(table.columns.map(({ name }) => name));
  await writeTextFile(table, file, { before, format: (rows) => rows.map(formatCsvRow).join(""), behind: "" });
}
