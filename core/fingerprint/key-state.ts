import type { PlacedField } from "./placed-field.ts";
import type { TokenSpan } from "./strand-view.ts";
import { addressEndOf, isPaperToken } from "./symbols.ts";
import { tokenisedValue } from "./tokenise.ts";
import type { ByteRange } from "./value-mask.ts";
import {
  addValue,
  byCodeUnits,
  copyValueState,
  mergeValueStates,
  type ValueState,
  valueStateOf,
} from "./value-state.ts";

/** What a strand remembers of one key (spec section 4, step 3). */
export interface KeyState {
  /** Messages with this key. */
  packets: number;
  /** Values with tokens in place of the packet's own addresses and ports. */
  tokenised: ValueState;
  /** Values as sent; null while they are the tokenised ones, because no value held a token yet. */
  raw: ValueState | null;
  /** Whether a value held a token that the paper knows, a plain address or port, and whether one held another. */
  paperTokens: boolean;
  otherTokens: boolean;
  /** Values as the paper tokenises them; null while not both kinds were held: see `paperValues`. */
  paper: ValueState | null;
  /** Addresses that were replaced. */
  sources: ReplacedTexts;
  destinations: ReplacedTexts;
}

/** An address as it stood in a message, and the symbol of the token that replaced it. */
export interface ReplacedText {
  readonly token: number;
  readonly text: string;
}

/** Up to eight distinct ones, ascending by token and text, else "many". */
export type ReplacedTexts = readonly ReplacedText[] | "many";

const MAX_REPLACED_TEXTS = 8;
const NO_TEXTS: ReplacedTexts = [];
const NO_SPANS: readonly TokenSpan[] = [];

/** The state of one field of one message. */
export function keyStateOf(field: PlacedField): KeyState {
  const { raw, spans } = field;
  const paperSpans = spans.filter(isPaperSpan);
  const paperTokens = paperSpans.length > 0;
  const otherTokens = paperSpans.length < spans.length;
  const state: KeyState = {
    packets: 1,
    tokenised: valueStateOf(tokenisedValue(raw, spans)),
    raw: spans.length === 0 ? null : valueStateOf(raw),
    paperTokens,
    otherTokens,
    paper: paperTokens && otherTokens ? valueStateOf(tokenisedValue(raw, paperSpans)) : null,
    sources: NO_TEXTS,
    destinations: NO_TEXTS,
  };
  noteReplacedTexts(state, field);
  return state;
}

/**
 * Adds one field of one more message to the state.
 *
 * @param latest a field that is part of the state already, best the one that was added last; null where none is at hand
 */
export function addField(state: KeyState, field: PlacedField, latest: PlacedField | null): void {
  const { spans } = field;
  state.packets += 1;
  const changed = latest === null ? null : changedBytes(field, latest);
  const news = changed ?? { start: 0, end: field.length };
  if (spans.length > 0) {
    state.raw ??= copyValueState(state.tokenised);
    if (changed === null || spans.some((span) => overlaps(span, changed))) noteReplacedTexts(state, field);
    if (changed === null) noteTokenKinds(state, spans);
  }
  if (state.raw !== null) state.raw = addValue(state.raw, field, NO_SPANS, news);
  if (state.paper !== null) state.paper = addValue(state.paper, field, spans.filter(isPaperSpan), news);
  if (latest !== null && isSameWithTokens(field, latest, changed)) return;
  state.tokenised = addValue(state.tokenised, field, spans, news);
}

/**
 * Whether two values differ in nothing but the texts that tokens stand for, as targets of a scan mostly do.
 *
 * @param changed the bytes in which they differ, where both have the same spans
 */
function isSameWithTokens(a: PlacedField, b: PlacedField, changed: ByteRange | null): boolean {
  if (changed !== null) {
    const { start, end } = changed;
    return start === end || a.spans.some((span) => span.start <= start && end <= span.end);
  }
  if (a.spans.length !== b.spans.length) return false;
  let nextOfA = 0;
  let nextOfB = 0;
  for (let index = 0; index < a.spans.length; index += 1) {
    const span = a.spans[index] as TokenSpan;
    const other = b.spans[index] as TokenSpan;
    const length = span.start - nextOfA;
    if (span.token !== other.token || other.start - nextOfB !== length) return false;
    if (!hasSameBytes(a, nextOfA, b, nextOfB, length)) return false;
    nextOfA = span.end;
    nextOfB = other.end;
  }
  const rest = a.length - nextOfA;
  return b.length - nextOfB === rest && hasSameBytes(a, nextOfA, b, nextOfB, rest);
}

