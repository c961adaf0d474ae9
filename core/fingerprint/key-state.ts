import type { ObservedField, TokenSpan } from "./strand-view.ts";
import { addressEndOf, isPaperToken } from "./symbols.ts";
import { tokenisedValue } from "./tokenise.ts";
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
  /** Values as the paper tokenises them, plain addresses and ports only; null while equal to `tokenised`. */
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

/** The state of one field of one message. */
export function keyStateOf(field: ObservedField): KeyState {
  const { raw, spans } = field;
  const state: KeyState = {
    packets: 1,
    tokenised: valueStateOf(tokenisedValue(raw, spans)),
    raw: spans.length === 0 ? null : valueStateOf(raw),
    paper: spans.every(isPaperSpan) ? null : valueStateOf(paperValue(field)),
    sources: NO_TEXTS,
    destinations: NO_TEXTS,
  };
  noteReplacedTexts(state, field);
  return state;
}

/** Adds one field of one more message to the state. */
export function addField(state: KeyState, field: ObservedField): void {
  const { raw, spans } = field;
  state.packets += 1;
  if (spans.length === 0) {
    if (state.raw !== null) state.raw = addValue(state.raw, raw);
    if (state.paper !== null) state.paper = addValue(state.paper, raw);
    state.tokenised = addValue(state.tokenised, raw);
    return;
  }
  state.raw = addValue(state.raw ?? copyValueState(state.tokenised), raw);
  if (state.paper !== null || !spans.every(isPaperSpan)) {
    state.paper = addValue(state.paper ?? copyValueState(state.tokenised), paperValue(field));
  }
  state.tokenised = addValue(state.tokenised, tokenisedValue(raw, spans));
  noteReplacedTexts(state, field);
}

/** The state of the messages of both. Both states are used up. */
export function mergeKeyStates(a: KeyState, b: KeyState): KeyState {
  const either = (x: ValueState | null, y: ValueState | null) =>
    x === null && y === null
      ? null
      : mergeValueStates(x ?? copyValueState(a.tokenised), y ?? copyValueState(b.tokenised));
  const raw = either(a.raw, b.raw);
  const paper = either(a.paper, b.paper);
  return {
    packets: a.packets + b.packets,
    raw,
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

function isPaperSpan(span: TokenSpan): boolean {
  return isPaperToken(span.token);
}

function paperValue(field: ObservedField): string {
  return tokenisedValue(field.raw, field.spans.filter(isPaperSpan));
}

function noteReplacedTexts(state: KeyState, { raw, spans }: ObservedField): void {
  for (const span of spans) {
    const end = addressEndOf(span.token);
    if (end === "source") state.sources = withText(state.sources, raw, span);
    else if (end === "destination") state.destinations = withText(state.destinations, raw, span);
  }
}

function withText(texts: ReplacedTexts, raw: string, { token, start, end }: TokenSpan): ReplacedTexts {
  if (texts === "many") return texts;
  const isKnown = (known: ReplacedText) =>
    known.token === token && known.text.length === end - start && raw.startsWith(known.text, start);
  return texts.some(isKnown) ? texts : unionOfTexts(texts, [{ token, text: raw.slice(start, end) }]);
}

function unionOfTexts(a: ReplacedTexts, b: ReplacedTexts): ReplacedTexts {
  if (a === "many" || b === "many") return "many";
  const isNew = ({ token, text }: ReplacedText) => !a.some((known) => known.token === token && known.text === text);
  const union = [...a, ...b.filter(isNew)];
  if (union.length > MAX_REPLACED_TEXTS) return "many";
  return union.sort((x, y) => x.token - y.token || byCodeUnits(x.text, y.text));
}
