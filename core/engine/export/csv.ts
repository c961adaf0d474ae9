import type { Cell, ExportedTable, Row } from "./exported-table.ts";
import { writeTextFile } from "./text-file.ts";

/**
 * What makes a spreadsheet take text for a formula (OWASP, CSV Injection), and the mark that says it is none: so that
 * a mark in front is always ours.
 */
const FORMULA = /^[=+\-@\t\r']/;
const TO_BE_QUOTED = /[",;\r\n]|^\s|\s$|^'/;

/** Writes CSV (RFC 4180) with names of columns in the first line. An empty cell is unknown, a quoted empty one is no text. */
export async function writeCsv(table: ExportedTable, file: string): Promise<void> {
  const before = formatCsvRow(table.columns.map(({ name }) => name));
  await writeTextFile(table, file, { before, format: (rows) => rows.map(formatCsvRow).join(""), behind: "" });
}

/** One row with its line end. Text that would be a formula has an apostrophe before it; numbers stay numbers. */
export function formatCsvRow(row: Row): string {
  return `${row.map(formatCell).join(",")}\r\n`;
}

function formatCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return text === "" || TO_BE_QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
