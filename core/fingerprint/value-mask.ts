import { classOfSymbol } from "./byte-classes.ts";
import type { PlacedField } from "./placed-field.ts";
import type { Mask, TokenSpan } from "./strand-view.ts";
import type { SymbolRun } from "./symbol-run.ts";
import { VARYING } from "./symbols.ts";

/** What a set of values has in common, position by position from both ends (spec section 4, step 3). */
export interface ValueMask {
  longest: number;
  /** Classes of all symbols of all values. */
  classes: number;
  /**
   * One column for each position of the shortest value: first those counted from the left, then those from the right.
   * A column is the symbol that all values have there, or VARIES with the classes of those they have.
   */
  columns: Uint16Array;
}

/** No symbol has this bit, and no class. */
const VARIES = 0x8000;

/** A mask with its columns taken apart. */
export class MaskWithClasses implements Mask {
  readonly shortest: number;
  readonly longest: number;
  readonly left: Uint16Array;
  readonly right: Uint16Array;
  /** The byte classes seen at each position. */
  readonly leftClasses: Uint8Array;
  readonly rightClasses: Uint8Array;
  /** Classes of all symbols at all positions. */
  readonly classes: number;

  constructor({ longest, classes, columns }: ValueMask) {
    const shortest = columns.length / 2;
    const symbols = new Uint16Array(columns.length);
    const columnClasses = new Uint8Array(columns.length);
    for (let i = 0; i < columns.length; i += 1) {
      const column = columns[i] as number;
      symbols[i] = column < VARIES ? column : VARYING;
      columnClasses[i] = classesOf(column);
    }
    this.shortest = shortest;
    this.longest = longest;
    this.left = symbols.subarray(0, shortest);
    this.right = symbols.subarray(shortest);
    this.leftClasses = columnClasses.subarray(0, shortest);
    this.rightClasses = columnClasses.subarray(shortest);
    this.classes = classes;
  }

  /** What all values begin with. Made when it is asked for: matching looks at masks only. */
  get prefix(): string {
    return String.fromCharCode(...this.left.subarray(0, constantLength(this.left)));
  }

  /** What all values end with. */
  get suffix(): string {
    return String.fromCharCode(...this.right.slice(0, constantLength(this.right)).reverse());
  }
}

/** The mask of one value. */
export function maskOfValue({ symbols, length }: SymbolRun): ValueMask {
  const columns = new Uint16Array(2 * length);
  let classes = 0;
  for (let i = 0; i < length; i += 1) {
    const symbol = symbols[i] as number;
    columns[i] = symbol;
    columns[2 * length - 1 - i] = symbol;
    classes |= classOfSymbol(symbol);
  }
  return { longest: length, classes, columns };
}

/** Adds one value to the mask. */
export function addToMask(mask: ValueMask, { symbols, length }: SymbolRun): void {
  takeLength(mask, length);
  addSymbols(mask, symbols, 0, length, 0, length);
}

/** Bytes of a value, from start to before the end. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Adds the value of a field with a symbol in place of each of these of its token spans.
 *
 * @param news the bytes that may differ from those of a value in the mask with as many symbols; others are not looked at
 */
export function addFieldToMask(
  mask: ValueMask,
  { bytes, offset, length: byteCount }: PlacedField,
  spans: readonly TokenSpan[],
  news: ByteRange,
): void {
  const length = countSymbols(byteCount, spans);
  takeLength(mask, length);
  let next = 0;
  // How many symbols fewer than bytes stand before it.
  let fewer = 0;
  for (let index = 0; index <= spans.length; index += 1) {
    const span = spans[index];
    const start = Math.max(next, news.start);
    const end = Math.min(span?.start ?? byteCount, news.end);
    if (start < end) addSymbols(mask, bytes, offset + start, offset + end, start - fewer, length);
    if (span === undefined) return;
    if (span.start < news.end && news.start < span.end) addSymbol(mask, span.token, span.start - fewer, length);
    fewer += span.end - span.start - 1;
    next = span.end;
  }
}

function countSymbols(bytes: number, spans: readonly TokenSpan[]): number {
  let symbols = bytes;
  for (let index = 0; index < spans.length; index += 1) {
    const { start, end } = spans[index] as TokenSpan;
    symbols -= end - start - 1;
  }
  return symbols;
}

function takeLength(mask: ValueMask, length: number): void {
  shortenMask(mask, length);
  if (length > mask.longest) mask.longest = length;
}

/** Takes in the symbols from start to end, of which the first is this one of a value with so many symbols. */
function addSymbols(
  mask: ValueMask,
  symbols: Uint8Array | Uint16Array,
  start: number,
  end: number,
  first: number,
  length: number,
): void {
  const { columns } = mask;
  const shortest = columns.length / 2;
  let { classes } = mask;
  let left = first;
  let right = length - 1 - first;
  for (let at = start; at < end; at += 1, left += 1, right -= 1) {
    const symbol = symbols[at] as number;
    const symbolClass = classOfSymbol(symbol);
    classes |= symbolClass;
    if (left < shortest) widen(columns, left, symbol, symbolClass);
    if (right < shortest) widen(columns, shortest + right, symbol, symbolClass);
  }
  mask.classes = classes;
}

function addSymbol(mask: ValueMask, symbol: number, left: number, length: number): void {
  const { columns } = mask;
  const shortest = columns.length / 2;
  const right = length - 1 - left;
  const symbolClass = classOfSymbol(symbol);
  mask.classes |= symbolClass;
  if (left < shortest) widen(columns, left, symbol, symbolClass);
  if (right < shortest) widen(columns, shortest + right, symbol, symbolClass);
}

/** Takes a symbol into a column. */
function widen(columns: Uint16Array, at: number, symbol: number, symbolClass: number): void {
  const column = columns[at] as number;
  const varying = VARIES | symbolClass;
  if (column !== symbol && (column & varying) !== varying) columns[at] = classesOf(column) | varying;
}

/** Adds the values of another mask. */
export function mergeMasks(into: ValueMask, from: ValueMask): void {
  shortenMask(into, from.columns.length / 2);
  shortenMask(from, into.columns.length / 2);
  into.longest = Math.max(into.longest, from.longest);
  into.classes |= from.classes;
  for (const [at, column] of from.columns.entries()) {
    if (into.columns[at] !== column) into.columns[at] = widened(into.columns[at] as number, column);
  }
}

/** A mask of its own with the same content. */
export function copyMask(mask: ValueMask): ValueMask {
  return { ...mask, columns: mask.columns.slice() };
}

/** The column of the values of both. */
function widened(a: number, b: number): number {
  return VARIES | classesOf(a) | classesOf(b);
}

function classesOf(column: number): number {
  return column < VARIES ? classOfSymbol(column) : column & 0xff;
}

function constantLength(mask: Uint16Array): number {
  const firstVarying = mask.indexOf(VARYING);
  return firstVarying < 0 ? mask.length : firstVarying;
}

function shortenMask(mask: ValueMask, length: number): void {
  const shortest = mask.columns.length / 2;
  if (length >= shortest) return;
  const columns = new Uint16Array(2 * length);
  columns.set(mask.columns.subarray(0, length));
  columns.set(mask.columns.subarray(shortest, shortest + length), length);
  mask.columns = columns;
}
