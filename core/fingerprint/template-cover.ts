import { classOfSymbol, coveringClass } from "./byte-classes.ts";
import { tokenSymbol, VARYING } from "./symbols.ts";
import type { Template } from "./template.ts";

/**
 * A template laid out for comparing: the symbols that are known from the left and from the right, VARYING in gaps of
 * one length. A template has at most one gap of several lengths (spec section 4, step 4).
 */
export interface TemplateLayout {
  /** Up to the gap of several lengths; all of the value where there is none. */
  readonly head: string;
  /** Behind the gap of several lengths; null where there is none. */
  readonly tail: string | null;
  /** Lengths of values, in symbols. */
  readonly shortest: number;
  readonly longest: number;
  /** Byte classes seen in gaps, as bits. */
  readonly gapClasses: number;
  readonly hasGap: boolean;
  /** Symbols that are bytes and constant. */
  readonly literalBytes: number;
  /** It names the tool's first target, which other runs of the tool spell differently. */
  readonly namesFirstTarget: boolean;
}

const FIRST_TARGET = String.fromCharCode(tokenSymbol("FirstDestIP"));
const TARGET = String.fromCharCode(tokenSymbol("DestIP"));
const VARYING_SYMBOL = String.fromCharCode(VARYING);
/** A dotted address that stands alone. */
const DOTTED_ADDRESS = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)/g;
const FIRST_TOKEN = 0x100;

/** Lays a template out. */
export function layOut(template: Template): TemplateLayout {
  let head = "";
  let tail: string | null = null;
  let shortest = 0;
  let longest = 0;
  let gapClasses = 0;
  let literalBytes = 0;
  let namesFirstTarget = false;
  for (const part of template) {
    let symbols = "";
    if (part.kind === "constant") {
      ({ symbols } = part);
      for (let i = 0; i < symbols.length; i += 1) if (symbols.charCodeAt(i) < FIRST_TOKEN) literalBytes += 1;
      namesFirstTarget ||= symbols.includes(FIRST_TARGET);
    } else {
      gapClasses |= part.classes;
      if (part.shortest === part.longest) symbols = VARYING_SYMBOL.repeat(part.shortest);
      else tail = "";
    }
    shortest += part.kind === "gap" ? part.shortest : symbols.length;
    longest += part.kind === "gap" ? part.longest : symbols.length;
    if (tail === null) head += symbols;
    else tail += symbols;
  }
  const hasGap = template.some((part) => part.kind === "gap");
  return { head, tail, shortest, longest, gapClasses, hasGap, literalBytes, namesFirstTarget };
}

/** The template of a run whose first target is not known as such: every address in it may be that. */
export function layOutWithFirstTarget(template: Template): TemplateLayout {
  return layOut(
    template.map((part) =>
      part.kind === "gap"
        ? part
        : {
            kind: "constant",
            symbols: part.symbols.replaceAll(TARGET, FIRST_TARGET).replace(DOTTED_ADDRESS, FIRST_TARGET),
          },
    ),
  );
}

/**
 * Whether one template says of all values of another what it says of its own: the constants of `general` are constants
 * of `special` at the same places, and what `special` has in the gaps of `general` has no other class, and a length
 * that is near those seen there. Few messages keep constants by accident, so `special` may have more of them.
 */
export function coversTemplate(general: TemplateLayout, special: TemplateLayout): boolean {
  if (!isNear(general, special)) return false;
  // Mostly equal: then nothing has to be looked at symbol by symbol.
  const same = special.head === general.head && special.tail === general.tail;
  if (!same && !hasSameConstants(general, special)) return false;
  const classes = general.gapClasses | special.gapClasses | (same ? 0 : classesInGaps(general, special));
  return coveringClass(classes) === coveringClass(general.gapClasses);
}

function hasSameConstants({ head, tail }: TemplateLayout, special: TemplateLayout): boolean {
  if (tail === null) {
    return special.tail === null && special.head.length === head.length && hasConstantsOf(head, special.head, 0);
  }
  const right = special.tail ?? special.head;
  return (
    special.shortest >= head.length + tail.length &&
    hasConstantsOf(head, special.head, 0) &&
    hasConstantsOf(tail, right, right.length - tail.length)
  );
}

/** Whether the constants of one text stand in another that begins at this offset. */
function hasConstantsOf(constants: string, symbols: string, offset: number): boolean {
  for (let i = 0; i < constants.length; i += 1) {
    const symbol = constants.charCodeAt(i);
    if (symbol !== VARYING && symbol !== symbols.charCodeAt(offset + i)) return false;
  }
  return true;
}

/** Classes of the constants that `special` has where `general` varies. Both are as long as the constants ask. */
function classesInGaps({ head, tail }: TemplateLayout, special: TemplateLayout): number {
  let classes = 0;
  const add = (symbols: string, from: number, to: number) => {
    for (let i = Math.max(from, 0); i < to && i < symbols.length; i += 1) {
      const symbol = symbols.charCodeAt(i);
      if (symbol !== VARYING) classes |= classOfSymbol(symbol);
    }
  };
  const addUnder = (constants: string, symbols: string, offset: number) => {
    for (let i = 0; i < constants.length; i += 1) {
      if (constants.charCodeAt(i) === VARYING) add(symbols, offset + i, offset + i + 1);
    }
  };
  addUnder(head, special.head, 0);
  if (tail === null) return classes;
  const right = special.tail ?? special.head;
  addUnder(tail, right, right.length - tail.length);
  if (special.tail === null) add(special.head, head.length, special.head.length - tail.length);
  else {
    add(special.head, head.length, special.head.length);
    add(special.tail, 0, special.tail.length - tail.length);
  }
  return classes;
}

/** Lengths overlap, if those of `general` are taken to reach as far again on either side. */
function isNear(general: TemplateLayout, special: TemplateLayout): boolean {
  const width = general.longest - general.shortest;
  return special.longest >= general.shortest - width && special.shortest <= general.longest + width;
}
