import type { TableColumn } from "./table-layout.ts";
import type { TableSource } from "./table-source.ts";

/** What to look for, and where. */
export interface RowSearch {
  /** Looked for in any case of letters. */
  readonly text: string;
  /** Index of the first row that is looked at. */
  readonly from: number;
  readonly backwards: boolean;
  /** Rows there are. */
  readonly rows: number;
  /** Told now and then how many rows were looked at; false ends the search. */
  readonly goesOn: (lookedAt: number) => boolean;
}

/** Index of the row found; null where no row has the text, or the search was ended. A sentence where rows could not be had. */
export type FoundRow = { readonly index: number | null } | { readonly message: string };

/** Rows asked for at once: the most a page may hold. */
const ROWS_AT_ONCE = 500;

/** The next row with a text in a column that is shown, all around the list. It goes page by page and keeps none. */
export async function findRow<Row, Name extends string>(
  source: TableSource<Row>,
  columns: readonly TableColumn<Row, Name>[],
  { text, from, backwards, rows, goesOn }: RowSearch,
): Promise<FoundRow> {
  const wanted = text.toLowerCase();
  const holds = (row: Row) =>
    columns.some(({ value }) =>
      String(value(row) ?? "")
        .toLowerCase()
        .includes(wanted),
    );
  for (let lookedAt = 0; lookedAt < rows; ) {
    const at = modulo(backwards ? from - lookedAt : from + lookedAt, rows);
    const count = Math.min(ROWS_AT_ONCE, rows - lookedAt, backwards ? at + 1 : rows - at);
    const offset = backwards ? at + 1 - count : at;
    const reply = await source.load(offset, count);
    if (!reply.ok) return { message: reply.error.message };
    const found = backwards ? reply.value.rows.findLastIndex(holds) : reply.value.rows.findIndex(holds);
    if (found >= 0) return { index: offset + found };
    lookedAt += count;
    if (!goesOn(lookedAt)) return { index: null };
  }
  return { index: null };
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
