/**
 * Counts distinct things in constant space: the 32 lowest hashes seen (k-minimum values, spec section 4 step 3).
 * Exact below 32, an estimate from there on. Ascending, no repeats.
 */
export type DistinctSketch = number[];

const KEPT = 32;
const HASH_RANGE = 2 ** 53;

/** Adds the things of another sketch. */
export function mergeSketches(into: DistinctSketch, from: DistinctSketch): void {
  for (const hash of from) addHash(into, hash);
}

/** How many distinct things were added: exact below 32. */
export function countDistinct(sketch: DistinctSketch): number {
  if (sketch.length < KEPT) return sketch.length;
  const largest = (sketch[KEPT - 1] as number) / HASH_RANGE;
  return Math.max(KEPT, Math.round((KEPT - 1) / largest));
}

/** Adds one thing, told apart from others by the upper 53 bits of its `hash64`. */
export function addHash(sketch: DistinctSketch, hash: number): void {
  let at = sketch.length;
  while (at > 0 && (sketch[at - 1] as number) > hash) at -= 1;
  if (at === KEPT || (at > 0 && sketch[at - 1] === hash)) return;
  sketch.splice(at, 0, hash);
  if (sketch.length > KEPT) sketch.pop();
}
