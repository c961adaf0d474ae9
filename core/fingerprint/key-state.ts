import type { ObservedField } from "./strand-view.ts";
import { tokenSymbol } from "./symbols.ts";
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
  /** Addresses that were replaced, as token symbol and the text it stood for. */
  sources: ReplacedTexts;
  destinations: ReplacedTexts;
}

/** Up to eight distinct texts, ascending, else "many". */
export type ReplacedTexts = string[] | "many";

const MAX_REPLACED_TEXTS = 8;
const SOURCE_TOKENS: ReadonlySet<number> = new Set(
  (["SourceIP", "SourceIP:hexascii", "SourceIP:hex", "SourceIP:dec", "SourceIP:rev"] as const).map(tokenSymbol),
);
const DESTINATION_TOKENS: ReadonlySet<number> = new Set(
  (["DestIP", "DestIP:hexascii", "DestIP:hex", "DestIP:dec", "DestIP:rev"] as const).map(tokenSymbol),
);
/** The paper replaces dotted addresses and ports, nothing else (section IV.B). */
const PAPER_TOKENS: ReadonlySet<number> = new Set(
  (["SourceIP", "DestIP", "SourcePort", "DestPort"] as const).map(tokenSymbol),
);

/** The state of one field of one message. */
export function keyStateOf(field: ObservedField): KeyState {
  const { raw, spans } = field;
  const value = tokenisedValue(raw, spans);
  return {
    packets: 1,
    tokenised: valueStateOf(value),
    raw: spans.length === 0 ? null : valueStateOf(raw),
    paper: spans.every((span) => PAPER_TOKENS.has(span.token)) ? null : valueStateOf(paperValue(field)),
    sources: replacedTexts(field, SOURCE_TOKENS),
    destinations: replacedTexts(field, DESTINATION_TOKENS),
  };
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
  const value = tokenisedValue(raw, spans);
  state.raw = addValue(state.raw ?? copyValueState(state.tokenised), raw);
  if (state.paper !== null || spans.some((span) => !PAPER_TOKENS.has(span.token))) {
    state.paper = addValue(state.paper ?? copyValueState(state.tokenised), paperValue(field));
  }
  state.tokenised = addValue(state.tokenised, value);
  if (state.sources !== "many") state.sources = unionOfTexts(state.sources, replacedTexts(field, SOURCE_TOKENS));
  if (state.destinations !== "many") {
    state.destinations = unionOfTexts(state.destinations, replacedTexts(field, DESTINATION_TOKENS));
  }
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

/** The symbol and the text of a replaced address. */
export function splitReplacedText(entry: string): { readonly token: number; readonly text: string } {
  return { token: entry.charCodeAt(0), text: entry.slice(1) };
}

function paperValue(field: ObservedField): string {
  return tokenisedValue(
    field.raw,
    field.spans.filter((span) => PAPER_TOKENS.has(span.token)),
  );
}

function replacedTexts(field: ObservedField, tokens: ReadonlySet<number>): ReplacedTexts {
  const texts: string[] = [];
  for (const span of field.spans) {
    if (!tokens.has(span.token)) continue;
    texts.push(String.fromCharCode(span.token) + field.raw.slice(span.start, span.end));
  }
  return unionOfTexts([], texts);
}

function unionOfTexts(a: ReplacedTexts, b: ReplacedTexts): ReplacedTexts {
  if (a === "many" || b === "many") return "many";
  if (b.every((text) => a.includes(text))) return a; // a is ascending already
  const union = [...new Set([...a, ...b])].sort(byCodeUnits);
  return union.length > MAX_REPLACED_TEXTS ? "many" : union;
}
