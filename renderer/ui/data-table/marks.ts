import { holdsRow, type RowRanges, withoutRow, withRows } from "./row-ranges.ts";

/** Which rows are marked: by their place in the list, so that marks of any number of rows are a few numbers. */
export interface Marks {
  /** Rows that stay marked whatever Shift does next. */
  readonly fixed: RowRanges;
  /** The range that Shift stretches, from the row it began at to the one it has reached. */
  readonly stretch: { readonly from: number; readonly to: number } | null;
}

/** No row is marked. */
export const NO_MARKS: Marks = { fixed: [], stretch: null };

/** All rows that are marked. */
export function markedRows({ fixed, stretch }: Marks): RowRanges {
  if (stretch === null) return fixed;
  const { from, to } = stretch;
  return withRows(fixed, { first: Math.min(from, to), end: Math.max(from, to) + 1 });
}

/** A row is marked, or not any more. */
export function toggleMark(marks: Marks, row: number): Marks {
  const marked = markedRows(marks);
  const fixed = holdsRow(marked, row) ? withoutRow(marked, row) : withRows(marked, { first: row, end: row + 1 });
  return { fixed, stretch: null };
}

/** Marks the rows from where Shift began, or else from a row, to another; what it had reached before does not stay. */
export function stretchMarks({ fixed, stretch }: Marks, from: number, to: number): Marks {
  return { fixed, stretch: { from: stretch?.from ?? from, to } };
}

/** What Shift marked stays; the next range begins elsewhere. */
export function settleMarks(marks: Marks): Marks {
  return marks.stretch === null ? marks : { fixed: markedRows(marks), stretch: null };
}

/** All of so many rows are marked. */
export function markAll(rows: number): Marks {
  return { fixed: withRows([], { first: 0, end: rows }), stretch: null };
}
