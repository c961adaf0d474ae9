/** The UTC days captures cover, as day numbers. What was sent on other days is unknown. */
export class CoveredDays {
  /** Ascending. */
  readonly spans: readonly (readonly [first: number, last: number])[];
  readonly count: number;

  /** @param spans first and last day of each capture */
  constructor(spans: readonly (readonly [first: number, last: number])[]) {
    const joined: [number, number][] = [];
    for (const [first, last] of [...spans].sort(([a], [b]) => a - b)) {
      const previous = joined.at(-1);
      if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
      else joined.push([first, last]);
    }
    this.spans = joined;
    this.count = joined.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  }

  /** Covered days from one day to another, both included. */
  countBetween(from: number, to: number): number {
    return this.spans.reduce(
      (sum, [first, last]) => sum + Math.max(0, Math.min(last, to) - Math.max(first, from) + 1),
      0,
    );
  }
}
