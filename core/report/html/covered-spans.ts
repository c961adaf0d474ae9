import { type DayRange, joinedRanges } from "../covered-days.ts";
import type { Report } from "../report.ts";
import { dayOfDate } from "./axes.ts";

/** The days that the captures of a report reach over: ascending, days that follow on joined. */
export function coveredSpans({ captures }: Pick<Report, "captures">): DayRange[] {
  return joinedRanges(
    captures.flatMap(({ firstPacketAt, lastPacketAt }) =>
      firstPacketAt === null || lastPacketAt === null
        ? []
        : [{ first: dayOfDate(firstPacketAt), last: dayOfDate(lastPacketAt) }],
    ),
  );
}

/** The days between ranges. */
export function holesBetween(ranges: readonly DayRange[]): DayRange[] {
  return ranges.slice(1).map(({ first }, index) => ({ first: (ranges[index] as DayRange).last + 1, last: first - 1 }));
}
