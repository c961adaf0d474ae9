/** A stretch of a packet. The bytes are borrowed from it. */
export interface Span {
  readonly bytes: Uint8Array;
  readonly start: number;
  /** Where it ended on the wire, behind the stored bytes where the snap length cut it. Padding may be stored behind it. */
  readonly end: number;
}

/** Why a header of `length` bytes cannot be read at `start`: there was no room for it, or it was not stored. */
export function shortfall(
  bytes: Uint8Array,
  start: number,
  length: number,
  end: number,
): "malformed" | "truncated" | undefined {
  if (start + length > end) return "malformed";
  return start + length > bytes.length ? "truncated" : undefined;
}
