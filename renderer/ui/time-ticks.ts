import { formatSeconds } from "./times.ts";

/** A labelled moment of a time axis. */
export interface TimeTick {
  readonly seconds: number;
  readonly label: string;
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

const STEPS = [
  1,
  2,
  5,
  10,
  15,
  30,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  5 * DAY,
  10 * DAY,
  20 * DAY,
  50 * DAY,
  100 * DAY,
  200 * DAY,
  500 * DAY,
  1000 * DAY,
  2000 * DAY,
  5000 * DAY,
  10_000 * DAY,
  20_000 * DAY,
  50_000 * DAY,
  100_000 * DAY,
  1_000_000 * DAY,
];

/** Round moments between two times, at most about `most` of them. Where the step is within a day, midnight shows its date. */
export function timeTicks(startSeconds: number, endSeconds: number, most: number): TimeTick[] {
  const wanted = (endSeconds - startSeconds) / Math.max(1, most);
  const step = STEPS.find((candidate) => candidate >= wanted) ?? (STEPS.at(-1) as number);
  const first = Math.ceil(startSeconds / step) * step;
  const count = Math.max(0, Math.floor((endSeconds - first) / step) + 1);
  return Array.from({ length: Math.min(count, most + 1) }, (_, index) => {
    const seconds = first + index * step;
    return { seconds, label: tickLabel(seconds, step) };
  });
}

function tickLabel(seconds: number, step: number): string {
  const [day = "", time = ""] = formatSeconds(seconds).split(" ");
  if (step >= DAY || seconds % DAY === 0) return day;
  return step < MINUTE ? time : time.slice(0, 5);
}
