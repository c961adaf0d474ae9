/** A packet's place in the one time line of all captures (spec section 1). */
export interface PacketPlace {
  /** Nanoseconds since 1970-01-01 UTC; null for packets without a time. */
  readonly timeNs: bigint | null;
  /** SHA-256 of the capture, lower-case hex. */
  readonly capture: string;
  /** 1-based number within the capture. */
  readonly number: number;
}

/** Ascending by time, capture and number; packets without a time come last. */
export function comparePlaces(a: PacketPlace, b: PacketPlace): number {
  if (a.timeNs !== b.timeNs) {
    if (a.timeNs === null) return 1;
    if (b.timeNs === null) return -1;
    return a.timeNs < b.timeNs ? -1 : 1;
  }
  if (a.capture !== b.capture) return a.capture < b.capture ? -1 : 1;
  return a.number - b.number;
}
