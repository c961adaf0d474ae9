import { type IpAddress, writeDottedQuad } from "../net/address.ts";

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
  const lanes = new HashLanes();
  for (const part of parts) lanes.addText(part);
  return lanes.mixed();
}

/** The two lanes, for parts that come one by one. */
export class HashLanes {
  // Signed, as all that comes of them: engines keep such numbers where they are, and others as objects.
  private a = 0x243f6a88 | 0;
  private b = 0x85a308d3 | 0;

  addText(part: string): void {
    let { a, b } = this;
    for (let i = 0; i < part.length; i += 1) {
      const unit = part.charCodeAt(i);
      a = Math.imul(a ^ unit, 0x01000193) ^ (a >>> 15);
      b = Math.imul(b ^ unit, 0x5bd1e995) ^ (b >>> 13);
    }
    this.close(a, b, part.length);
  }

  /** The same for latin-1 text in the form of its bytes from start to end, where a unit takes a third of the time. */
  addBytes(bytes: Uint8Array, start: number, end: number): void {
    let { a, b } = this;
    for (let i = start; i < end; i += 1) {
      const unit = bytes[i] as number;
      a = Math.imul(a ^ unit, 0x01000193) ^ (a >>> 15);
      b = Math.imul(b ^ unit, 0x5bd1e995) ^ (b >>> 13);
    }
    this.close(a, b, end - start);
  }

  /** The same for the text of an address, which is not made. */
  addAddress(address: IpAddress): void {
    if (typeof address === "string") this.addText(address);
    else this.addBytes(dottedQuad, 0, writeDottedQuad(address, dottedQuad));
  }

  /** The upper 53 bits of the hash: the largest integer a number holds exactly. */
  mixed53(): number {
    this.mix();
    return (this.a >>> 0) * 0x200000 + (this.b >>> 11);
  }

  mixed(): Hash64 {
    this.mix();
    return { high: this.a >>> 0, low: this.b >>> 0 };
  }

  private mix(): void {
    let { a, b } = this;
    a = Math.imul(a ^ (b >>> 16), 0x7feb352d);
    b = Math.imul(b ^ (a >>> 15), 0x846ca68b);
    a = Math.imul(a ^ (b >>> 14), 0x2c1b3c6d);
    this.a = a;
    this.b = b ^ (a >>> 16);
  }

  /** The length separates the parts: ("ab", "c") is not ("a", "bc"). */
  private close(a: number, b: number, length: number): void {
    this.a = Math.imul(a ^ length, 0x27d4eb2f) ^ (a >>> 15);
    this.b = Math.imul(b ^ length, 0x165667b1) ^ (b >>> 13);
  }
}

/** The upper 53 bits of the hash: the largest integer a number holds exactly. */
export function hash53(parts: readonly string[]): number {
  const lanes = new HashLanes();
  for (const part of parts) lanes.addText(part);
  return lanes.mixed53();
}

/** Room for the longest text of an IPv4 address. */
const dottedQuad = new Uint8Array(15);

/** Ascending order of hashes. */
export function compareHashes(a: Hash64, b: Hash64): number {
  return a.high - b.high || a.low - b.low;
}
