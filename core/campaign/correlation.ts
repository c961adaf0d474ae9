import { incompleteBeta } from "./incomplete-beta.ts";

/** How two measures of the same things go together. */
export interface Correlation {
  /** Pairs that were compared. */
  readonly n: number;
  /** Pearson's coefficient; null for fewer than three pairs, or where a measure does not vary. */
  readonly r: number | null;
  /** Chance of a coefficient as far from 0 without any relation; null as the coefficient. */
  readonly p: number | null;
}

/** How R and p are computed, in words. */
export const CORRELATION_METHOD =
  "Pearson's product-moment correlation, two-sided t test with n - 2 degrees of freedom";

/** Pearson's correlation of pairs, as R's `cor.test` computes it. */
export function correlate(pairs: readonly (readonly [x: number, y: number])[]): Correlation {
  const n = pairs.length;
  const x = deviations(pairs.map(([one]) => one));
  const y = deviations(pairs.map(([, other]) => other));
  const spread = Math.sqrt(sumOfProducts(x, x) * sumOfProducts(y, y));
  if (n < 3 || spread === 0) return { n, r: null, p: null };
  const r = Math.min(1, Math.max(-1, sumOfProducts(x, y) / spread));
  const freedom = n - 2;
  // With t = r sqrt(freedom / (1 - r^2)) the two tails of Student's distribution are I(freedom / (freedom + t^2)).
  return { n, r, p: incompleteBeta((1 - r) * (1 + r), freedom / 2, 0.5) };
}

function deviations(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function sumOfProducts(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);
}
