const NS_PER_DAY = 86_400_000_000_000n;

/** The times that 64 bits of nanoseconds hold, which is what a database keeps. */
export const LEAST_TIME_NS: bigint = -(2n ** 63n);
export const LATEST_TIME_NS: bigint = 2n ** 63n - 1n;

/** The last nanosecond of the day that begins at this time. */
export function lastMomentOf(dayNs: bigint): bigint {
  const last = dayNs + NS_PER_DAY - 1n;
  return last < LATEST_TIME_NS ? last : LATEST_TIME_NS;
}
