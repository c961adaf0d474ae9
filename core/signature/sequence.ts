import type { GapClass } from "./gap-class.ts";

/** One step of a pattern without alternatives. */
export type PatternElement =
  /** Bytes, as latin-1 code units. */
  | { readonly kind: "literal"; readonly text: string }
  /** A token of the packet's own address, port or body length; `token` is its symbol. */
  | { readonly kind: "token"; readonly token: number }
  /** Between `min` and `max` bytes (both included, `max` may be Infinity) of one class. */
  | { readonly kind: "gap"; readonly min: number; readonly max: number; readonly gapClass: GapClass }
  /** The message's own method. */
  | { readonly kind: "method" };

/** One way to read a pattern: its elements in order, alternatives resolved, neighbouring literals joined. */
export interface Sequence {
  readonly elements: readonly PatternElement[];
  /** Bytes that are said outright; `{method}` and tokens count none. */
  readonly literalBytes: number;
  readonly tokens: number;
  readonly namesMethod: boolean;
}

/** A sequence of these elements; outer blanks do not count (spec section 5), so outer literals lose theirs. */
export function makeSequence(elements: readonly PatternElement[]): Sequence {
  const joined = trimOuterBlanks(joinLiterals(elements));
  return {
    elements: joined,
    literalBytes: joined.reduce((sum, element) => sum + (element.kind === "literal" ? element.text.length : 0), 0),
    tokens: joined.filter((element) => element.kind === "token").length,
    namesMethod: joined.some((element) => element.kind === "method"),
  };
}

/** The sequence for messages of one method; where methods are mixed (null), `{method}` is any word of 1 to 32 bytes. */
export function bindMethod(sequence: Sequence, method: string | null): readonly PatternElement[] {
  if (!sequence.namesMethod) return sequence.elements;
  return joinLiterals(
    sequence.elements.map((element) => {
      if (element.kind !== "method") return element;
      return method === null ? { kind: "gap", min: 1, max: 32, gapClass: "any" } : { kind: "literal", text: method };
    }),
  );
}

/** What all sequences begin and end with, and anything in between; at least one sequence. */
export function sharedEnds(sequences: readonly Sequence[]): Sequence {
  const all = sequences.map(({ elements }) => elements.flatMap(bytewise));
  const start = sharedStart(all);
  const rest = all.map((elements) => elements.slice(start.length).reverse());
  const end = sharedStart(rest).reverse();
  const gap: PatternElement = { kind: "gap", min: 0, max: Number.POSITIVE_INFINITY, gapClass: "any" };
  return makeSequence([...start, gap, ...end]);
}

/** Literals byte by byte, so that they can be compared beyond the end of the shorter one. */
function bytewise(element: PatternElement): PatternElement[] {
  return element.kind === "literal" ? [...element.text].map((text) => ({ kind: "literal", text })) : [element];
}

function sharedStart([first = [], ...others]: readonly (readonly PatternElement[])[]): PatternElement[] {
  const length = first.findIndex((element, at) => !others.every((other) => sameElement(element, other[at])));
  return first.slice(0, length < 0 ? first.length : length);
}

function sameElement(a: PatternElement, b: PatternElement | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function joinLiterals(elements: readonly PatternElement[]): PatternElement[] {
  const joined: PatternElement[] = [];
  for (const element of elements) {
    const last = joined.at(-1);
    if (element.kind === "literal" && last?.kind === "literal") {
      joined[joined.length - 1] = { kind: "literal", text: last.text + element.text };
    } else if (element.kind !== "literal" || element.text !== "") {
      joined.push(element);
    }
  }
  return joined;
}

function trimOuterBlanks(elements: readonly PatternElement[]): PatternElement[] {
  const trimmed = [...elements];
  const first = trimmed[0];
  if (first?.kind === "literal") trimmed[0] = { kind: "literal", text: first.text.replace(/^[ \t]+/, "") };
  const last = trimmed.at(-1);
  if (last?.kind === "literal") {
    trimmed[trimmed.length - 1] = { kind: "literal", text: last.text.replace(/[ \t]+$/, "") };
  }
  return trimmed.filter((element) => element.kind !== "literal" || element.text !== "");
}
