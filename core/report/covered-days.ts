import { dayOf } from "../flow/source-state.ts";

/** UTC days counted from 1970-01-01, both ends included. */
export interface DayRange {
  readonly first: number;
  readonly last: number;
}

/** The days that captures reach over, each from its first packet to its last: ascending, days that follow on joined. */
export function coveredDays(
  captures: readonly { readonly firstNs: bigint | null; readonly lastNs: bigint | null }[],
): DayRange[] {
  return joinedRanges(
    captures.flatMap(({ firstNs, lastNs }) =>
      firstNs === null || lastNs === null ? [] : [{ first: dayOf(firstNs), last: dayOf(lastNs) }],
    ),
  );
}

/** Ranges in ascending order, those that overlap or follow on joined. */
export function joinedRanges(ranges: readonly DayRange[]): DayRange[] {
  const joined: { first: number; last: number }[] = [];
  for (const range of [...ranges].sort((a, b) => a.first - b.first)) {
    const before = joined.at(-1);
    if (before === undefined || range.first > before.last + 1) joined.push({ ...range });
    else before.last = Math.max(before.last, range.last);
  }
  return joined;
}
