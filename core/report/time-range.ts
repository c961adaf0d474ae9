/** The first of some times; null where none is known. */
export function earliest(times: readonly (bigint | null)[]): bigint | null {
  return times.reduce((least, time) => (least === null || (time !== null && time < least) ? time : least), null);
}

/** The last of some times; null where none is known. */
export function latest(times: readonly (bigint | null)[]): bigint | null {
  return times.reduce((most, time) => (most === null || (time !== null && time > most) ? time : most), null);
}
