/** A 64-bit hash as two unsigned halves. */
export interface Hash64 {
  readonly high: number;
  readonly low: number;
}

/**
 * The fixed hash that orders exemplars and evidence: two 32-bit lanes over the code units of the parts and their
 * lengths, each a multiply-and-shift round per unit, mixed into each other at the end. Not cryptographic; its only
 * task is to pick the same messages everywhere. Pinned by test vectors, because stored states depend on it.
 */
export function hash64(parts: readonly string[]): Hash64 {
  let a = 0x243f6a88;
  let b = 0x85a308d3;
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 1) {
      const unit = part.charCodeAt(i);
      a = Math.imul(a ^ unit, 0x01000193) ^ (a >>> 15);
      b = Math.imul(b ^ unit, 0x5bd1e995) ^ (b >>> 13);
    }
    // The length separates the parts: ("ab", "c") is not ("a", "bc").
    a = Math.imul(a ^ part.length, 0x27d4eb2f) ^ (a >>> 15);
    b = Math.imul(b ^ part.length, 0x165667b1) ^ (b >>> 13);
  }
  a = Math.imul(a ^ (b >>> 16), 0x7feb352d);
  b = Math.imul(b ^ (a >>> 15), 0x846ca68b);
  a = Math.imul(a ^ (b >>> 14), 0x2c1b3c6d);
  b ^= a >>> 16;
  return { high: a >>> 0, low: b >>> 0 };
}

/** The upper 53 bits of the hash: the largest integer a number holds exactly. */
export function hash53(parts: readonly string[]): number {
  const { high, low } = hash64(parts);
  return high * 0x200000 + (low >>> 11);
}

/** Ascending order of hashes. */
export function compareHashes(a: Hash64, b: Hash64): number {
  return a.high - b.high || a.low - b.low;
}
