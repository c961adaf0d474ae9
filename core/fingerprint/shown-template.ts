import { classesOfGap, isGapClass } from "./byte-classes.ts";
import { parseTokenName, tokenSymbol } from "./symbols.ts";
import type { Template, TemplatePart } from "./template.ts";

const PIECE = /\{([^{}]*)\}|\\x([0-9a-f]{2})|[ -[\]-z|~]/y;
const GAP = /^(\d{1,9})(?:-(\d{1,9}))?:([a-z]+)$/;

/**
 * The template that `formatShownTemplate` wrote; undefined for other text. The classes of a gap are all those its name
 * covers, so it covers the same templates as the one that was written.
 */
export function parseShownTemplate(text: string): Template | undefined {
  const parts: TemplatePart[] = [];
  let symbols = "";
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < text.length) {
    const piece = PIECE.exec(text);
    if (piece === null) return undefined;
    const [character, braced, byte] = piece;
    if (braced === undefined) {
      symbols += byte === undefined ? character : String.fromCharCode(Number.parseInt(byte, 16));
      continue;
    }
    const token = parseTokenName(braced);
    if (token !== undefined) {
      symbols += String.fromCharCode(tokenSymbol(token));
      continue;
    }
    const gap = parseGap(braced);
    if (gap === undefined) return undefined;
    if (symbols !== "") parts.push({ kind: "constant", symbols });
    symbols = "";
    parts.push(gap);
  }
  if (symbols !== "") parts.push({ kind: "constant", symbols });
  return parts;
}

function parseGap(text: string): TemplatePart | undefined {
  const [, shortest = "", longest = shortest, name = ""] = GAP.exec(text) ?? [];
  if (shortest === "" || !isGapClass(name) || Number(shortest) > Number(longest)) return undefined;
  return { kind: "gap", shortest: Number(shortest), longest: Number(longest), classes: classesOfGap(name) };
}
