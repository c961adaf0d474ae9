import { visibleText } from "../../core/report/visible-text.ts";

/** Longest text shown at first. */
export const SHORT_LENGTH = 256;
/** Longest text ever shown or copied. */
export const LONGEST = 65_536;

/** A stretch of text, or one character that would be obeyed or hidden, written out. */
export interface TextPiece {
  readonly text: string;
  readonly unsafe: boolean;
}

/** The text with unsafe characters written out, cut: for title, aria-label and clipboard. Give LONGEST to keep all. */
export function safeString(text: string, longest: number = SHORT_LENGTH): string {
  const { shown, hidden } = cutText(text, longest);
  return hidden === 0 ? visibleText(shown) : `${visibleText(shown)}…`;
}

/** The first characters of a text, never half of one, and how many code units remain. */
export function cutText(text: string, longest: number): { shown: string; hidden: number } {
  if (text.length <= longest) return { shown: text, hidden: 0 };
  const last = text.charCodeAt(longest - 1);
  const next = text.charCodeAt(longest);
  const splitsPair = last >= 0xd800 && last <= 0xdbff && next >= 0xdc00 && next <= 0xdfff;
  const length = splitsPair ? longest - 1 : longest;
  return { shown: text.slice(0, length), hidden: text.length - length };
}

/** Plain stretches and written-out characters in order. */
export function textPieces(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let plain = "";
  for (const character of text) {
    const visible = visibleText(character);
    if (visible === character) {
      plain += character;
      continue;
    }
    if (plain !== "") pieces.push({ text: plain, unsafe: false });
    plain = "";
    pieces.push({ text: visible, unsafe: true });
  }
  if (plain !== "") pieces.push({ text: plain, unsafe: false });
  return pieces;
}
