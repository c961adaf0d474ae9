import { type KeyState, paperValues } from "./key-state.ts";
import { isToken, tokenName, VARYING } from "./symbols.ts";
import { escapeSymbols } from "./template.ts";
import { maskOf, onlyValue } from "./value-state.ts";

/** What the paper prints for a position at which values differ. Shown only; masks hold VARYING. */
const PAPER_GAP = "-";

/**
 * The paper's own mask (section IV.B): per key and left-aligned, without the start line, tokens spelt without braces,
 * padded to the longest value. Kept for comparison: it depends on the telescope's addresses and on the number of
 * packets, so it is not what identifies.
 */
export function formatPaperMask(sortedKeys: readonly (readonly [string, KeyState])[]): string {
  return sortedKeys
    .filter(([key]) => !key.startsWith(":"))
    .map(([key, state]) => `${escapeSymbols(key)}:${formatMask(state)}`)
    .join("\n");
}

function formatMask(state: KeyState): string {
  const values = paperValues(state);
  const value = onlyValue(values);
  if (value !== null) return formatSymbols(value);
  const mask = maskOf(values);
  return formatSymbols(String.fromCharCode(...mask.left)) + PAPER_GAP.repeat(mask.longest - mask.shortest);
}

function formatSymbols(symbols: string): string {
  let text = "";
  for (let i = 0; i < symbols.length; i += 1) {
    const symbol = symbols.charCodeAt(i);
    if (symbol === VARYING) text += PAPER_GAP;
    else if (isToken(symbol)) text += tokenName(symbol);
    else text += escapeSymbols(symbols.charAt(i));
  }
  return text;
}
