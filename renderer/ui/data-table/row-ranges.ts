import type { RowRange } from "./scroll-map.ts";

/** Rows by index, as ascending ranges that do not touch each other: a million rows in a row are one range. */
export type RowRanges = readonly RowRange[];

/** Number of rows in the ranges. */
export function countRows(ranges: RowRanges): number {
  return ranges.reduce((sum, { first, end }) => sum + end - first, 0);
}

/** Is the row in one of the ranges? */
export function holdsRow(ranges: RowRanges, row: number): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges[middle] as RowRange).end <= row) low = middle + 1;
    else high = middle;
  }
  const range = ranges[low];
  return range !== undefined && range.first <= row;
}

/** The rows of the ranges and those of one more. */
export function withRows(ranges: RowRanges, { first, end }: RowRange): RowRanges {
  if (first >= end) return ranges;
  const before = ranges.filter((range) => range.end < first);
  const behind = ranges.filter((range) => range.first > end);
  const joined = ranges.slice(before.length, ranges.length - behind.length);
  return [
    ...before,
    {
      first: Math.min(first, joined[0]?.first ?? first),
      end: Math.max(end, joined.at(-1)?.end ?? end),
    },
    ...behind,
  ];
}

/** The rows of the ranges but one. */
export function withoutRow(ranges: RowRanges, row: number): RowRanges {
  return ranges.flatMap((range) => {
    if (row < range.first || row >= range.end) return [range];
    return [
      { first: range.first, end: row },
      { first: row + 1, end: range.end },
    ].filter(({ first, end }) => first < end);
  });
}
