import { visibleText } from "../report/visible-text.ts";

/** Where a command reads and writes. Tests give their own. */
export interface Terminal {
  out(text: string): void;
  error(text: string): void;
  /** What comes on standard input. */
  input(): AsyncIterable<Uint8Array>;
  /** Standard error is a terminal that can redraw a line. */
  readonly interactive: boolean;
}

/** One message to standard error, without control characters. */
export function say(terminal: Terminal, sentence: string): void {
  terminal.error(`ringprint: ${visibleText(sentence)}\n`);
}
