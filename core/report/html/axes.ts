import { formatCount } from "../text-table.ts";

/** Pixels a text of 11 pixels height takes, rather too many than too few: there is nothing here that could measure it. */
export function textWidth(text: string): number {
  return text.length * 6.6;
}

/** A text that takes no more than these pixels; what is cut off is marked. */
export function fitted(text: string, pixels: number): string {
  const most = Math.floor(pixels / textWidth("x"));
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}

/** Where a value lies on an axis. */
export type Scale = (value: number) => number;

/** Even steps between two values. */
export function linear([low, high]: readonly [number, number], [from, to]: readonly [number, number]): Scale {
  return (value) => (high === low ? from : from + ((value - low) / (high - low)) * (to - from));
}

/** Even steps between the powers of ten. Values are above 0. */
export function logarithmic([low, high]: readonly [number, number], range: readonly [number, number]): Scale {
  const scale = linear([Math.log10(low), Math.log10(high)], range);
  return (value) => scale(Math.log10(value));
}

/** Room around the outermost values of a logarithmic axis, as a factor. */
const ROOM = 1.3;

/** Round values that hold some values above 0 between them: 1, 2 and 5 of each power of ten, or over many powers 1 alone. */
export function logTicks(values: readonly number[]): number[] {
  const low = Math.min(...values) / ROOM;
  const high = Math.max(...values) * ROOM;
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  const steps = to - from > 3 ? [1] : [1, 2, 5];
  const ticks = Array.from({ length: to - from + 1 }, (_, index) => from + index).flatMap((power) =>
    steps.map((step) => Number(`${step}e${power}`)),
  );
  return ticks.slice(
    ticks.findLastIndex((tick) => tick <= low),
    ticks.findIndex((tick) => tick >= high) + 1,
  );
}

/** A value of an axis as its tick says it. */
export function tickText(value: number): string {
  return value >= 1 ? formatCount(value) : String(value);
}

const DAY_MS = 86_400_000;

/** A UTC day counted from 1970-01-01, of a date. */
export function dayOfDate(date: string): number {
  return Math.floor(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / DAY_MS);
}

/** A mark on a time axis. */
export interface DayTick {
  /** Counted from 1970-01-01. */
  readonly day: number;
  readonly text: string;
}

/** So many ticks have room beside each other. */
const MOST_TICKS = 10;
/** Days between ticks, where these are days. */
const DAY_STEPS = [1, 2, 7, 14];
/** Months between ticks. */
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 240];

/** Days to name on an axis over these days, both included: some days, months or years. */
export function dayTicks(first: number, last: number): DayTick[] {
  for (const step of DAY_STEPS) {
    if ((last - first) / step > MOST_TICKS) continue;
    const ticks: DayTick[] = [];
    for (let day = first; day <= last; day += step) ticks.push({ day, text: dateOfDay(day) });
    return ticks;
  }
  const [year, month] = monthOfDay(first);
  const [lastYear, lastMonth] = monthOfDay(last);
  const from = year * 12 + month;
  const to = lastYear * 12 + lastMonth;
  const step = MONTH_STEPS.find((months) => (to - from) / months <= MOST_TICKS) ?? 480;
  const ticks: DayTick[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const day = Math.floor(Date.UTC(Math.floor(at / 12), at % 12, 1) / DAY_MS);
    if (day < first) continue;
    const date = dateOfDay(day);
    ticks.push({ day, text: step % 12 === 0 ? date.slice(0, 4) : date.slice(0, 7) });
  }
  return ticks;
}

function dateOfDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function monthOfDay(day: number): [year: number, month: number] {
  const date = new Date(day * DAY_MS);
  return [date.getUTCFullYear(), date.getUTCMonth()];
}
