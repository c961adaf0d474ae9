import { classOfSymbol, DIGIT, OTHER } from "./byte-classes.ts";
import type { DiffGap, DiffUnit } from "./diff-side.ts";
import { isToken } from "./symbols.ts";

/** For each unit 1 where it differs from the other value, else 0. */
export type Marks = Uint8Array;

/** Most pairs of words that are compared: what two hostile values have between their ends differs as a whole. */
const MOST_PAIRS = 16_384;

const ALNUM = /[0-9A-Za-z]/;

/** A run of letters and digits, or one other unit. */
interface Word {
  readonly start: number;
  readonly end: number;
  /** Equal for equal words. */
  readonly name: string;
  /** A long word that is found again says more than a comma. */
  readonly weight: number;
}

/**
 * What differs between two values of one kind. Words are aligned so that most of them agree; which value comes first
 * makes no difference, but for the place of the marks.
 *
 * @param aText the texts of both: equal for equal values
 */
export function markDifferences(
  a: readonly DiffUnit[],
  aText: string,
  b: readonly DiffUnit[],
  bText: string,
): readonly [Marks, Marks] {
  if (aText > bText) {
    const [ofB, ofA] = markInOrder(b, a);
    return [ofA, ofB];
  }
  return markInOrder(a, b);
}

/**
 * What of a value does not fit into one that leaves more open, and where: a gap of `general` takes in what has its
 * classes and a length it allows.
 */
export function markUnfit(general: readonly DiffUnit[], special: readonly DiffUnit[]): readonly [Marks, Marks] {
  const ofGeneral = allMarked(general);
  const ofSpecial = allMarked(special);
  const words = wordsOf(general);
  const others = wordsOf(special);
  if ((words.length + 1) * (others.length + 1) > MOST_PAIRS) return [ofGeneral, ofSpecial];
  for (const { word, first, last } of fitWords(general, words, special, others)) {
    unmark(ofGeneral, word.start, word.end);
    if (first !== undefined && last !== undefined) unmark(ofSpecial, first.start, last.end);
  }
  return [ofGeneral, ofSpecial];
}

/** Units from the left and from the right that are equal, without overlap. */
function sharedEnds(a: readonly DiffUnit[], b: readonly DiffUnit[]): readonly [head: number, tail: number] {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && sameUnit(a[head], b[head])) head += 1;
  let tail = 0;
  while (tail < shorter - head && sameUnit(a[a.length - 1 - tail], b[b.length - 1 - tail])) tail += 1;
  return [head, tail];
}

function markInOrder(a: readonly DiffUnit[], b: readonly DiffUnit[]): readonly [Marks, Marks] {
  const ofA = allMarked(a);
  const ofB = allMarked(b);
  const words = wordsOf(a);
  const others = wordsOf(b);
  // Equal words at both ends need no comparing: mostly that leaves one word.
  let head = 0;
  while (head < words.length && head < others.length && words[head]?.name === others[head]?.name) head += 1;
  let tail = 0;
  while (
    tail < Math.min(words.length, others.length) - head &&
    words[words.length - 1 - tail]?.name === others[others.length - 1 - tail]?.name
  ) {
    tail += 1;
  }
  const inner = words.slice(head, words.length - tail);
  const innerOthers = others.slice(head, others.length - tail);
  const pairs: (readonly [Word | undefined, Word | undefined])[] = [
    ...words.slice(0, head).map((word, index) => [word, others[index]] as const),
    ...commonWords(inner, innerOthers),
    ...words.slice(words.length - tail).map((word, index) => [word, others[others.length - tail + index]] as const),
  ];
  let at = 0;
  let atOther = 0;
  for (const [word, other] of [...pairs, [undefined, undefined] as const]) {
    narrow(a, at, word?.start ?? a.length, ofA, b, atOther, other?.start ?? b.length, ofB);
    if (word === undefined || other === undefined) break;
    unmark(ofA, word.start, word.end);
    unmark(ofB, other.start, other.end);
    at = word.end;
    atOther = other.end;
  }
  return [ofA, ofB];
}

/** Takes the marks off what two stretches begin and end with, where that is half of the shorter one at least. */
function narrow(
  a: readonly DiffUnit[],
  start: number,
  end: number,
  ofA: Marks,
  b: readonly DiffUnit[],
  startOfOther: number,
  endOfOther: number,
  ofB: Marks,
): void {
  const stretch = a.slice(start, end);
  const other = b.slice(startOfOther, endOfOther);
  // Numbers that share a digit have nothing in common.
  if (stretch.every(isDigit) && other.every(isDigit)) return;
  const [head, tail] = sharedEnds(stretch, other);
  if (head + tail === 0 || 2 * (head + tail) < Math.min(stretch.length, other.length)) return;
  unmark(ofA, start, start + head);
  unmark(ofA, end - tail, end);
  unmark(ofB, startOfOther, startOfOther + head);
  unmark(ofB, endOfOther - tail, endOfOther);
}

/** The pairs of equal words, in order, that weigh most together; none where there are too many to be compared. */
function commonWords(a: readonly Word[], b: readonly Word[]): (readonly [Word, Word])[] {
  const width = b.length + 1;
  if ((a.length + 1) * width > MOST_PAIRS) return [];
  const best = new Int32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const word = a[i] as Word;
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const skipped = Math.max(best[(i + 1) * width + j] as number, best[i * width + j + 1] as number);
      const agreed = word.name === (b[j] as Word).name ? word.weight + (best[(i + 1) * width + j + 1] as number) : -1;
      best[i * width + j] = Math.max(skipped, agreed);
    }
  }
  const pairs: (readonly [Word, Word])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const here = best[i * width + j] as number;
    const word = a[i] as Word;
    const other = b[j] as Word;
    if (word.name === other.name && here === word.weight + (best[(i + 1) * width + j + 1] as number)) {
      pairs.push([word, other]);
      i += 1;
      j += 1;
    } else if (here === best[(i + 1) * width + j]) i += 1;
    else j += 1;
  }
  return pairs;
}

