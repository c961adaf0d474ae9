import type { KeyView, ObservedField } from "../fingerprint/strand-view.ts";
import { isToken } from "../fingerprint/symbols.ts";
import { tokenisedValue } from "../fingerprint/tokenise.ts";
import { type GapClass, unitEndsAt, unitLength } from "./gap-class.ts";
import type { PatternElement } from "./sequence.ts";
import { type TokenEquality, tokenFits } from "./value-match.ts";

/** A token says more than a word, a word more than a punctuation mark. */
const TOKEN_WEIGHT = 3;
const WORD_WEIGHT = 2;
const SYNTAX_WEIGHT = 0.5;
const MARK_WEIGHT = 0.25;

/** A run of letters and digits, or any other symbol by itself. */
const WORDS = /SIP\/2\.0\/UDP|[0-9A-Za-z]+|[^0-9A-Za-z]/g;
/** Words every client writes, because the grammar of SIP wants them: they tell next to nothing. */
const SYNTAX_WORDS: ReadonlySet<string> = new Set(["SIP/2.0/UDP", "sip", "tag", "branch", "rport", "z9hG4bK"]);

/** True when a literal holds a word that is not merely SIP's grammar. */
export function tellsSomething(literal: string): boolean {
  return (literal.match(WORDS) ?? []).some((word) => weightOfWord(word) === WORD_WEIGHT);
}

/** True when a literal holds a word a tool's author chose: a long one, or any one where it is the whole value. */
export function holdsOwnWord(literal: string, isWholeValue: boolean): boolean {
  if (isWholeValue) return tellsSomething(literal);
  return (literal.match(WORDS) ?? []).some((word) => word.length >= 5 && weightOfWord(word) === WORD_WEIGHT);
}

/** Length of the longest word of a literal that is not merely SIP's grammar; 0 where it has none. */
export function longestOwnWord(literal: string): number {
  const own = (literal.match(WORDS) ?? []).filter((word) => weightOfWord(word) === WORD_WEIGHT);
  return Math.max(0, ...own.map((word) => word.length));
}

/** A value made ready to be laid beside many patterns. */
export interface AlignableValue {
  /** With tokens as symbols. */
  readonly symbols: string;
  readonly equality: TokenEquality;
  /** `weightBefore[i]`: what the constant symbols before position i weigh. */
  readonly weightBefore: Float64Array;
}

/** @param masks what of the value is constant; null when all of it is */
export function alignableValue(field: ObservedField, masks: KeyView | null, equality: TokenEquality): AlignableValue {
  const symbols = tokenisedValue(field.raw, field.spans);
  const weights = new Float64Array(symbols.length);
  for (const match of symbols.matchAll(WORDS)) {
    const run = match[0];
    const weight = isToken(run.charCodeAt(0)) ? TOKEN_WEIGHT : weightOfWord(run);
    // A word's weight is spread over its letters; varying symbols weigh nothing.
    for (let i = match.index; i < match.index + run.length; i += 1) {
      if (isConstantAt(i, symbols, masks)) weights[i] = weight / run.length;
    }
  }
  const weightBefore = new Float64Array(symbols.length + 1);
  for (const [i, weight] of weights.entries()) weightBefore[i + 1] = (weightBefore[i] as number) + weight;
  return { symbols, equality, weightBefore };
}

function isConstantAt(position: number, value: string, masks: KeyView | null): boolean {
  if (masks === null) return true;
  const { left, right, shortest } = masks.tokenised;
  const fromRight = value.length - 1 - position;
  const symbol = value.charCodeAt(position);
  return (position < shortest && left[position] === symbol) || (fromRight < shortest && right[fromRight] === symbol);
}

/**
 * How much of a pattern and of a value agree when they are laid side by side, 0 to 1: words and tokens both have, in
 * the same order, against all words and tokens of the pattern and all constant ones of the value that no gap takes.
 * Words count whole and alike, whatever their length, so that no signature gains by having shorter names.
 */
