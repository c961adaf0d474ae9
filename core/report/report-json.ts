import { visibleJson } from "./visible-text.ts";

/** Characters of a part, about. */
const PART_LENGTH = 1 << 20;

/** JSON text with a line end, two blanks of indent, and no character a terminal would obey. */
export function formatJson(value: unknown): string {
  return `${visibleJson(JSON.stringify(value, null, 2))}\n`;
}

/**
 * The text of `formatJson` in parts, for an object whose long arrays together may give more text than a string can hold.
 */
export function* formatJsonInParts(value: object): Generator<string> {
  let part = "";
  for (const piece of piecesOf(value)) {
    part += visibleJson(piece);
    if (part.length < PART_LENGTH) continue;
    yield part;
    part = "";
  }
  yield `${part}\n`;
}

/** The JSON text of an object, each element of its arrays apart. */
function* piecesOf(value: object): Generator<string> {
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  if (entries.length === 0) {
    yield "{}";
    return;
  }
  let opening = "{\n";
  for (const [key, field] of entries) {
    yield `${opening}  ${JSON.stringify(key)}: `;
    if (Array.isArray(field)) yield* elementsOf(field);
    else yield indented(field, "  ");
    opening = ",\n";
  }
  yield "\n}";
}

function* elementsOf(list: readonly unknown[]): Generator<string> {
  if (list.length === 0) {
    yield "[]";
    return;
  }
  let opening = "[\n";
  for (const element of list) {
    yield `${opening}    ${indented(element, "    ")}`;
    opening = ",\n";
  }
  yield "\n  ]";
}

/** Strings in JSON hold no line feed, so each one begins a line of the layout. */
function indented(value: unknown, indent: string): string {
  return JSON.stringify(value ?? null, null, 2).replaceAll("\n", `\n${indent}`);
}
