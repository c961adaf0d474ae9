import { byCodeUnits } from "../fingerprint/value-state.ts";

/** A record of plain data with ascending keys. It has no prototype, so that a key named `__proto__` is a key. */
export function recordOf<Value>(entries: Iterable<readonly [string, Value]>): Record<string, Value> {
  const record: Record<string, Value> = Object.create(null);
  for (const [key, value] of [...entries].sort(([a], [b]) => byCodeUnits(a, b))) record[key] = value;
  return record;
}

/** Adds to a count in a map. */
export function addCount<Key>(counts: Map<Key, number>, key: Key, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
