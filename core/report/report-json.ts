import { visibleJson } from "./visible-text.ts";

/** JSON text with a line end, two blanks of indent, and no character a terminal would obey. */
export function formatJson(value: unknown): string {
  return `${visibleJson(JSON.stringify(value, null, 2))}\n`;
}
