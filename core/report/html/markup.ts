import { visibleText } from "../visible-text.ts";

declare const IS_MARKUP: unique symbol;
/** Text of HTML or SVG: made here alone, so that no text of a capture ever becomes one. */
export type Markup = string & { readonly [IS_MARKUP]: true };

/** Nothing. */
export const NOTHING = "" as Markup;

/** Elements that have no end. */
const VOID: ReadonlySet<string> = new Set(["meta"]);

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as it is read: characters that would be hidden or obeyed stand as visible escapes. */
export function words(text: string): Markup {
  return visibleText(text).replace(/[&<>"']/g, (char) => ESCAPES[char] as string) as Markup;
}

/** Values of attributes; null leaves one out, true writes its name alone. */
export type Attributes = Readonly<Record<string, string | number | true | null>>;

/** An element. Coordinates are written with two decimals at most. */
export function element(name: string, attributes: Attributes, ...children: readonly Markup[]): Markup {
  const written = Object.entries(attributes).map(([key, value]) => {
    if (value === null) return "";
    return value === true ? ` ${key}` : ` ${key}="${words(typeof value === "number" ? coordinate(value) : value)}"`;
  });
  const start = `<${name}${written.join("")}>`;
  return (VOID.has(name) ? start : `${start}${children.join("")}</${name}>`) as Markup;
}

/** One after the other. */
export function join(parts: readonly Markup[], between = ""): Markup {
  return parts.join(between) as Markup;
}

/** A style sheet of ours, as it stands. Throws for one that would end its element. */
export function styleSheet(css: string): Markup {
  if (css.includes("</")) throw new Error("a style sheet ends no element");
  return `<style>\n${css}</style>` as Markup;
}

function coordinate(value: number): string {
  return String(Math.round(value * 100) / 100);
}
