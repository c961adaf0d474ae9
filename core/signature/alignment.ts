import type { KeyView, ObservedField } from "../fingerprint/strand-view.ts";
import { VARYING } from "../fingerprint/symbols.ts";
import { tokenisedValue } from "../fingerprint/tokenise.ts";
import { unitEndsAt, unitLength } from "./gap-class.ts";
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

/**
 * How much of a pattern and of a value agree when they are laid side by side, 0 to 1: words and tokens both have, in
 * the same order, against all words and tokens of the pattern and all constant ones of the value that no gap takes.
 * Words count whole and alike, whatever their length, so that no signature gains by having shorter names.
 *
 * @param masks what of the value is constant; null when all of it is
 */
export function alignment(
  elements: readonly PatternElement[],
  field: ObservedField,
  masks: KeyView | null,
  equality: TokenEquality,
): number {
  const value = tokenisedValue(field.raw, field.spans);
  const costs = costsOfValue(value, masks);
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const units = unitsOf(elements);
  const wanted = units.reduce((sum, unit) => sum + unit.weight, 0);
  if (wanted + total === 0) return 1;
  let row = new Row(value.length);
  for (const unit of units) {
    const next = row.copy();
    unit.extend(value, costs, row, next, equality);
    next.carryForward();
    row = next;
  }
  const agreed = row.agreed[value.length] as number;
  const takenByGaps = (row.gain[value.length] as number) - agreed;
  const compared = wanted + total - takenByGaps;
  return compared <= 0 ? 1 : Math.min(1, agreed / compared);
}

/** For each number of leading symbols of the value: the most that can be gained from them. */
class Row {
  /** What agrees (counted on both sides) and what gaps take. */
  readonly gain: Float64Array;
  /** The part of `gain` that agrees. */
  readonly agreed: Float64Array;

  constructor(length: number, gain = new Float64Array(length + 1), agreed = new Float64Array(length + 1)) {
    this.gain = gain;
    this.agreed = agreed;
  }

  copy(): Row {
    return new Row(this.gain.length - 1, this.gain.slice(), this.agreed.slice());
  }

  /** Offers a way to read the symbols up to `end` that continues `before` at `start`. */
  offer(end: number, before: Row, start: number, agreed: number, taken: number): void {
    const gain = (before.gain[start] as number) + agreed + taken;
    if (gain <= (this.gain[end] as number)) return;
    this.gain[end] = gain;
    this.agreed[end] = (before.agreed[start] as number) + agreed;
  }

  /** A symbol may also be passed over: no position is worth less than the one before. */
  carryForward(): void {
    for (let i = 1; i < this.gain.length; i += 1) this.offer(i, this, i - 1, 0, 0);
  }
}

interface Unit {
  readonly weight: number;
  extend(value: string, costs: readonly number[], row: Row, next: Row, equality: TokenEquality): void;
}

function unitsOf(elements: readonly PatternElement[]): Unit[] {
  const units: Unit[] = [];
  for (const element of elements) {
    if (element.kind === "literal") units.push(...(element.text.match(WORDS) ?? []).map(wordUnit));
    else if (element.kind === "token") units.push(tokenUnit(element.token));
    else if (element.kind === "gap") units.push(gapUnit(element));
  }
  return units;
}

function wordUnit(word: string): Unit {
  const weight = weightOfWord(word);
  return {
    weight,
    extend: (value, costs, row, next) => {
      for (let start = value.indexOf(word); start >= 0; start = value.indexOf(word, start + 1)) {
        const end = start + word.length;
        const taken = sum(costs, start, end);
        // A word that merely happens to stand in a varying place is no agreement.
        if (taken > 0) next.offer(end, row, start, weight + taken, 0);
      }
    },
  };
}

function tokenUnit(token: number): Unit {
  return {
    weight: TOKEN_WEIGHT,
    extend: (value, costs, row, next, equality) => {
      for (let start = 0; start < value.length; start += 1) {
        if (!tokenFits(token, value.charCodeAt(start), equality) || costs[start] === 0) continue;
        next.offer(start + 1, row, start, 2 * TOKEN_WEIGHT, 0);
      }
    },
  };
}

function gapUnit(gap: Extract<PatternElement, { kind: "gap" }>): Unit {
  return {
    weight: 0,
    extend: (value, costs, row, next) => {
      const unit = unitLength(gap.gapClass);
      for (let start = 0; start < value.length; start += 1) {
        let taken = 0;
        for (let end = start + unit; end <= value.length && end - start <= gap.max; end += unit) {
          if (!unitEndsAt(gap.gapClass, value, end)) break;
          for (let i = end - unit; i < end; i += 1) taken += costs[i] as number;
          if (end - start >= gap.min) next.offer(end, row, start, 0, taken);
        }
      }
    },
  };
}

/** What each symbol of the value weighs: a word's weight is spread over its letters, varying symbols weigh nothing. */
function costsOfValue(value: string, masks: KeyView | null): readonly number[] {
  const costs = new Array<number>(value.length).fill(0);
  for (const match of value.matchAll(WORDS)) {
    const symbols = match[0];
    const weight = symbols.charCodeAt(0) > 0xff ? TOKEN_WEIGHT : weightOfWord(symbols);
    for (let i = 0; i < symbols.length; i += 1) {
      const position = match.index + i;
      if (isConstantAt(position, value, masks)) costs[position] = weight / symbols.length;
    }
  }
  return costs;
}

function isConstantAt(position: number, value: string, masks: KeyView | null): boolean {
  if (masks === null) return true;
  const { left, right, shortest } = masks.tokenised;
  const fromRight = value.length - 1 - position;
  const symbol = value.charCodeAt(position);
  if (position < shortest && left[position] === symbol && symbol !== VARYING) return true;
  return fromRight < shortest && right[fromRight] === symbol;
}

function weightOfWord(word: string): number {
  if (SYNTAX_WORDS.has(word)) return SYNTAX_WEIGHT;
  return /^[0-9A-Za-z]/.test(word) ? WORD_WEIGHT : MARK_WEIGHT;
}

function sum(costs: readonly number[], start: number, end: number): number {
  let total = 0;
  for (let i = start; i < end; i += 1) total += costs[i] as number;
  return total;
}
