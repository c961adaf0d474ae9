import { classOfSymbol, coveringClass } from "./byte-classes.ts";
import { headerOrderOf } from "./fingerprint.ts";
import type { StrandState } from "./strand-state.ts";
import type { StrandView } from "./strand-view.ts";
import { escapeSymbols, type Template, templateOf } from "./template.ts";
import { viewStrand } from "./view-strand.ts";

/** A stretch of a value that is not one known text. */
export interface DiffGap {
  /** Lengths in symbols; `longest` may be Infinity. */
  readonly shortest: number;
  readonly longest: number;
  /** What it may hold: the name of a class, or alternatives as `(a|b)`. */
  readonly holds: string;
  /** Byte classes it may hold, as bits; no token has one of them. */
  readonly classes: number;
}

/** What values are compared by: a symbol (a byte, or a token), or a gap. */
export type DiffUnit = number | DiffGap;

/** What one side of a diff has for a key. */
export interface DiffValue {
  readonly units: readonly DiffUnit[];
  /** In the notation of templates: equal texts are equal values. */
  readonly text: string;
  /** Every message has it, or a signature requires it. */
  readonly always: boolean;
  /** A signature asks for it to vary. */
  readonly mustVary: boolean;
}

/** A key a signature speaks of without a value: believed present, or forbidden. */
export type Unvalued = "any" | "forbidden";

/** Something that is compared with others: messages of one shape, one packet, or a signature. */
export interface DiffSide {
  readonly kind: DiffKind;
  readonly keys: ReadonlyMap<string, DiffValue | Unvalued>;
  /** Header names in order, of a signature all orders it knows; none: it varies, or nothing is known of it. */
  readonly orders: readonly (readonly string[])[];
  /** Header names have one letter; null: nothing is said of that. */
  readonly compactNames: boolean | null;
  /** The messages were cut by the snap length: a key that is not there is unknown, not absent. */
  readonly cut: boolean;
  /** What a signature is asked about; null for a signature. */
  readonly view: StrandView | null;
  /** Of a signature: whether what the messages have for a key is what it asks for. */
  readonly accepts?: (key: string, view: StrandView) => boolean;
}

export type DiffKind = "packet" | "fingerprint" | "signature";

/** Messages as one side of a diff; `packet`: it is the state of one message. */
export function sideOfState(kind: "packet" | "fingerprint", state: StrandState): DiffSide {
  const order = headerOrderOf(state);
  const view = viewStrand(state);
  const keys = new Map<string, DiffValue>();
  for (const [key, keyState] of state.keys) {
    const units = unitsOfTemplate(templateOf(keyState));
    keys.set(key, diffValue(units, keyState.packets === state.packets));
  }
  return {
    kind,
    keys,
    orders: order === null || view.cut ? [] : [order],
    compactNames: view.compactNames,
    cut: view.cut,
    view,
  };
}

/** A value of these units. */
export function diffValue(units: readonly DiffUnit[], always: boolean, mustVary = false): DiffValue {
  return { units, text: formatUnits(units), always, mustVary };
}

/** Units as text: gaps as `{10:dec}`, alternatives as they are written. */
export function formatUnits(units: readonly DiffUnit[]): string {
  let text = "";
  let symbols = "";
  for (const unit of units) {
    if (typeof unit === "number") {
      symbols += String.fromCharCode(unit);
      continue;
    }
    text += escapeSymbols(symbols) + formatGap(unit);
    symbols = "";
  }
  return text + escapeSymbols(symbols);
}

/** A gap as it stands in a text. */
function formatGap(gap: DiffGap): string {
  return gap.holds.startsWith("(") ? gap.holds : `{${lengthOfGap(gap)}:${gap.holds}}`;
}

/** Its length: `10`, `1-10` or, where any will do, `*`. */
export function lengthOfGap({ shortest, longest }: DiffGap): string {
  if (longest === Number.POSITIVE_INFINITY) return "*";
  return shortest === longest ? `${shortest}` : `${shortest}-${longest}`;
}

/** Symbols as units. */
export function unitsOfText(symbols: string): number[] {
  return Array.from({ length: symbols.length }, (_, index) => symbols.charCodeAt(index));
}

/** The byte classes of a text, as bits. */
export function classesOfText(symbols: string): number {
  return unitsOfText(symbols).reduce((classes, symbol) => classes | classOfSymbol(symbol), 0);
}

/** A template as units. */
export function unitsOfTemplate(template: Template): DiffUnit[] {
  return template.flatMap((part): DiffUnit[] => {
    if (part.kind === "constant") return unitsOfText(part.symbols);
    const { shortest, longest, classes } = part;
    const holds = coveringClass(classes);
    return [{ shortest, longest, holds, classes }];
  });
}
