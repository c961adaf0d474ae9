/** What rows are sorted by; null is unknown. */
export type SortKey = string | number | bigint | null;

/** What is unknown comes last, whichever way the rest is sorted. `sign` is 1 for ascending, -1 for descending. */
export function compareKeys(a: SortKey, b: SortKey, sign: number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a === b ? 0 : a < b ? -sign : sign;
}
