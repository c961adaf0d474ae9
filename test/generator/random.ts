/**
 * A small seeded generator of pseudo-random numbers. The sample capture and every generated message are drawn from
 * it, so that the same seed gives the same bytes on every machine and in every version of Node.
 *
 * The generator is xoshiro128** (Blackman and Vigna): 128 bits of state, 32 bits per step. The state is filled from
 * the seed's text by FNV-1a and SplitMix32. It is fit for tests, never for secrets.
 */
export class Random {
  readonly #seed: string;
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: string) {
    this.#seed = seed;
    let state = 0x811c9dc5;
    for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) as number), 0x01000193);
    const splitMix = () => {
      state = (state + 0x9e3779b9) | 0;
      let mixed = state;
      mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      return mixed ^ (mixed >>> 15);
    };
    this.#a = splitMix();
    this.#b = splitMix();
    this.#c = splitMix();
    this.#d = splitMix() | 1; // the all-zero state would never leave zero
  }

  /** An independent generator: what is drawn from it does not move this one. The same name gives the same child. */
  fork(name: string): Random {
    return new Random(`${this.#seed}/${name}`);
  }

  /** 32 random bits as an unsigned number. */
  bits32(): number {
    const product = Math.imul(this.#b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  /** A number in [0, 1). */
  fraction(): number {
    return this.bits32() / 0x100000000;
  }

  /** A whole number from `least` to `most`, both included; the range may hold up to 2^32 numbers. */
  int(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new Error("nothing to pick from");
    return items[this.int(0, items.length - 1)] as Item;
  }

  /** A new array with the same items in random order (Fisher and Yates). */
  shuffle<Item>(items: readonly Item[]): Item[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last -= 1) {
      const other = this.int(0, last);
      [shuffled[last], shuffled[other]] = [shuffled[other] as Item, shuffled[last] as Item];
    }
    return shuffled;
  }

  /** `length` characters of an alphabet. */
  characters(alphabet: string, length: number): string {
    let text = "";
    for (let i = 0; i < length; i += 1) text += alphabet[this.int(0, alphabet.length - 1)] as string;
    return text;
  }

  digits(length: number): string {
    return this.characters("0123456789", length);
  }

  hex(length: number): string {
    return this.characters("0123456789abcdef", length);
  }

  alpha(length: number): string {
    return this.characters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", length);
  }

  alnum(length: number): string {
    return this.characters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", length);
  }

  /** The decimal text of `bits` random bits, as Python's `str(random.getrandbits(bits))`: its length varies. */
  decimalOfBits(bits: number): string {
    let value = 0n;
    for (let left = bits; left > 0; left -= 32) {
      const taken = Math.min(left, 32);
      value = (value << BigInt(taken)) | BigInt(this.bits32() >>> (32 - taken));
    }
    return value.toString();
  }
}