export function alignment(elements: readonly PatternElement[], value: AlignableValue): number {
  const row = new Row(value);
  let wanted = 0;
  for (const element of elements) {
    if (element.kind === "literal") {
      for (const word of element.text.match(WORDS) ?? []) {
        row.readWord(word);
        wanted += weightOfWord(word);
      }
    } else if (element.kind === "token") {
      row.readToken(element.token);
      wanted += TOKEN_WEIGHT;
    } else if (element.kind === "gap") {
      row.readGap(element);
    }
  }
  const length = value.symbols.length;
  const agreed = row.agreed[length] as number;
  const takenByGaps = (row.gain[length] as number) - agreed;
  const compared = wanted + (value.weightBefore[length] as number) - takenByGaps;
  return compared < ROUNDING ? 1 : Math.min(1, agreed / compared);
}

/** Differences of sums below this are none. */
const ROUNDING = 1e-9;

/**
 * For each number of leading symbols of the value, the most that the elements read so far can gain from them. Each
 * element is added in place: starts are taken from the right, so none is read after it was changed.
 */
class Row {
  /** What agrees (counted on both sides) and what gaps take. */
  readonly gain: Float64Array;
  /** The part of `gain` that agrees. */
  readonly agreed: Float64Array;
  private readonly value: AlignableValue;

  constructor(value: AlignableValue) {
    this.value = value;
    this.gain = new Float64Array(value.symbols.length + 1);
    this.agreed = new Float64Array(value.symbols.length + 1);
  }

  readWord(word: string): void {
    const { symbols } = this.value;
    const weight = weightOfWord(word);
    let start = symbols.lastIndexOf(word);
    if (start < 0) return;
    for (; start >= 0; start = start === 0 ? -1 : symbols.lastIndexOf(word, start - 1)) {
      const taken = this.weightOf(start, start + word.length);
      // A word that merely happens to stand in a varying place is no agreement.
      if (taken > ROUNDING) this.offer(start, start + word.length, weight + taken, 0);
    }
    this.carryForward();
  }

  readToken(token: number): void {
    const { symbols, equality } = this.value;
    for (let start = symbols.length - 1; start >= 0; start -= 1) {
      const seen = symbols.charCodeAt(start);
      if (!isToken(seen) || !tokenFits(token, seen, equality)) continue;
      const taken = this.weightOf(start, start + 1);
      if (taken > ROUNDING) this.offer(start, start + 1, TOKEN_WEIGHT + taken, 0);
    }
    this.carryForward();
  }

  readGap(gap: Extract<PatternElement, { kind: "gap" }>): void {
    if (gap.max === Number.POSITIVE_INFINITY) this.readOpenGap(gap.gapClass);
    else this.readBoundedGap(gap);
    this.carryForward();
  }

  /** Unit by unit: taking a gap twice is taking a longer one. */
  private readOpenGap(gapClass: GapClass): void {
    const unit = unitLength(gapClass);
    const { symbols } = this.value;
    for (let end = unit; end <= symbols.length; end += 1) {
      if (unitEndsAt(gapClass, symbols, end)) this.offer(end - unit, end, 0, this.weightOf(end - unit, end));
    }
  }

  private readBoundedGap(gap: Extract<PatternElement, { kind: "gap" }>): void {
    const unit = unitLength(gap.gapClass);
    const { symbols } = this.value;
    for (let start = symbols.length - unit; start >= 0; start -= 1) {
      const last = Math.min(symbols.length, start + gap.max);
      for (let end = start + unit; end <= last && unitEndsAt(gap.gapClass, symbols, end); end += unit) {
        if (end - start >= gap.min) this.offer(start, end, 0, this.weightOf(start, end));
      }
    }
  }

  private weightOf(start: number, end: number): number {
    return (this.value.weightBefore[end] as number) - (this.value.weightBefore[start] as number);
  }

  /** Offers a way to read the symbols up to `end` that continues the best one up to `start`. */
  private offer(start: number, end: number, agreed: number, taken: number): void {
    const gain = (this.gain[start] as number) + agreed + taken;
    if (gain <= (this.gain[end] as number)) return;
    this.gain[end] = gain;
    this.agreed[end] = (this.agreed[start] as number) + agreed;
  }

  /** A symbol may also be passed over: no position is worth less than the one before. */
  private carryForward(): void {
    for (let i = 1; i < this.gain.length; i += 1) this.offer(i - 1, i, 0, 0);
  }
}

function weightOfWord(word: string): number {
  if (SYNTAX_WORDS.has(word)) return SYNTAX_WEIGHT;
  return /^[0-9A-Za-z]/.test(word) ? WORD_WEIGHT : MARK_WEIGHT;
}
