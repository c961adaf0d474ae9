import { byCodeUnits } from "../fingerprint/value-state.ts";

/** Names with their counts, largest first, equal ones by name; null comes last among them. */
export function mostFirst<Name extends string | null>(counts: Iterable<readonly [Name, number]>): [Name, number][] {
  return Array.from(counts, ([name, count]): [Name, number] => [name, count]).sort(
    ([a, m], [b, n]) => n - m || byName(a, b),
  );
}

function byName(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return byCodeUnits(a, b);
}
