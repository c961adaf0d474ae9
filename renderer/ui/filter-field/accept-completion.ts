import type { Completion, Completions } from "../../../core/query/complete-filter.ts";

/** A text with the place of its cursor, in code units. */
export interface EditedText {
  readonly text: string;
  readonly cursor: number;
}

/** The text once an option is chosen, with the cursor where typing goes on. */
export function acceptCompletion(text: string, { start, end }: Completions, option: Completion): EditedText {
  const rest = text.slice(end);
  // What leads into parentheses or a set wants no blank, and one that is there is enough.
  const blank = /[({]$/.test(option.text) || rest.startsWith(" ") ? "" : " ";
  const before = text.slice(0, start) + option.text + blank;
  return { text: before + rest, cursor: blank === "" && rest.startsWith(" ") ? before.length + 1 : before.length };
}
