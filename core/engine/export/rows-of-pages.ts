import type { MarkedRows } from "../../contract/flow-table.ts";
import type { Row } from "./exported-table.ts";

/** A stretch of the rows of a list. */
interface Page<Element> {
  readonly revision: number;
  readonly rows: readonly Element[];
  /** Rows of the whole list. */
  readonly matching: number;
}

/** Newer rows have taken the places of those that were asked for. The message is a sentence for the analyst. */
export class RowsHaveMoved extends Error {
  constructor(marked: boolean) {
    const advice = marked
      ? ", and the marks are of the list before. Mark the rows again."
      : ". Export the list once they are all there.";
    super(`Nothing was written: newer rows came${advice}`);
  }
}

const ROWS_AT_ONCE = 500;

/** All rows of a list, or only those marked in it, page by page. Throws `RowsHaveMoved`. */
export async function* rowsOfPages<Element>(
  pageAt: (offset: number, limit: number) => Promise<Page<Element>> | Page<Element>,
  marked: MarkedRows | null,
  cellsOf: (element: Element) => Row,
): AsyncGenerator<readonly Row[]> {
  for (const { first, end } of marked?.ranges ?? [{ first: 0, end: Number.POSITIVE_INFINITY }]) {
    for (let offset = first; offset < end; offset += ROWS_AT_ONCE) {
      const limit = Math.min(ROWS_AT_ONCE, end - offset);
      const { revision, rows, matching } = await pageAt(offset, limit);
      // Where the tables were made anew since the list was put in order, rows of it are gone.
      const isWhole = rows.length >= Math.min(limit, matching - offset);
      if (!isWhole || (marked !== null && revision !== marked.revision)) throw new RowsHaveMoved(marked !== null);
      if (rows.length > 0) yield rows.map(cellsOf);
      if (rows.length < limit) break;
    }
  }
}
