/** A piece of a filter's text, with its place in code units. */
export interface Token {
  readonly kind: "word" | "text" | "symbol" | "end";
  readonly start: number;
  readonly end: number;
  /** A word or symbol as it stands there; of a quoted text what it stands for. */
  readonly text: string;
  /** A quoted text has its second quote. */
  readonly closed: boolean;
}

/** Words that mean something else than themselves, in any case. */
export const KEYWORDS = ["and", "or", "not", "in", "contains", "matches", "exists"] as const;
export type Keyword = (typeof KEYWORDS)[number];

const BLANKS = /\s+/y;
const SYMBOL = /==|!=|<=|>=|[=<>(){},]/y;
// All but blanks, quotes and symbols, so that addresses, tool ids, times and fingerprints are one word each.
const WORD = /(?:[^\s"(){},=<>!]|!(?!=))+/y;
const QUOTED = /"((?:\\["\\]|[^"])*)("?)/y;

/** The pieces of a text, the last of kind `end`. */
export function splitTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let start = 0;
  for (;;) {
    start += matchAt(BLANKS, text, start)?.[0].length ?? 0;
    if (start >= text.length) break;
    const token = quotedAt(text, start) ?? plainAt("symbol", SYMBOL, text, start) ?? plainAt("word", WORD, text, start);
    // Every character starts one of the three.
    if (token === undefined) throw new Error(`no token at ${start}`);
    tokens.push(token);
    start = token.end;
  }
  return [...tokens, { kind: "end", start: text.length, end: text.length, text: "", closed: true }];
}

/** A text in quotes, as it is written in a filter. */
export function quoteText(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** The keyword a word is, if it is one. */
export function keywordOf(token: Token): Keyword | undefined {
  return token.kind === "word" ? KEYWORDS.find((keyword) => keyword === token.text.toLowerCase()) : undefined;
}

function plainAt(kind: "symbol" | "word", pattern: RegExp, text: string, start: number): Token | undefined {
  const found = matchAt(pattern, text, start)?.[0];
  return found === undefined ? undefined : { kind, start, end: start + found.length, text: found, closed: true };
}

function quotedAt(text: string, start: number): Token | undefined {
  const match = matchAt(QUOTED, text, start);
  if (match === null) return undefined;
  const [whole, inside = "", quote] = match;
  // A backslash before anything else stays, so that patterns are written as usual.
  const meant = inside.replace(/\\(["\\])/g, "$1");
  return { kind: "text", start, end: start + whole.length, text: meant, closed: quote === '"' };
}

function matchAt(pattern: RegExp, text: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start;
  return pattern.exec(text);
}
