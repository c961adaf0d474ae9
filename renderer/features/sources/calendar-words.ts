import { countOf, sentenceCount } from "../../ui/numbers.ts";
import type { CalendarDay, CalendarLine } from "./calendar.ts";

/** What a day holds, in words; `atLeast`: captures without packet index may hold more. */
export function describeDay({ day, kind, packets }: CalendarDay, atLeast: boolean): string {
  if (kind === "no-data") return `${day}: no capture reaches over this day`;
  if (kind === "none") return `${day}: no packets`;
  if (packets === null) return `${day}: packets, not counted`;
  return `${day}: ${atLeast ? "at least " : ""}${countOf(packets, "packet")}`;
}

/** Months in which the source did not send, as far as captures tell, in words. */
export function describePause(pause: Extract<CalendarLine, { kind: "pause" }>): string {
  const { first, last, months, days, coveredDays } = pause;
  const what = `${first} to ${last}: `;
  if (coveredDays === 0) return `${what}no capture reaches over these ${countOf(months, "month")}`;
  if (coveredDays === days) return `${what}no packets in ${countOf(months, "month")}`;
  return `${what}no packets on ${countOf(coveredDays, "day")}; no capture reaches over the other ${sentenceCount(days - coveredDays)}`;
}
