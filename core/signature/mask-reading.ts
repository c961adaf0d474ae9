import { classesOfGap, classOfSymbol, DIGIT, OTHER, PUNCTUATION } from "../fingerprint/byte-classes.ts";
import type { Mask } from "../fingerprint/strand-view.ts";
import { addressEndOf, isToken, VARYING } from "../fingerprint/symbols.ts";
import { type GapClass, unitEndsAt, unitLength } from "./gap-class.ts";
import type { PatternElement } from "./sequence.ts";
import { isPortToken } from "./value-match.ts";

/**
 * What a mask tells of the values it was made of, without a look at any: the elements read `all` of them, and every
 * literal and token is constant; or they read `none`; or the mask does not tell.
 */
export type MaskReading = "all" | "none" | "unknown";

/** A sequence as it is laid along masks: what has one length from either end, and what stands between. */
export interface LaidSequence {
  readonly head: readonly PatternElement[];
  /** Null where the whole sequence has one length; else the elements from the first to the last of several lengths. */
  readonly middle: readonly PatternElement[] | null;
  /** The last one first. */
  readonly tail: readonly PatternElement[];
  readonly literalBytes: number;
}

/** A sequence with its method bound, ready to be laid along masks. */
export function laySequence(elements: readonly PatternElement[], literalBytes: number): LaidSequence {
  const first = elements.findIndex(isOpen);
  if (first < 0) return { head: elements, middle: null, tail: [], literalBytes };
  const last = elements.findLastIndex(isOpen);
  return {
    head: elements.slice(0, first),
    middle: elements.slice(first, last + 1),
    tail: elements.slice(last + 1).reverse(),
    literalBytes,
  };
}

/** Lays a sequence along the mask of a key's tokenised values. */
export function readingOfMask({ head, middle, tail }: LaidSequence, mask: Mask): MaskReading {
  const left = followFrom("left", head, mask);
  if (left === null) return "none";
  if (middle === null) return readingOfWhole(left, mask);
  const right = followFrom("right", tail, mask);
  if (right === null) return "none";
  for (const element of middle) if (element.kind === "literal" && !mayHold(element.text, mask)) return "none";
  const [gap] = middle;
  const isCertain = left.reach === "certain" && right.reach === "certain" && middle.length === 1;
  return isCertain && gap?.kind === "gap" && coversRest(gap, mask, left.length, right.length) ? "all" : "unknown";
}

/** How far elements of fixed length were followed along a mask. */
interface Followed {
  /** In symbols. */
  readonly length: number;
  /**
   * `certain`: every value has there what the elements ask for. `possible`: some values may. `lost`: something in the way
   * may be a token or the end of a value, and nothing is known of what lies behind.
   */
  readonly reach: "certain" | "possible" | "lost";
}

function isOpen(element: PatternElement): boolean {
  return element.kind === "method" || (element.kind === "gap" && element.min !== element.max);
}

function readingOfWhole({ length, reach }: Followed, { shortest, longest }: Mask): MaskReading {
  if (reach === "lost") return "unknown";
  if (length < shortest || length > longest) return "none";
  return reach === "certain" && shortest === longest ? "all" : "unknown";
}

/** Follows elements from one end, those from the right in reverse order; null where no value has them. */
function followFrom(end: "left" | "right", elements: readonly PatternElement[], mask: Mask): Followed | null {
  const symbols = mask[end];
  const classes = end === "left" ? mask.leftClasses : mask.rightClasses;
  let length = 0;
  let reach: Followed["reach"] = "certain";
  for (const element of elements) {
    // A class of pairs is left to the values.
    if (element.kind === "gap" && unitLength(element.gapClass) > 1) return { length, reach: "lost" };
    const steps = stepsOf(element);
    for (let step = 0; step < steps; step += 1, length += 1) {
      if (length >= mask.longest) return null;
      if (length >= mask.shortest) return { length, reach: "lost" };
      const found = find(
        element,
        end === "left" ? step : steps - 1 - step,
        symbols[length] as number,
        classes[length] as number,
      );
      if (found === "no") return null;
      if (found === "lost") return { length, reach: "lost" };
      if (found === "possible") reach = "possible";
    }
  }
  return { length, reach };
}

/** What a position of a mask says: all values have what is asked for there, some may, none has; or see `Followed`. */
type Found = "certain" | "possible" | "no" | "lost";

/** How many symbols an element of one length takes. */
function stepsOf(element: PatternElement): number {
  if (element.kind === "literal") return element.text.length;
  return element.kind === "gap" ? element.min : 1;
}

function find(element: PatternElement, step: number, symbol: number, classes: number): Found {
  switch (element.kind) {
    case "token":
      return findToken(element.token, symbol, classes);
    case "literal":
      return findByte(element.text.charCodeAt(step), symbol, classes);
    case "gap":
      return findMember(element.gapClass, symbol, classes);
    case "method":
      throw new Error("the method is bound before");
  }
}

function findToken(wanted: number, symbol: number, classes: number): Found {
  if (symbol === wanted) return "certain";
  if (symbol === VARYING) return (classes & OTHER) === 0 ? "no" : "possible";
  return isToken(symbol) && mayStandFor(wanted, symbol) ? "possible" : "no";
}

/** Where ports or addresses are equal a token stands for the other one. */
function mayStandFor(wanted: number, seen: number): boolean {
  if (isPortToken(wanted)) return isPortToken(seen);
  return addressEndOf(wanted) !== null && addressEndOf(seen) !== null;
}

