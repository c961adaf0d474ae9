import { classOfSymbol } from "./byte-classes.ts";
import type { Mask } from "./strand-view.ts";
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
export interface MaskWithClasses extends Mask {
  readonly left: Uint16Array;
  readonly right: Uint16Array;
  /** The byte classes seen at each position. */
  readonly leftClasses: Uint8Array;
  readonly rightClasses: Uint8Array;
  /** What all values begin and end with. */
  readonly prefix: string;
  readonly suffix: string;
  /** Classes of all symbols at all positions. */
  readonly classes: number;
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

/** Adds one value to the mask, of which only what is new need be looked at. */
export function addToMask(mask: ValueMask, { symbols, length, newStart, newEnd }: SymbolRun): void {
  shortenMask(mask, length);
  if (length > mask.longest) mask.longest = length;
  const { columns } = mask;
  const shortest = columns.length / 2;
  let { classes } = mask;
  for (let i = newStart; i < newEnd; i += 1) {
    const symbol = symbols[i] as number;
    const symbolClass = classOfSymbol(symbol);
    const right = length - 1 - i;
    classes |= symbolClass;
    if (i < shortest) widen(columns, i, symbol, symbolClass);
    if (right < shortest) widen(columns, shortest + right, symbol, symbolClass);
  }
  mask.classes = classes;
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

/** The mask with its columns taken apart. */
export function unfoldMask({ longest, classes, columns }: ValueMask): MaskWithClasses {
  const shortest = columns.length / 2;
  const symbols = new Uint16Array(columns.length);
  const columnClasses = new Uint8Array(columns.length);
  for (let i = 0; i < columns.length; i += 1) {
    const column = columns[i] as number;
    symbols[i] = column < VARIES ? column : VARYING;
    columnClasses[i] = classesOf(column);
  }
  const left = symbols.subarray(0, shortest);
  const right = symbols.subarray(shortest);
  return {
    shortest,
    longest,
    left,
    right,
    leftClasses: columnClasses.subarray(0, shortest),
    rightClasses: columnClasses.subarray(shortest),
    prefix: String.fromCharCode(...left.subarray(0, constantLength(left))),
    suffix: String.fromCharCode(...right.slice(0, constantLength(right)).reverse()),
    classes,
  };
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
