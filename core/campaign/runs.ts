import type { CoveredDays } from "./covered-days.ts";

/** How activity repeats. */
export interface Recurrence {
  /** Runs: active days with no idle day between them. Days nobody watched are neither. */
  readonly runs: number;
  /** Three runs or more. */
  readonly recurring: boolean;
  /** Four runs or more, after gaps of much the same length. */
  readonly periodic: boolean;
  /** Mean days from the start of a run to that of the next; null without gaps that were watched to their end. */
  readonly meanGapDays: number | null;
  /** Standard deviation of these days over their mean; null as the mean. */
  readonly gapVariation: number | null;
}

const RECURRING_RUNS = 3;
const PERIODIC_RUNS = 4;
const MOST_VARIATION = 0.25;

/** Runs and gaps of days, given ascending. A gap counts only where all its days are covered. */
export function recurrenceOf(days: readonly number[], covered: CoveredDays): Recurrence {
  const starts: number[] = [];
  let previous: number | null = null;
  for (const day of days) {
    if (previous === null || covered.countBetween(previous + 1, day - 1) > 0) starts.push(day);
    previous = day;
  }
  const gaps: number[] = [];
  for (const [index, start] of starts.slice(1).entries()) {
    const from = starts[index] as number;
    if (covered.countBetween(from, start) === start - from + 1) gaps.push(start - from);
  }
  const mean = gaps.length === 0 ? null : gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variation = mean === null ? null : deviationOf(gaps, mean) / mean;
  return {
    runs: starts.length,
    recurring: starts.length >= RECURRING_RUNS,
    // Of runs in stretches nobody joined up there may be few gaps; one alone never varies.
    periodic: gaps.length >= PERIODIC_RUNS - 1 && variation !== null && variation <= MOST_VARIATION,
    meanGapDays: mean,
    gapVariation: variation,
  };
}

function deviationOf(values: readonly number[], mean: number): number {
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
