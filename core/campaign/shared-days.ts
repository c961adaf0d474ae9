import type { DayVectors } from "./day-vectors.ts";
import type { Steps } from "./steps.ts";

/** Counting one shared day takes this part of the time of comparing one word of a pair. */
const DAYS_IN_TIME_OF_A_WORD = 5;
/** Vectors of more words together are not packed: captures with clocks gone wild have days without end. */
const MOST_WORDS = 1 << 26;
/** Days shared by more pairs are counted again whenever they are asked for: 128 MB. */
const MOST_PAIRS = 1 << 26;
/** The most that is kept of a pair. */
const MOST_DAYS = 0xffff;

/**
 * How many days each vector shares with each other; with the sizes that gives all Hamming distances. Most sources sent on
 * few days, so days are counted along lists of who sent on a day. Where a vector has so many days that this is slower, its
 * bits are compared with those of all others.
 */
export class SharedDays {
  private readonly days: readonly Int32Array[];
  /** Vectors by day, ascending. */
  private readonly byDay: readonly Int32Array[];
  /** 32-bit words of a packed vector; 0 where they are not packed. */
  private readonly words: number;
  /** The packed vectors, one behind the other. */
  private readonly bits: Uint32Array;
  private readonly row: Int32Array;
  /** Row by row what all pairs share; null where there are too many pairs. */
  private all: Uint16Array | null = null;

  private constructor({ dayCount, days }: DayVectors) {
    const words = (dayCount + 31) >>> 5;
    this.days = days;
    this.byDay = invert(days, dayCount);
    this.words = words * days.length > MOST_WORDS ? 0 : words;
    this.bits = pack(days, this.words);
    this.row = new Int32Array(days.length);
  }

  /** Of vectors that are not too many all pairs are counted at once. */
  static *of(vectors: DayVectors): Steps<SharedDays> {
    const shared = new SharedDays(vectors);
    const isKept = vectors.days.length ** 2 <= MOST_PAIRS && vectors.dayCount <= MOST_DAYS;
    if (isKept) shared.all = yield* shared.countAll();
    return shared;
  }

  /** Days shared with each vector. The numbers are borrowed until the next call. */
  with(vector: number): Int32Array | Uint16Array {
    const { all, row } = this;
    if (all !== null) return all.subarray(vector * row.length, (vector + 1) * row.length);
    this.count(vector, 0);
    return row;
  }

  private *countAll(): Steps<Uint16Array> {
    const { row } = this;
    const all = new Uint16Array(row.length ** 2);
    for (let vector = 0; vector < row.length; vector++) {
      this.count(vector, vector);
      for (let other = vector; other < row.length; other++) {
        const shared = row[other] as number;
        all[vector * row.length + other] = shared;
        all[other * row.length + vector] = shared;
      }
      yield;
    }
    return all;
  }

  /** Counts the days shared with all from one vector on. */
  private count(vector: number, from: number): void {
    if (this.isListedFaster(vector)) this.countListed(vector);
    else this.compareBits(vector, from);
  }

  private isListedFaster(vector: number): boolean {
    if (this.words === 0) return true;
    let listed = 0;
    for (const day of this.days[vector] as Int32Array) listed += (this.byDay[day] as Int32Array).length;
    return listed <= this.row.length * this.words * DAYS_IN_TIME_OF_A_WORD;
  }

  private countListed(vector: number): void {
    const { row } = this;
    row.fill(0);
    for (const day of this.days[vector] as Int32Array) {
      const others = this.byDay[day] as Int32Array;
      for (let at = 0; at < others.length; at++) {
        const other = others[at] as number;
        row[other] = (row[other] as number) + 1;
      }
    }
  }

  private compareBits(vector: number, from: number): void {
    const { row, bits, words } = this;
    const start = vector * words;
    for (let other = from, at = from * words; other < row.length; other++) {
      let shared = 0;
      for (let word = 0; word < words; word++, at++) {
        shared += onesOf((bits[start + word] as number) & (bits[at] as number));
      }
      row[other] = shared;
    }
  }
}

function invert(days: readonly Int32Array[], dayCount: number): Int32Array[] {
  const lengths = new Int32Array(dayCount);
  for (const ofVector of days) for (const day of ofVector) lengths[day] = (lengths[day] as number) + 1;
  const byDay = Array.from(lengths, (length) => new Int32Array(length));
  const filled = new Int32Array(dayCount);
  for (const [vector, ofVector] of days.entries()) {
    for (const day of ofVector) {
      const at = filled[day] as number;
      (byDay[day] as Int32Array)[at] = vector;
      filled[day] = at + 1;
    }
  }
  return byDay;
}

function pack(days: readonly Int32Array[], words: number): Uint32Array {
  const bits = new Uint32Array(words * days.length);
  if (words === 0) return bits;
  for (const [vector, ofVector] of days.entries()) {
    for (const day of ofVector) {
      const word = vector * words + (day >>> 5);
      bits[word] = (bits[word] as number) | (1 << (day & 31));
    }
  }
  return bits;
}

/** Set bits of a word: sums of neighbouring bits, pairs, nibbles and bytes. */
function onesOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
