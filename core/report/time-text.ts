const SECOND_NS = 1_000_000_000n;
const DAY_MS = 86_400_000;

/** RFC 3339 in UTC with nine decimals, or null for no time. */
export function formatTime(timeNs: bigint | null): string | null {
  if (timeNs === null) return null;
  const fraction = ((timeNs % SECOND_NS) + SECOND_NS) % SECOND_NS;
  const seconds = (timeNs - fraction) / SECOND_NS;
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return `${whole}.${String(fraction).padStart(9, "0")}Z`;
}

/** Date of a UTC day counted from 1970-01-01. */
export function formatDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** A real with six significant digits. */
export function sixDigits(value: number): number {
  return Number(value.toPrecision(6));
}
