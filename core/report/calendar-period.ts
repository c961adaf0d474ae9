import { dayOf } from "../flow/source-state.ts";
import type { DayRange } from "./covered-days.ts";
import { formatDay } from "./time-text.ts";

/** A calendar month or year in UTC. */
export const PERIOD_UNITS = ["month", "year"] as const;
export type PeriodUnit = (typeof PERIOD_UNITS)[number];

/** More months than this are not told apart in a drawing. */
const MOST_MONTHS = 12;

/** Months as far as they are told apart in a drawing, else years. */
export function usualUnit(covered: readonly DayRange[]): PeriodUnit {
  const [first, last] = [covered[0], covered.at(-1)];
  if (first === undefined || last === undefined) return "month";
  return periodOfDay(last.last, "month") - periodOfDay(first.first, "month") < MOST_MONTHS ? "month" : "year";
}

/** Number of the period a UTC day lies in: the year, or the months since January of the year 0. */
export function periodOfDay(day: number, unit: PeriodUnit): number {
  const date = new Date(formatDay(day));
  return unit === "year" ? date.getUTCFullYear() : date.getUTCFullYear() * 12 + date.getUTCMonth();
}

export function periodOf(timeNs: bigint, unit: PeriodUnit): number {
  return periodOfDay(dayOf(timeNs), unit);
}

/** As 2020, or 2020-03. */
export function formatPeriod(period: number, unit: PeriodUnit): string {
  if (unit === "year") return year(period);
  return `${year(Math.floor(period / 12))}-${String((period % 12) + 1).padStart(2, "0")}`;
}

/** Its UTC days counted from 1970-01-01. */
export function daysOfPeriod(period: number, unit: PeriodUnit): DayRange {
  return { first: firstDay(period, unit), last: firstDay(period + 1, unit) - 1 };
}

/** Days of a period that captures reach over. */
export function coveredDaysOf({ first, last }: DayRange, covered: readonly DayRange[]): number {
  return covered.reduce(
    (days, range) => days + Math.max(0, Math.min(last, range.last) - Math.max(first, range.first) + 1),
    0,
  );
}

function firstDay(period: number, unit: PeriodUnit): number {
  return Date.parse(`${formatPeriod(period, unit)}${unit === "year" ? "-01-01" : "-01"}`) / 86_400_000;
}

function year(number: number): string {
  return String(number).padStart(4, "0");
}
