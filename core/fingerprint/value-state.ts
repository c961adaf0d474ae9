import type { PlacedField } from "./placed-field.ts";
import type { TokenSpan } from "./strand-view.ts";
import { SymbolRun } from "./symbol-run.ts";
import { VARYING } from "./symbols.ts";
import {
  addFieldToMask,
  addToMask,
  type ByteRange,
  copyMask,
  MaskWithClasses,
  maskOfValue,
  mergeMasks,
  type ValueMask,
} from "./value-mask.ts";

/**
 * What is remembered of the values of one key: up to eight distinct values as they are, ascending by code unit, from
 * which a mask follows; beyond, only the mask. Either way the state is a function of the set of values alone.
 */
export type ValueState = string[] | ValueMask;

const MAX_DISTINCT_VALUES = 8;

/** One run for all values: one is folded after the other. */
const run = new SymbolRun();

/** The state of one value. */
export function valueStateOf(value: string): ValueState {
  return [value];
}

/**
 * The state with the value of one field more, with a symbol in place of each of these of its token spans. The given state
 * is used up.
 *
 * @param news the bytes that may differ from those of a value in the state that has as many symbols
 */
export function addValue(
  state: ValueState,
  field: PlacedField,
  spans: readonly TokenSpan[],
  news: ByteRange,
): ValueState {
  if (!Array.isArray(state)) {
    addFieldToMask(state, field, spans, news);
    return state;
  }
  const value = run.readField(field, spans);
  for (let index = 0; index < state.length; index += 1) if (value.equals(state[index] as string)) return state;
  return withNewValue(state, value.toString());
}

/** The state of the values of both. Both states are used up. */
export function mergeValueStates(a: ValueState, b: ValueState): ValueState {
  if (Array.isArray(b)) return b.reduce(addText, a);
  if (Array.isArray(a)) return a.reduce<ValueState>(addText, b);
  mergeMasks(a, b);
  return a;
}

/** A state of its own with the same content. */
export function copyValueState(state: ValueState): ValueState {
  return Array.isArray(state) ? [...state] : copyMask(state);
}

/** Masks and classes of the state's values. */
export function maskOf(state: ValueState): MaskWithClasses {
  if (!Array.isArray(state)) return new MaskWithClasses(state);
  const key = state.join(BETWEEN_VALUES);
  let mask = recentMasks.get(key);
  if (mask === undefined) {
    if (recentMasks.size === MOST_RECENT_MASKS) recentMasks.clear();
    mask = new MaskWithClasses(maskOfValues(state));
    recentMasks.set(key, mask);
  }
  return mask;
}

/** Masks of few values computed lately: a strand is asked for each several times, and strands of one tool are alike. */
const recentMasks = new Map<string, MaskWithClasses>();
const MOST_RECENT_MASKS = 4096;
/** No symbol of a value: varying positions are in masks only. */
const BETWEEN_VALUES = String.fromCharCode(VARYING);

/** The mask of the state's values. */
export function valueMaskOf(state: ValueState): ValueMask {
  return Array.isArray(state) ? maskOfValues(state) : state;
}

/** Distinct values: exact up to eight, Infinity for "many". */
export function distinctValues(state: ValueState): number {
  return Array.isArray(state) ? state.length : Number.POSITIVE_INFINITY;
}

/** The value, where all are the same; else null. */
export function onlyValue(state: ValueState): string | null {
  return Array.isArray(state) && state.length === 1 ? (state[0] as string) : null;
}

/** Order of strings by code units: the same on every machine. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function addText(state: ValueState, value: string): ValueState {
  if (Array.isArray(state)) return state.includes(value) ? state : withNewValue(state, value);
  addToMask(state, run.readText(value));
  return state;
}

function withNewValue(values: string[], value: string): ValueState {
  values.push(value);
  return values.length > MAX_DISTINCT_VALUES ? maskOfValues(values) : values.sort(byCodeUnits);
}

function maskOfValues(values: readonly string[]): ValueMask {
  const mask = maskOfValue(run.readText(values[0] as string));
  for (const value of values) addToMask(mask, run.readText(value));
  return mask;
}
