import { LONGEST, safeString } from "../safe-string.ts";
import { countRows, type RowRanges } from "./row-ranges.ts";
import type { CellValue, TableColumn } from "./table-layout.ts";
import type { TableSource } from "./table-source.ts";

/** Rows as text, or why there is none. `left`: rows there was no room for. */
export type CopiedRows =
  | { readonly ok: true; readonly text: string; readonly rows: number; readonly left: number }
  | { readonly ok: false; readonly message: string };

/** Rows asked for at once: the most a page may hold. */
const ROWS_AT_ONCE = 500;
/** Code units the clipboard takes. */
const LONGEST_TEXT = 1 << 20;
/** What makes a spreadsheet take text for a formula, and the mark that says it is none: see core/engine/export/csv.ts. */
const FORMULA = /^[=+\-@\t\r']/;
const TO_BE_QUOTED = /["\t\r\n]/;

/** Rows as lines of cells with tabs between them, titles first, as spreadsheets take them; page by page, as far as there is room. */
export async function copyRows<Row, Name extends string>(
  source: TableSource<Row>,
  columns: readonly TableColumn<Row, Name>[],
  ranges: RowRanges,
): Promise<CopiedRows> {
  let text = formatTsvRow(columns.map(({ title }) => title));
  let rows = 0;
  const wanted = countRows(ranges);
  let revision: number | null = null;
  for (const { first, end } of ranges) {
    for (let offset = first; offset < end; offset += ROWS_AT_ONCE) {
      const reply = await source.load(offset, Math.min(ROWS_AT_ONCE, end - offset));
      if (!reply.ok) return { ok: false, message: reply.error.message };
      revision ??= reply.value.revision;
      if (reply.value.revision !== revision) return { ok: false, message: "newer rows came meanwhile." };
      for (const row of reply.value.rows) {
        const line = formatTsvRow(columns.map(({ value }) => value(row)));
        if (text.length + line.length > LONGEST_TEXT) return { ok: true, text, rows, left: wanted - rows };
        text += line;
        rows += 1;
      }
    }
  }
  return { ok: true, text, rows, left: wanted - rows };
}

/** One line. Text that would be a formula has an apostrophe before it; numbers stay numbers; unknown is empty. */
export function formatTsvRow(cells: readonly CellValue[]): string {
  return `${cells.map(formatCell).join("\t")}\n`;
}

function formatCell(cell: CellValue): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const visible = safeString(cell, LONGEST);
  const text = FORMULA.test(visible) ? `'${visible}` : visible;
  return TO_BE_QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
