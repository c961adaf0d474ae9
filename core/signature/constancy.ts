import { OTHER } from "../fingerprint/byte-classes.ts";
import type { KeyView, Mask } from "../fingerprint/strand-view.ts";
import { VARYING } from "../fingerprint/symbols.ts";
import type { PatternElement } from "./sequence.ts";
import { isPortToken, type TokenEquality, tokenFits } from "./value-match.ts";

/**
 * True when every literal and token of a sequence that the strand's masks can place is constant there (spec section
 * 5): what stands before the first element of variable length is checked from the left, what stands behind the last
 * one from the right. Literals in between cannot be placed; the exemplars decide about them. A sequence without
 * tokens may be constant in the raw values instead: a literal 127.0.0.1 is a token where it is the packet's own source.
 */
export function isConstant(elements: readonly PatternElement[], view: KeyView, equality: TokenEquality): boolean {
  if (isConstantIn(elements, view.tokenised, equality)) return true;
  return !elements.some((element) => element.kind === "token") && isConstantIn(elements, view.raw, equality);
}

function isConstantIn(elements: readonly PatternElement[], mask: Mask, equality: TokenEquality): boolean {
  const first = elements.findIndex(isVariable);
  if (first < 0) {
    const length = placedLength(elements, mask, equality, 1);
    return length === mask.shortest && length === mask.longest;
  }
  const last = elements.findLastIndex(isVariable);
  const left = placedLength(elements.slice(0, first), mask, equality, 1);
  const right = placedLength(elements.slice(last + 1).reverse(), mask, equality, -1);
  return left !== undefined && right !== undefined && left + right <= mask.shortest;
}

function isVariable(element: PatternElement): boolean {
  return (element.kind === "gap" && element.min !== element.max) || element.kind === "method";
}

/** Length in symbols of elements of fixed length, or undefined when one is not constant or not in the shortest value. */
function placedLength(
  elements: readonly PatternElement[],
  mask: Mask,
  equality: TokenEquality,
  direction: 1 | -1,
): number | undefined {
  const { shortest } = mask;
  const symbols = direction === 1 ? mask.left : mask.right;
  const classes = direction === 1 ? mask.leftClasses : mask.rightClasses;
  let length = 0;
  for (const element of elements) {
    if (element.kind === "gap") {
      length += element.min;
    } else if (element.kind === "token") {
      if (length >= shortest) return undefined;
      const seen = symbols[length] as number;
      const varies = seen === VARYING && isEitherPort(element.token, classes[length] as number);
      if (!varies && !tokenFits(element.token, seen, equality)) return undefined;
      length += 1;
    } else if (element.kind === "literal") {
      const { text } = element;
      for (let i = 0; i < text.length; i += 1, length += 1) {
        const code = text.charCodeAt(direction === 1 ? i : text.length - 1 - i);
        if (length >= shortest || symbols[length] !== code) return undefined;
      }
    }
  }
  return length <= shortest ? length : undefined;
}

/**
 * Where only some packets have equal ports, one and the same port is now one token and now the other (spec section 4,
 * step 2c): a port token is constant where nothing but tokens was seen. Which ones, the exemplars tell.
 */
function isEitherPort(token: number, classes: number): boolean {
  return isPortToken(token) && classes === OTHER;
}