/** A word of the general value, and the stretch of words it stands for; of a gap that holds nothing, none. */
interface Fit {
  readonly word: Word;
  readonly first: Word | undefined;
  readonly last: Word | undefined;
}

/** Of the general value: the words that are found again, and the gaps with what they take in. */
function fitWords(
  general: readonly DiffUnit[],
  words: readonly Word[],
  special: readonly DiffUnit[],
  others: readonly Word[],
): Fit[] {
  const width = others.length + 1;
  // What the words from i on can make of the others from j on: agreeing words count twice, words in gaps once.
  const best = new Int32Array((words.length + 1) * width);
  const taken = new Int32Array((words.length + 1) * width);
  for (let i = words.length - 1; i >= 0; i -= 1) {
    const word = words[i] as Word;
    const gap = gapAt(general, word);
    for (let j = others.length; j >= 0; j -= 1) {
      const at = i * width + j;
      const other = others[j];
      best[at] = Math.max(best[at + width] as number, other === undefined ? 0 : (best[at + 1] as number));
      if (gap === undefined) {
        if (other === undefined || other.name !== word.name) continue;
        const agreed = 2 * word.weight + (best[at + width + 1] as number);
        if (agreed >= (best[at] as number)) {
          best[at] = agreed;
          taken[at] = 1;
        }
        continue;
      }
      let gain = 0;
      let shortest = 0;
      let longest = 0;
      for (let count = 0; j + count <= others.length; count += 1) {
        const all = gain + (best[at + width + count] as number);
        const fits = shortest >= gap.shortest && longest <= gap.longest;
        if (fits && all >= (best[at] as number)) {
          best[at] = all;
          taken[at] = count + 1;
        }
        const next = others[j + count];
        // What is too long already gets no shorter: all gaps of a template together take no more words than it has symbols.
        if (next === undefined || longest >= gap.longest || !holds(gap, special, next)) break;
        const inside = gapAt(special, next);
        shortest += inside?.shortest ?? next.end - next.start;
        longest += inside?.longest ?? next.end - next.start;
        gain += next.weight;
      }
    }
  }
  const fits: Fit[] = [];
  for (let i = 0, j = 0; i < words.length; ) {
    const at = i * width + j;
    const word = words[i] as Word;
    const count = taken[at] as number;
    if (count === 0) {
      if (j < others.length && best[at] === best[at + 1]) j += 1;
      else i += 1;
    } else if (gapAt(general, word) === undefined) {
      fits.push({ word, first: others[j], last: others[j] });
      i += 1;
      j += 1;
    } else {
      const end = j + count - 1;
      fits.push(
        count === 1 ? { word, first: undefined, last: undefined } : { word, first: others[j], last: others[end - 1] },
      );
      i += 1;
      j = end;
    }
  }
  return fits;
}

/** Whether a gap may hold all of a word. A token may stand where anything may. */
function holds(gap: DiffGap, special: readonly DiffUnit[], word: Word): boolean {
  for (let at = word.start; at < word.end; at += 1) {
    const unit = special[at] as DiffUnit;
    const classes = typeof unit === "number" ? (isToken(unit) ? OTHER : classOfSymbol(unit)) : unit.classes;
    if ((classes & ~gap.classes) !== 0) return false;
  }
  return true;
}

function gapAt(units: readonly DiffUnit[], word: Word): DiffGap | undefined {
  const unit = units[word.start];
  return typeof unit === "object" ? unit : undefined;
}

function wordsOf(units: readonly DiffUnit[]): Word[] {
  const words: Word[] = [];
  for (let start = 0; start < units.length; ) {
    const unit = units[start] as DiffUnit;
    let end = start + 1;
    let name = nameOf(unit);
    if (isLetter(unit)) {
      for (; isLetter(units[end]); end += 1) name += nameOf(units[end] as DiffUnit);
    }
    const isMark = typeof unit === "number" && !isLetter(unit) && !isToken(unit);
    words.push({ start, end, name, weight: isMark ? 1 : 2 + end - start });
    start = end;
  }
  return words;
}

function isLetter(unit: DiffUnit | undefined): boolean {
  return typeof unit === "number" && unit < 0x80 && ALNUM.test(String.fromCharCode(unit));
}

function isDigit(unit: DiffUnit): boolean {
  return typeof unit === "number" && classOfSymbol(unit) === DIGIT;
}

/** Gaps of one length and content are one. No symbol is as long as the name of a gap. */
function nameOf(unit: DiffUnit): string {
  return typeof unit === "number" ? String.fromCharCode(unit) : `${unit.shortest}-${unit.longest}:${unit.holds}`;
}

function sameUnit(a: DiffUnit | undefined, b: DiffUnit | undefined): boolean {
  if (typeof a !== "object" || typeof b !== "object") return a === b;
  return nameOf(a) === nameOf(b);
}

function allMarked(units: readonly DiffUnit[]): Marks {
  return new Uint8Array(units.length).fill(1);
}

function unmark(marks: Marks, start: number, end: number): void {
  marks.fill(0, start, end);
}
