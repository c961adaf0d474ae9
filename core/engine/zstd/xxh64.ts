// XXH64 (github.com/Cyan4973/xxHash, doc/xxhash_spec.md) with seed 0, in halves of 64-bit words: BigInt is fifty times
// slower. `low` and `high` are 32 bits each and may be negative.
interface Word {
  low: number;
  high: number;
}

const word = (high: number, low: number): Word => ({ low: low | 0, high: high | 0 });
const P1 = word(0x9e3779b1, 0x85ebca87);
const P2 = word(0xc2b2ae3d, 0x27d4eb4f);
const P3 = word(0x165667b1, 0x9e3779f9);
const P4 = word(0x85ebca77, 0xc2b2ae63);
const P5 = word(0x27d4eb2f, 0x165667c5);

const STRIPE_BYTES = 32;

/** The hash of bytes that come in pieces. */
export class Xxh64 {
  readonly #lanes: readonly [Word, Word, Word, Word] = [
    plus(P1, P2),
    { ...P2 },
    word(0, 0),
    { low: -P1.low | 0, high: (~P1.high + (P1.low === 0 ? 1 : 0)) | 0 },
  ];
  readonly #waiting = new Uint8Array(STRIPE_BYTES);
  #waitingLength = 0;
  #total = 0;

  update(bytes: Uint8Array): void {
    let at = 0;
    this.#total += bytes.length;
    if (this.#waitingLength > 0) {
      at = Math.min(STRIPE_BYTES - this.#waitingLength, bytes.length);
      this.#waiting.set(bytes.subarray(0, at), this.#waitingLength);
      this.#waitingLength += at;
      if (this.#waitingLength < STRIPE_BYTES) return;
      this.#stripes(this.#waiting, 0, STRIPE_BYTES);
      this.#waitingLength = 0;
    }
    const end = at + Math.floor((bytes.length - at) / STRIPE_BYTES) * STRIPE_BYTES;
    this.#stripes(bytes, at, end);
    this.#waiting.set(bytes.subarray(end));
    this.#waitingLength = bytes.length - end;
  }

  /** The lower 32 bits of the hash, unsigned. */
  low32(): number {
    const hash = this.#total < STRIPE_BYTES ? { ...P5 } : this.#mergedLanes();
    add(hash, word(Math.floor(this.#total / 2 ** 32), this.#total));
    let at = 0;
    for (; at + 8 <= this.#waitingLength; at += 8) {
      const lane = word(0, 0);
      round(lane, u32(this.#waiting, at), u32(this.#waiting, at + 4));
      xor(hash, lane);
      rotate(hash, 27);
      multiply(hash, P1);
      add(hash, P4);
    }
    if (at + 4 <= this.#waitingLength) {
      const lane = word(0, u32(this.#waiting, at));
      multiply(lane, P1);
      xor(hash, lane);
      rotate(hash, 23);
      multiply(hash, P2);
      add(hash, P3);
      at += 4;
    }
    for (; at < this.#waitingLength; at += 1) {
      const lane = word(0, this.#waiting[at] as number);
      multiply(lane, P5);
      xor(hash, lane);
      rotate(hash, 11);
      multiply(hash, P1);
    }
    xorShift(hash, 33);
    multiply(hash, P2);
    xorShift(hash, 29);
    multiply(hash, P3);
    return (hash.low ^ hash.high) >>> 0;
  }

  #stripes(bytes: Uint8Array, start: number, end: number): void {
    const [a, b, c, d] = this.#lanes;
    for (let at = start; at < end; at += STRIPE_BYTES) {
      round(a, u32(bytes, at), u32(bytes, at + 4));
      round(b, u32(bytes, at + 8), u32(bytes, at + 12));
      round(c, u32(bytes, at + 16), u32(bytes, at + 20));
      round(d, u32(bytes, at + 24), u32(bytes, at + 28));
    }
  }

  #mergedLanes(): Word {
    const hash = word(0, 0);
    for (const [index, rotation] of [1, 7, 12, 18].entries()) {
      const lane = { ...(this.#lanes[index] as Word) };
      rotate(lane, rotation);
      add(hash, lane);
    }
    for (const accumulator of this.#lanes) {
      const lane = word(0, 0);
      round(lane, accumulator.low, accumulator.high);
      xor(hash, lane);
      multiply(hash, P1);
      add(hash, P4);
    }
    return hash;
  }
}

function u32(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

/** lane = rotate(lane + input * P2, 31) * P1 */
function round(lane: Word, inputLow: number, inputHigh: number): void {
  const low = Math.imul(inputLow, 0x27d4eb4f);
  const high =
    (highOfProduct(inputLow, 0xeb4f, 0x27d4) + Math.imul(inputLow, 0xc2b2ae3d) + Math.imul(inputHigh, 0x27d4eb4f)) | 0;
  const sumLow = (lane.low + low) | 0;
  const carry = sumLow >>> 0 < low >>> 0 ? 1 : 0;
  const sumHigh = (lane.high + high + carry) | 0;
  const turnedLow = (sumLow << 31) | (sumHigh >>> 1);
  const turnedHigh = (sumHigh << 31) | (sumLow >>> 1);
  lane.low = Math.imul(turnedLow, 0x85ebca87);
  lane.high =
    (highOfProduct(turnedLow, 0xca87, 0x85eb) + Math.imul(turnedLow, 0x9e3779b1) + Math.imul(turnedHigh, 0x85ebca87)) |
    0;
}

/** The upper 32 bits of the product of two unsigned 32-bit numbers, the second given in halves of 16 bits. */
function highOfProduct(a: number, bLow: number, bHigh: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  // Sums stay below 2^32, but not below 2^31: the bits are right all the same, and >>> takes them as unsigned.
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const other = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (other >>> 16)) | 0;
}

function plus(a: Word, b: Word): Word {
  const sum = { ...a };
  add(sum, b);
  return sum;
}

function add(a: Word, b: Word): void {
  const low = (a.low >>> 0) + (b.low >>> 0);
  a.high = (a.high + b.high + (low > 0xffff_ffff ? 1 : 0)) | 0;
  a.low = low | 0;
}

function multiply(a: Word, b: Word): void {
  const { low } = a;
  a.high = (highOfProduct(low, b.low & 0xffff, b.low >>> 16) + Math.imul(low, b.high) + Math.imul(a.high, b.low)) | 0;
  a.low = Math.imul(low, b.low);
}

function xor(a: Word, b: Word): void {
  a.low ^= b.low;
  a.high ^= b.high;
}

/** To the left, by 1 to 31 bits. */
function rotate(a: Word, count: number): void {
  const { low, high } = a;
  a.low = (low << count) | (high >>> (32 - count));
  a.high = (high << count) | (low >>> (32 - count));
}

/** a ^= a >>> count, by 29 or 33 bits. */
function xorShift(a: Word, count: number): void {
  if (count >= 32) {
    a.low ^= a.high >>> (count - 32);
    return;
  }
  const low = (a.low >>> count) | (a.high << (32 - count));
  a.high ^= a.high >>> count;
  a.low ^= low;
}
