/** A share of a number of things. */
export interface Share {
  readonly n: number;
  readonly count: number;
  /** count / n; null without things. */
  readonly share: number | null;
  /** 95 % confidence, as Wilson's score interval; null without things. */
  readonly interval: readonly [low: number, high: number] | null;
}

/** Two-sided 95 % of the normal distribution. */
const Z = 1.959963984540054;

/** The share `count` of `n`, with its interval. */
export function shareOf(count: number, n: number): Share {
  if (n === 0) return { n, count, share: null, interval: null };
  const share = count / n;
  const centre = share + Z ** 2 / (2 * n);
  const spread = Z * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  const scale = 1 + Z ** 2 / n;
  return { n, count, share, interval: [(centre - spread) / scale, (centre + spread) / scale] };
}
