/** Packets of one bin. */
export interface BinCounts {
  requests: number;
  others: number;
}

/**
 * Packets over time in equal bins: a commutative monoid under `mergeTimeBins`. Bins start at multiples of their width,
 * which is the least power of two of seconds that needs no more than 1024 bins from the first packet to the last. So
 * the state is a function of the packets alone, and bounded.
 */
export interface TimeBins {
  widthSeconds: number;
  /** Counts by number of the bin: start in seconds since 1970-01-01 UTC, divided by the width. Empty bins are left out. */
  bins: Map<number, BinCounts>;
  firstBin: number;
  lastBin: number;
  /** Packets without a time. */
  undated: number;
}

/** Bins from the first packet to the last at most. */
export const MOST_BINS = 1024;

const SECOND_NS = 1_000_000_000n;

/** The state of no packet. */
export function emptyTimeBins(): TimeBins {
  return { widthSeconds: 1, bins: new Map(), firstBin: Infinity, lastBin: -Infinity, undated: 0 };
}

/** Adds one packet to the state, in place. */
export function addTime(state: TimeBins, timeNs: bigint | null, isRequest: boolean): void {
  if (timeNs === null) {
    state.undated += 1;
    return;
  }
  count(state, Math.floor(secondsOf(timeNs) / state.widthSeconds), isRequest ? 1 : 0, isRequest ? 0 : 1);
}

/** The state of the packets of both. The second stays as it is. */
export function mergeTimeBins(into: TimeBins, from: TimeBins): TimeBins {
  into.undated += from.undated;
  while (into.widthSeconds < from.widthSeconds) doubleWidth(into);
  for (const [bin, { requests, others }] of from.bins) {
    count(into, Math.floor((bin * from.widthSeconds) / into.widthSeconds), requests, others);
  }
  return into;
}

function count(state: TimeBins, bin: number, requests: number, others: number): void {
  const counts = state.bins.get(bin);
  if (counts !== undefined) {
    counts.requests += requests;
    counts.others += others;
    return;
  }
  state.bins.set(bin, { requests, others });
  if (bin < state.firstBin) state.firstBin = bin;
  if (bin > state.lastBin) state.lastBin = bin;
  while (state.lastBin - state.firstBin >= MOST_BINS) doubleWidth(state);
}

/** Puts neighbouring bins together, two by two. */
function doubleWidth(state: TimeBins): void {
  const bins = new Map<number, BinCounts>();
  for (const [bin, { requests, others }] of state.bins) {
    const half = Math.floor(bin / 2);
    const counts = bins.get(half);
    if (counts === undefined) bins.set(half, { requests, others });
    else {
      counts.requests += requests;
      counts.others += others;
    }
  }
  state.widthSeconds *= 2;
  state.bins = bins;
  state.firstBin = Math.floor(state.firstBin / 2);
  state.lastBin = Math.floor(state.lastBin / 2);
}

/** Whole seconds since 1970-01-01 UTC, rounded down. */
function secondsOf(timeNs: bigint): number {
  const seconds = timeNs / SECOND_NS;
  return Number(timeNs < 0n && seconds * SECOND_NS !== timeNs ? seconds - 1n : seconds);
}
