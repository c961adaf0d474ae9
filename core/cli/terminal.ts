import { visibleText } from "../report/visible-text.ts";

/** Where a command writes. Tests give their own. */
export interface Terminal {
  out(text: string): void;
  error(text: string): void;
  /** Standard error is a terminal that can redraw a line. */
  readonly interactive: boolean;
}

/** One message to standard error, without control characters. */
export function say(terminal: Terminal, sentence: string): void {
  terminal.error(`ringprint: ${visibleText(sentence)}\n`);
}
