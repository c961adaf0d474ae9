/** Nanoseconds since 1970-01-01 UTC; null for packets stored without a time. */
export type PacketTime = bigint | null;

/** Order of times; undated ones are equal to each other and come last. */
export function comparePacketTimes(a: PacketTime, b: PacketTime): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}

/** Whether the second packet is known to come after the first. */
export function isLater(first: PacketTime, second: PacketTime): boolean {
  return first !== null && second !== null && first < second;
}
