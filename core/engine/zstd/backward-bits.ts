/** Free bytes kept in front of what is read backwards, so that looking a little too far stays inside the array. */
export const MARGIN_BYTES = 16;

/**
 * Bits read from the last byte of a stream to its first (RFC 8878 section 4.1). Bytes before the stream are looked at
 * by peeks that reach too far; whoever takes bits checks `overrun` at least every 15 bytes.
 */
export class BackwardBits {
  readonly #bytes: Uint8Array;
  readonly #firstBit: number;
  /** Bits below this one are still to be read. */
  #at: number;

  /**
   * The stream from `start` to `end`, with `MARGIN_BYTES` free in front of `start`. Its last byte ends in a 1 bit that
   * marks the end: without it the stream is overrun from the start.
   */
  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#firstBit = start * 8;
    const last = end > start ? (bytes[end - 1] as number) : 0;
    this.#at = last === 0 ? this.#firstBit - 1 : end * 8 - Math.clz32(last) + 23;
  }

  /** True once more bits were taken than there are. */
  get overrun(): boolean {
    return this.#at < this.#firstBit;
  }

  /** True when all bits were taken and not one more. */
  get exhausted(): boolean {
    return this.#at === this.#firstBit;
  }

  /** The next bits, at most 25, without taking them. */
  peek(count: number): number {
    const from = this.#at - count;
    const byte = from >> 3;
    const bytes = this.#bytes;
    const word =
      (bytes[byte] as number) |
      ((bytes[byte + 1] as number) << 8) |
      ((bytes[byte + 2] as number) << 16) |
      ((bytes[byte + 3] as number) << 24);
    return (word >>> (from & 7)) & ((1 << count) - 1);
  }

  skip(count: number): void {
    this.#at -= count;
  }

  /** Takes at most 25 bits. */
  take(count: number): number {
    const value = this.peek(count);
    this.#at -= count;
    return value;
  }

  /** Takes at most 31 bits. */
  takeLong(count: number): number {
    return count <= 25 ? this.take(count) : this.take(count - 16) * 65_536 + this.take(16);
  }
}
