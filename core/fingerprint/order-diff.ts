import type { DiffSide } from "./diff-side.ts";

/** Header orders side by side. */
export interface OrderDiff {
  /** The order of each side, of a signature the one that is nearest to the others; null: it varies, or is not known. */
  readonly orders: readonly (readonly string[] | null)[];
  /** Of each side, the names that stand elsewhere in another one that has them, too. */
  readonly moved: readonly ReadonlySet<string>[];
  /** Sides whose messages have several orders, where others have one. */
  readonly varying: readonly number[];
  readonly differs: boolean;
}

/** Compares the header orders of all sides, pair by pair. A name that a side lacks has moved nowhere. */
export function diffOrders(sides: readonly DiffSide[]): OrderDiff {
  const orders = sides.map((side) => nearestOrder(side, sides));
  const moved = sides.map(() => new Set<string>());
  for (const [i, a] of orders.entries()) {
    for (const [j, b] of orders.entries()) {
      if (i >= j || a === null || b === null) continue;
      for (const name of movedNames(a, b)) {
        moved[i]?.add(name);
        moved[j]?.add(name);
      }
    }
  }
  const fixed = sides.filter(({ kind, orders: known }) => kind === "fingerprint" && known.length > 0);
  const varying = sides.flatMap(({ kind, orders: known, cut }, index) =>
    kind === "fingerprint" && known.length === 0 && !cut && fixed.length > 0 ? [index] : [],
  );
  return { orders, moved, varying, differs: varying.length > 0 || moved.some(({ size }) => size > 0) };
}

/** Names of both that are not part of the longest stretch of names both have in the same order. */
export function movedNames(a: readonly string[], b: readonly string[]): string[] {
  const placeInB = new Map(b.map((name, place) => [name, place]));
  const ofBoth = a.filter((name) => placeInB.has(name));
  const common = new Set(a);
  const ofBothInB = b.filter((name) => common.has(name));
  // Of several longest stretches the same one is taken, whichever order comes first.
  const [first, second] = ofBoth.join("\n") <= ofBothInB.join("\n") ? [ofBoth, ofBothInB] : [ofBothInB, ofBoth];
  const places = new Map(second.map((name, place) => [name, place]));
  const kept = risingStretch(first.map((name) => places.get(name) as number));
  return first.filter((_, index) => !kept.has(index));
}

/** Indexes of a longest rising subsequence, by patience sorting. */
function risingStretch(places: readonly number[]): Set<number> {
  const lastOf: number[] = [];
  const before: number[] = [];
  for (const [index, place] of places.entries()) {
    let low = 0;
    let high = lastOf.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[lastOf[middle] as number] as number) < place) low = middle + 1;
      else high = middle;
    }
    before[index] = low > 0 ? (lastOf[low - 1] as number) : -1;
    lastOf[low] = index;
  }
  const kept = new Set<number>();
  for (let index = lastOf.at(-1) ?? -1; index >= 0; index = before[index] as number) kept.add(index);
  return kept;
}

/** Of the orders a side knows the one with fewest names elsewhere in the others; of several, the one known first. */
function nearestOrder(side: DiffSide, sides: readonly DiffSide[]): readonly string[] | null {
  const [first] = side.orders;
  if (side.orders.length < 2) return first ?? null;
  const others = sides.flatMap((other) => (other.orders.length === 1 ? other.orders : []));
  const distances = side.orders.map((order) => others.reduce((sum, other) => sum + distance(order, other), 0));
  return side.orders[distances.indexOf(Math.min(...distances))] ?? null;
}

/** Names that moved count double: a name too many says less. */
function distance(a: readonly string[], b: readonly string[]): number {
  const inA = new Set(a);
  const inB = new Set(b);
  const alone = a.filter((name) => !inB.has(name)).length + b.filter((name) => !inA.has(name)).length;
  return 2 * movedNames(a, b).length + alone;
}
