import { hash53 } from "../fingerprint/hash64.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";

/**
 * Values by key, of which those whose keys have the lowest hash are kept. A key that had to go has a hash above all that
 * are kept, so it never comes back: what is kept is complete, and depends on no order.
 */
export interface LowestRanked<Value> {
  readonly most: number;
  readonly values: Map<string, Value>;
  /** The kept key with the highest hash; null while there is room. */
  last: RankedKey | null;
}

interface RankedKey {
  readonly rank: number;
  readonly key: string;
}

/** Room for this many keys. */
export function roomFor<Value>(most: number): LowestRanked<Value> {
  return { most, values: new Map(), last: null };
}

/** Stores the value of a key that is not there yet, if it is among those to keep. */
export function insertRanked<Value>(into: LowestRanked<Value>, key: string, value: Value): void {
  const { values, most } = into;
  if (into.last !== null && compareRanks(rankOf(key), into.last) > 0) return;
  values.set(key, value);
  if (values.size < most) return;
  const ranked = [...values.keys()].map(rankOf).sort(compareRanks);
  for (const { key: surplus } of ranked.slice(most)) values.delete(surplus);
  into.last = ranked[most - 1] ?? null;
}

/** Takes in the values of another; where both have a key, `join` makes one of the two. Both are used up. */
export function mergeRanked<Value>(
  into: LowestRanked<Value>,
  from: LowestRanked<Value>,
  join: (own: Value, other: Value) => Value,
): void {
  for (const [key, value] of from.values) {
    const own = into.values.get(key);
    if (own === undefined) insertRanked(into, key, value);
    else into.values.set(key, join(own, value));
  }
}

function rankOf(key: string): RankedKey {
  return { rank: hash53([key]), key };
}

function compareRanks(a: RankedKey, b: RankedKey): number {
  return a.rank - b.rank || byCodeUnits(a.key, b.key);
}
