import type { KeyView, Mask } from "../fingerprint/strand-view.ts";
import type { PatternElement } from "./sequence.ts";
import { type TokenEquality, tokenFits } from "./value-match.ts";

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
    const length = placedLength(elements, mask.left, mask.shortest, equality, 1);
    return length === mask.shortest && length === mask.longest;
  }
  const last = elements.findLastIndex(isVariable);
  const left = placedLength(elements.slice(0, first), mask.left, mask.shortest, equality, 1);
  const right = placedLength(elements.slice(last + 1).reverse(), mask.right, mask.shortest, equality, -1);
  return left !== undefined && right !== undefined && left + right <= mask.shortest;
}

function isVariable(element: PatternElement): boolean {
  return (element.kind === "gap" && element.min !== element.max) || element.kind === "method";
}

/** Length in symbols of elements of fixed length, or undefined when one is not constant or not in the shortest value. */
function placedLength(
  elements: readonly PatternElement[],
  symbols: ArrayLike<number>,
  shortest: number,
  equality: TokenEquality,
  direction: 1 | -1,
): number | undefined {
  let length = 0;
  for (const element of elements) {
    if (element.kind === "gap") {
      length += element.min;
    } else if (element.kind === "token") {
      if (length >= shortest || !tokenFits(element.token, symbols[length] as number, equality)) return undefined;
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
