import { hash53 } from "../fingerprint/hash64.ts";

/** Requests by method. At most 64 methods are kept apart, those with the lowest hash; the rest is `(others)`. */
export type MethodCounts = Map<string, number>;

/** Name under which surplus methods are counted. No method can be called so: parentheses are no token characters. */
export const OTHER_METHODS = "(others)";

const MAX_METHODS = 64;

/** Adds to the count of a method. A method once folded has a hash above all that are kept, so it never comes back. */
export function countMethod(counts: MethodCounts, method: string, requests: number): void {
  add(counts, method, requests);
  if (counts.size <= MAX_METHODS) return;
  const methods = [...counts.keys()].filter((name) => name !== OTHER_METHODS);
  const ranked = methods.map((name) => ({ name, rank: hash53([name]) })).sort((a, b) => a.rank - b.rank);
  for (const { name } of ranked.slice(MAX_METHODS)) {
    add(counts, OTHER_METHODS, counts.get(name) ?? 0);
    counts.delete(name);
  }
}

function add(counts: MethodCounts, method: string, requests: number): void {
  counts.set(method, (counts.get(method) ?? 0) + requests);
}
