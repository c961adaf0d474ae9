import { classOfSymbol } from "./byte-classes.ts";
import type { Mask } from "./strand-view.ts";
import { VARYING } from "./symbols.ts";

/**
 * What is remembered of the values of one key. Up to eight distinct values are kept as they are: masks follow from
 * them. Beyond, only the masks remain. Either way the state is a function of the set of values alone.
 */
export type ValueState = FewValues | ManyValues;

/** Up to eight distinct values, ascending by code unit. */
export interface FewValues {
  readonly kind: "few";
  readonly values: string[];
}

/** More than eight distinct values: what they have in common, from both ends (spec section 4, step 3). */
export interface ManyValues extends MaskWithClasses {
  readonly kind: "many";
}

/** A mask with the byte classes seen at each of its positions, and anywhere in the values. */
export interface MaskWithClasses extends Mask {
  shortest: number;
  longest: number;
  /** Each of the four has `shortest` entries. */
  left: Uint16Array;
  right: Uint16Array;
  leftClasses: Uint8Array;
  rightClasses: Uint8Array;
  /** What all values begin and end with: the constant beginnings of `left` and `right`, as they stand in a value. */
  prefix: string;
  suffix: string;
  /** Classes of all symbols at all positions. */
  classes: number;
}

const MAX_DISTINCT_VALUES = 8;

/** The state of one value. */
export function valueStateOf(value: string): ValueState {
  return { kind: "few", values: [value] };
}

/** The state with one value more. The given state is used up. */
export function addValue(state: ValueState, value: string): ValueState {
  if (state.kind === "many") {
    foldIntoMask(state, value);
    return state;
  }
  const { values } = state;
  if (values.includes(value)) return state;
  if (values.length < MAX_DISTINCT_VALUES) {
    values.push(value);
    values.sort(byCodeUnits);
    return state;
  }
  const many: ManyValues = { kind: "many", ...maskOfValues(values) };
  foldIntoMask(many, value);
  return many;
}

/** The state of the values of both. Both states are used up. */
export function mergeValueStates(a: ValueState, b: ValueState): ValueState {
  if (b.kind === "few") return b.values.reduce(addValue, a);
  if (a.kind === "few") return a.values.reduce(addValue, b as ValueState);
  mergeMasks(a, b);
  return a;
}

/** A state of its own with the same content. */
export function copyValueState(state: ValueState): ValueState {
  if (state.kind === "few") return { kind: "few", values: [...state.values] };
  return {
    ...state,
    left: state.left.slice(),
    right: state.right.slice(),
    leftClasses: state.leftClasses.slice(),
    rightClasses: state.rightClasses.slice(),
  };
}

/** Masks and classes of the state's values. */
export function maskOf(state: ValueState): MaskWithClasses {
  return state.kind === "many" ? state : maskOfValues(state.values);
}

/** Distinct values: exact up to eight, Infinity for "many". */
export function distinctValues(state: ValueState): number {
  return state.kind === "few" ? state.values.length : Number.POSITIVE_INFINITY;
}

/** Order of strings by code units: the same on every machine. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function maskOfValues(values: readonly string[]): MaskWithClasses {
  const first = values[0] as string;
  const length = first.length;
  const mask: MaskWithClasses = {
    shortest: length,
    longest: length,
    left: new Uint16Array(length),
    right: new Uint16Array(length),
    leftClasses: new Uint8Array(length),
    rightClasses: new Uint8Array(length),
    prefix: first,
    suffix: first,
    classes: 0,
  };
  for (let i = 0; i < length; i += 1) {
    const symbol = first.charCodeAt(i);
    const fromRight = length - 1 - i;
    mask.left[i] = symbol;
    mask.right[fromRight] = symbol;
    mask.classes |= classOfSymbol(symbol);
    mask.leftClasses[i] = classOfSymbol(symbol);
    mask.rightClasses[fromRight] = classOfSymbol(symbol);
  }
  for (const value of values) foldIntoMask(mask, value);
  return mask;
}

function foldIntoMask(mask: MaskWithClasses, value: string): void {
  const { length } = value;
  shortenMask(mask, length);
  mask.longest = Math.max(mask.longest, length);
  const { shortest, left, right, leftClasses, rightClasses } = mask;
  let { classes } = mask;
  // Where the value begins or ends as all others do, it brings nothing new.
  const hasPrefix = value.startsWith(mask.prefix);
  const hasSuffix = value.endsWith(mask.suffix);
  for (let i = hasPrefix ? mask.prefix.length : 0; i < shortest; i += 1) {
    const symbol = value.charCodeAt(i);
    const symbolClass = classOfSymbol(symbol);
    if (left[i] !== symbol) left[i] = VARYING;
    leftClasses[i] = (leftClasses[i] as number) | symbolClass;
    classes |= symbolClass;
  }
  for (let i = hasSuffix ? mask.suffix.length : 0; i < shortest; i += 1) {
    const symbol = value.charCodeAt(length - 1 - i);
    if (right[i] !== symbol) right[i] = VARYING;
    rightClasses[i] = (rightClasses[i] as number) | classOfSymbol(symbol);
  }
  for (let i = shortest; i < length; i += 1) classes |= classOfSymbol(value.charCodeAt(i));
  mask.classes = classes;
  if (!hasPrefix) mask.prefix = value.slice(0, constantLength(left));
  if (!hasSuffix) mask.suffix = value.slice(length - constantLength(right));
}

function constantLength(mask: Uint16Array): number {
  const firstVarying = mask.indexOf(VARYING);
  return firstVarying < 0 ? mask.length : firstVarying;
}

function shortenMask(mask: MaskWithClasses, length: number): void {
  if (length >= mask.shortest) return;
  mask.shortest = length;
  mask.left = mask.left.subarray(0, length);
  mask.right = mask.right.subarray(0, length);
  mask.leftClasses = mask.leftClasses.subarray(0, length);
  mask.rightClasses = mask.rightClasses.subarray(0, length);
  mask.prefix = mask.prefix.slice(0, length);
  mask.suffix = mask.suffix.slice(Math.max(0, mask.suffix.length - length));
}

function mergeMasks(into: MaskWithClasses, from: MaskWithClasses): void {
  shortenMask(into, from.shortest);
  into.longest = Math.max(into.longest, from.longest);
  into.classes |= from.classes;
  for (let i = 0; i < into.shortest; i += 1) {
    if (into.left[i] !== from.left[i]) into.left[i] = VARYING;
    if (into.right[i] !== from.right[i]) into.right[i] = VARYING;
    into.leftClasses[i] = (into.leftClasses[i] as number) | (from.leftClasses[i] as number);
    into.rightClasses[i] = (into.rightClasses[i] as number) | (from.rightClasses[i] as number);
  }
  into.prefix = into.prefix.slice(0, constantLength(into.left));
  into.suffix = into.suffix.slice(into.suffix.length - Math.min(into.suffix.length, constantLength(into.right)));
}
