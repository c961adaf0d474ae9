/** A cell of CSV: null is unknown. */
export type CsvCell = string | number | null;

/**
 * What makes a spreadsheet take text for a formula (OWASP, CSV Injection), and the mark that says it is none: so that
 * a mark in front is always ours.
 */
const FORMULA = /^[=+\-@\t\r']/;
const TO_BE_QUOTED = /[",;\r\n]|^\s|\s$|^'/;

/** One row (RFC 4180) with its line end. Text that would be a formula has an apostrophe before it; numbers stay numbers. */
export function formatCsvRow(row: readonly CsvCell[]): string {
  return `${row.map(formatCell).join(",")}\r\n`;
}

function formatCell(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return text === "" || TO_BE_QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
