import { formatCount } from "../text-table.ts";

/** A number with three digits, or whole. */
export function formatReal(value: number): string {
  return value >= 100 ? formatCount(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** A share in whole percent. */
export function formatPercent(share: number): string {
  return `${Math.round(share * 100)}\u00a0%`;
}

/** A count among others, as a share. */
export function formatShare({ n, count }: { readonly n: number; readonly count: number }): string {
  return n === 0 ? "none" : `${formatCount(count)} of ${formatCount(n)} (${formatPercent(count / n)})`;
}

const DAY_MS = 86_400_000;

/** Dates in ascending order as stretches: "2020-01-02 to 2020-01-05, 2020-01-09". */
export function formatDays(dates: readonly string[]): string {
  const stretches: { first: string; last: string; end: number }[] = [];
  for (const date of dates) {
    const day = Date.parse(date) / DAY_MS;
    const before = stretches.at(-1);
    if (before !== undefined && day === before.end + 1) {
      before.last = date;
      before.end = day;
    } else stretches.push({ first: date, last: date, end: day });
  }
  return stretches.map(({ first, last }) => (first === last ? first : `${first} to ${last}`)).join(", ");
}
