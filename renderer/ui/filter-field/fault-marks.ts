import type { FilterFault } from "../../../core/query/fault.ts";
import type { EditedText } from "./accept-completion.ts";

/** A text around the stretch to mark. */
export interface MarkedText {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

/** The stretch a fault is about; where something is missing a blank stands for it. */
export function markFault(text: string, { start, end }: FilterFault): MarkedText {
  return { before: text.slice(0, start), marked: text.slice(start, end) || "\u00a0", after: text.slice(end) };
}

/** The text with a suggestion in place of what is faulty. */
export function applySuggestion(text: string, { start, end }: FilterFault, suggestion: string): EditedText {
  return { text: text.slice(0, start) + suggestion + text.slice(end), cursor: start + suggestion.length };
}