function hasSameBytes(a: PlacedField, startInA: number, b: PlacedField, startInB: number, length: number): boolean {
  const first = a.offset + startInA;
  const firstOther = b.offset + startInB;
  for (let i = 0; i < length; i += 1) if (a.bytes[first + i] !== b.bytes[firstOther + i]) return false;
  return true;
}

/**
 * The bytes of a value that differ from those of the latest, if both have the same length and the same tokens: what
 * stands before and behind them is part of all masks already. Null where that cannot be said.
 */
function changedBytes(field: PlacedField, latest: PlacedField): ByteRange | null {
  const { length } = field;
  if (latest.length !== length || latest.spans !== field.spans) return null;
  const { bytes, offset } = field;
  const others = latest.bytes;
  const shift = latest.offset - offset;
  let start = offset;
  let end = offset + length;
  while (start < end && bytes[start] === others[start + shift]) start += 1;
  while (end > start && bytes[end - 1] === others[end - 1 + shift]) end -= 1;
  return { start: start - offset, end: end - offset };
}

function overlaps(span: TokenSpan, { start, end }: ByteRange): boolean {
  return span.start < end && start < span.end;
}

/** The state of the messages of both. Both states are used up. */
export function mergeKeyStates(a: KeyState, b: KeyState): KeyState {
  const either = (x: ValueState | null, y: ValueState | null) =>
    x === null && y === null
      ? null
      : mergeValueStates(x ?? copyValueState(a.tokenised), y ?? copyValueState(b.tokenised));
  const paperTokens = a.paperTokens || b.paperTokens;
  const otherTokens = a.otherTokens || b.otherTokens;
  const paper = paperTokens && otherTokens ? mergeValueStates(ownPaperValues(a), ownPaperValues(b)) : null;
  return {
    packets: a.packets + b.packets,
    raw: either(a.raw, b.raw),
    paperTokens,
    otherTokens,
    paper,
    tokenised: mergeValueStates(a.tokenised, b.tokenised),
    sources: unionOfTexts(a.sources, b.sources),
    destinations: unionOfTexts(a.destinations, b.destinations),
  };
}

/** A state of its own with the same content. */
export function copyKeyState(state: KeyState): KeyState {
  return {
    ...state,
    tokenised: copyValueState(state.tokenised),
    raw: state.raw === null ? null : copyValueState(state.raw),
    paper: state.paper === null ? null : copyValueState(state.paper),
  };
}

/** Values as the paper tokenises them, plain addresses and ports only. */
export function paperValues({ paper, raw, tokenised, paperTokens }: KeyState): ValueState {
  return paper ?? (paperTokens ? tokenised : (raw ?? tokenised));
}

function ownPaperValues(state: KeyState): ValueState {
  return state.paper ?? copyValueState(paperValues(state));
}

/** Before the field is added: what the paper makes of the values so far parts from the others with the second kind. */
function noteTokenKinds(state: KeyState, spans: readonly TokenSpan[]): void {
  const paperTokens = state.paperTokens || spans.some(isPaperSpan);
  const otherTokens = state.otherTokens || !spans.every(isPaperSpan);
  if (paperTokens && otherTokens) state.paper = ownPaperValues(state);
  state.paperTokens = paperTokens;
  state.otherTokens = otherTokens;
}

function isPaperSpan(span: TokenSpan): boolean {
  return isPaperToken(span.token);
}

function noteReplacedTexts(state: KeyState, field: PlacedField): void {
  for (let index = 0; index < field.spans.length; index += 1) {
    const span = field.spans[index] as TokenSpan;
    const end = addressEndOf(span.token);
    if (end === "source") state.sources = withText(state.sources, field, span);
    else if (end === "destination") state.destinations = withText(state.destinations, field, span);
  }
}

function withText(texts: ReplacedTexts, field: PlacedField, { token, start, end }: TokenSpan): ReplacedTexts {
  if (texts === "many") return texts;
  for (const known of texts) if (known.token === token && field.hasTextAt(known.text, start, end)) return texts;
  return unionOfTexts(texts, [{ token, text: field.raw.slice(start, end) }]);
}

function unionOfTexts(a: ReplacedTexts, b: ReplacedTexts): ReplacedTexts {
  if (a === "many" || b === "many") return "many";
  const isNew = ({ token, text }: ReplacedText) => !a.some((known) => known.token === token && known.text === text);
  const union = [...a, ...b.filter(isNew)];
  if (union.length > MAX_REPLACED_TEXTS) return "many";
  return union.sort((x, y) => x.token - y.token || byCodeUnits(x.text, y.text));
}