/** Literals and gaps may lie over the text of a token, which is of another length than its symbol. */
function mayBeToken(symbol: number, classes: number): boolean {
  return isToken(symbol) || (symbol === VARYING && (classes & OTHER) !== 0);
}

function findByte(wanted: number, symbol: number, classes: number): Found {
  if (symbol === wanted) return "certain";
  if (mayBeToken(symbol, classes)) return "lost";
  return symbol === VARYING && (classes & classOfSymbol(wanted)) !== 0 ? "possible" : "no";
}

function findMember(gapClass: GapClass, symbol: number, classes: number): Found {
  if (mayBeToken(symbol, classes)) return "lost";
  if (symbol === VARYING) return holdsClasses(gapClass, classes) ? "certain" : "possible";
  return unitEndsAt(gapClass, String.fromCharCode(symbol), 1) ? "certain" : "no";
}

/** Whether a gap takes all bytes of these classes. */
function holdsClasses(gapClass: GapClass, classes: number): boolean {
  switch (gapClass) {
    case "any":
    case "agent":
      return true;
    case "name":
      return (classes & PUNCTUATION) === 0;
    case "phone":
      return (classes & ~DIGIT) === 0;
    case "date":
      return (classes & ~classesOfGap("alnum")) === 0;
    case "dechex":
      return false;
    case "dec":
    case "hex":
    case "alpha":
    case "alnum":
      return (classes & ~classesOfGap(gapClass)) === 0;
  }
}

/** Whether some value may hold a literal somewhere, perhaps in part over the text of a token. */
function mayHold(literal: string, mask: Mask): boolean {
  const { shortest, longest } = mask;
  // Where values are of very different lengths, what is in the middle of long ones is seen from neither end.
  if (longest > shortest && longest > 2 * shortest - literal.length + 1) return true;
  if (literal.length > MOST_SOUGHT) return true;
  if (!hasClassesOf(literal, mask)) return false;
  if (mayHoldFrom(literal, 1, mask.left, mask.leftClasses, shortest)) return true;
  return longest > shortest && mayHoldFrom(literal, -1, mask.right, mask.rightClasses, shortest);
}

/** Whether values have bytes of all classes that the literal has, and not only in tokens. All positions are known. */
function hasClassesOf(literal: string, { shortest, leftClasses, rightClasses }: Mask): boolean {
  let classes = 0;
  for (let i = 0; i < shortest; i += 1) classes |= (leftClasses[i] as number) | (rightClasses[i] as number);
  for (let i = 0; i < literal.length; i += 1) {
    const code = literal.charCodeAt(i);
    if ((classOfSymbol(code) & classes) === 0 && !isTokenByte(code)) return false;
  }
  return true;
}

/** Longer literals are not looked for. */
const MOST_SOUGHT = 512;
/** `begun[i]`: the first i bytes of a text may end before the position that is looked at. Used anew for each text. */
let begun = new Uint8Array(MOST_SOUGHT + 1);
let next = new Uint8Array(MOST_SOUGHT + 1);

/** Whether positions one behind the other may be the bytes of a text, read forwards (1) or backwards (-1). */
function mayHoldFrom(
  text: string,
  direction: 1 | -1,
  symbols: ArrayLike<number>,
  classes: ArrayLike<number>,
  length: number,
): boolean {
  begun.fill(0, 0, text.length + 1);
  let longest = 0;
  for (let at = 0; at < length; at += 1) {
    const symbol = symbols[at] as number;
    const seen = classes[at] as number;
    const isVarying = symbol === VARYING;
    const overToken = mayBeToken(symbol, seen);
    const last = overToken ? text.length - 1 : Math.min(longest, text.length - 1);
    next.fill(0, 0, text.length + 1);
    begun[0] = 1;
    longest = 0;
    let inToken = false;
    for (let i = 0; i <= last; i += 1) {
      const code = text.charCodeAt(direction === 1 ? i : text.length - 1 - i);
      // The text of a token is any number of bytes long.
      inToken = overToken && (inToken || begun[i] === 1) && isTokenByte(code);
      const isByte = symbol === code || (isVarying && (seen & classOfSymbol(code)) !== 0);
      if (!inToken && !(isByte && begun[i] === 1)) continue;
      next[i + 1] = 1;
      longest = i + 1;
    }
    if (longest === text.length) return true;
    [begun, next] = [next, begun];
  }
  return false;
}

const TOKEN_BYTES = new Set(Array.from("0123456789ABCDEFabcdef.:[]", (byte) => byte.charCodeAt(0)));

/** Whether the text of a token can have this byte. */
function isTokenByte(code: number): boolean {
  return TOKEN_BYTES.has(code);
}

/** Whether the only gap of several lengths takes all that lies between what was followed from both ends. */
function coversRest(
  { min, max, gapClass }: Extract<PatternElement, { kind: "gap" }>,
  mask: Mask,
  left: number,
  right: number,
): boolean {
  const shortest = mask.shortest - left - right;
  const longest = mask.longest - left - right;
  if (shortest < 0) return false;
  if (min === 0 && max === Number.POSITIVE_INFINITY && (gapClass === "any" || gapClass === "agent")) return true;
  // What lies in the middle of long values is known from neither end.
  if (shortest < min || longest > max || longest > 2 * shortest) return false;
  let classes = 0;
  for (let i = 0; i < shortest; i += 1) {
    classes |= (mask.leftClasses[left + i] as number) | (mask.rightClasses[right + i] as number);
  }
  return (classes & OTHER) === 0 && holdsClasses(gapClass, classes);
}
