import type { SourceDays, SourceInspection } from "../../../core/contract/source-table.ts";

/** A UTC day of a source. */
export interface CalendarDay {
  /** As 2026-01-02. */
  readonly day: string;
  /** `no-data`: no capture reaches over the day, so nobody knows; `none`: one does, and holds no packet of the source. */
  readonly kind: "sent" | "none" | "no-data";
  /** Packets of the day; null where they are not counted. */
  readonly packets: number | null;
  /** How many that is, from 1 to 4 on a logarithmic scale up to the day with most; 0 where none or not counted. */
  readonly level: number;
}

/** A line of a calendar: a month with its days, or months in which the source did not send. */
export type CalendarLine =
  | { readonly kind: "month"; readonly month: string; readonly days: readonly CalendarDay[] }
  | {
      readonly kind: "pause";
      readonly first: string;
      readonly last: string;
      readonly months: number;
      readonly days: number;
      /** Days of it that captures reach over: on these it did not send, of the others nobody knows. */
      readonly coveredDays: number;
    };

const LEVELS = 4;
/** So many months without packets in a row are told in one line. */
const LONG_PAUSE = 3;

/** The days of a source, month by month, from the first day that is known of to the last. */
export function calendarOf(source: SourceInspection, counted: SourceDays | undefined): readonly CalendarLine[] {
  const { activeDays, coveredDays } = source;
  const known = [...activeDays, ...coveredDays.flatMap(({ first, last }) => [first, last])].sort();
  const first = known[0]?.slice(0, 7);
  const last = known.at(-1)?.slice(0, 7);
  if (first === undefined || last === undefined) return [];
  const active = new Set(activeDays);
  const packets = new Map(counted?.kind === "counted" ? counted.days : []);
  const most = Math.max(1, ...packets.values());
  const isCovered = (day: string) => coveredDays.some((range) => range.first <= day && day <= range.last);
  const dayOf = (day: string): CalendarDay => {
    const count = packets.get(day) ?? null;
    if (active.has(day) || count !== null) return { day, kind: "sent", packets: count, level: levelOf(count, most) };
    return { day, kind: isCovered(day) ? "none" : "no-data", packets: isCovered(day) ? 0 : null, level: 0 };
  };
  const months = monthsBetween(first, last);
  const activeMonths = new Set([...activeDays, ...packets.keys()].map((day) => day.slice(0, 7)));
  return runsOf(months, activeMonths).flatMap((run): CalendarLine[] => {
    if (!run.isPause) return run.months.map((month) => ({ kind: "month", month, days: daysOf(month).map(dayOf) }));
    const days = run.months.flatMap(daysOf);
    return [
      {
        kind: "pause",
        first: run.months[0] as string,
        last: run.months.at(-1) as string,
        months: run.months.length,
        days: days.length,
        coveredDays: days.filter(isCovered).length,
      },
    ];
  });
}

interface Run {
  readonly months: readonly string[];
  readonly isPause: boolean;
}

/** Months in runs: long ones without packets, and the others. */
function runsOf(months: readonly string[], active: ReadonlySet<string>): Run[] {
  const runs: { months: string[]; isActive: boolean }[] = [];
  for (const month of months) {
    const isActive = active.has(month);
    const run = runs.at(-1);
    if (run?.isActive === isActive) run.months.push(month);
    else runs.push({ months: [month], isActive });
  }
  return runs.map((run) => ({ months: run.months, isPause: !run.isActive && run.months.length >= LONG_PAUSE }));
}

function levelOf(packets: number | null, most: number): number {
  if (packets === null || packets === 0) return 0;
  return Math.max(1, Math.ceil((LEVELS * Math.log1p(packets)) / Math.log1p(most) - 1e-9));
}

function monthsBetween(first: string, last: string): string[] {
  const months: string[] = [];
  for (let month = first; month <= last; month = monthAfter(month)) months.push(month);
  return months;
}

function monthAfter(month: string): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return number === 12 ? `${pad(year + 1, 4)}-01` : `${pad(year, 4)}-${pad(number + 1, 2)}`;
}

function daysOf(month: string): string[] {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length: last }, (_, index) => `${month}-${pad(index + 1, 2)}`);
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, "0");
}

/** Where a key moves to among the days of a calendar, from a place in it; undefined: nowhere. */
export function dayAfterKey(key: string, lines: readonly CalendarLine[], day: string | null): string | undefined {
  const months = lines.filter((line) => line.kind === "month");
  const days = months.flatMap((line) => line.days.map((one) => one.day));
  const at = day === null ? -1 : days.indexOf(day);
  switch (key) {
    case "ArrowRight":
      return days[Math.min(at + 1, days.length - 1)];
    case "ArrowLeft":
      return days[Math.max(at - 1, 0)];
    case "Home":
      return days[0];
    case "End":
      return days.at(-1);
    case "ArrowDown":
    case "ArrowUp": {
      if (day === null) return days[0];
      const month = months.findIndex((line) => line.month === day.slice(0, 7));
      const next = months[month + (key === "ArrowDown" ? 1 : -1)];
      return next === undefined
        ? day
        : (next.days.find((one) => one.day.slice(8) >= day.slice(8)) ?? next.days.at(-1))?.day;
    }
    case "PageDown":
    case "PageUp":
      return nextActive(months, day, key === "PageDown");
    default:
      return undefined;
  }
}

/** The next day with packets, or the one before. */
function nextActive(
  months: readonly Extract<CalendarLine, { kind: "month" }>[],
  day: string | null,
  forwards: boolean,
): string | undefined {
  const sent = months.flatMap((line) => line.days.filter(({ kind }) => kind === "sent").map((one) => one.day));
  const found = forwards
    ? sent.find((one) => day === null || one > day)
    : sent.findLast((one) => day === null || one < day);
  return found ?? day ?? undefined;
}
