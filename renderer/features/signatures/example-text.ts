import type { DraftExample } from "../../../core/contract/signatures.ts";
import { formatBytesAsText } from "../../ui/bytes/visible-bytes.ts";

/** The lines of a message as text to edit: `\` and every byte outside 0x20-0x7e is written `\xNN`. */
export function textOfMessage({ message }: Pick<DraftExample, "message">): string {
  return message.map(formatBytesAsText).join("\n");
}

/** The lines of a message that was typed or pasted. What is no byte stands for its bytes in UTF-8. */
export function messageOfText(text: string): string[] {
  return text.split(/\r?\n/).map((line) =>
    line.replace(/\\x([0-9a-fA-F]{2})|[^ -~]/gu, (found, hex: string | undefined) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      return found.codePointAt(0) === TAB ? found : utf8(found);
    }),
  );
}

const TAB = 9;

function utf8(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

/** The header of a message ends with an empty line, as few senders forget. */
export function hasEmptyLine({ message }: Pick<DraftExample, "message">): boolean {
  const empty = message.indexOf("");
  return empty >= 0 && empty < message.length - 1;
}

/** A port as it was typed; what is none is -1. */
export function portOfText(text: string): number {
  return /^\d{1,5}$/.test(text) ? Number(text) : -1;
}
