import { parseTokenName, tokenSymbol } from "../fingerprint/symbols.ts";
import { parseGapClass } from "./gap-class.ts";
import { makeSequence, type PatternElement, type Sequence } from "./sequence.ts";

/** Longest pattern text that is read, in characters. */
const MAX_TEXT = 2048;
/** Most sequences one pattern may stand for. */
const MAX_SEQUENCES = 256;
/** Longest length a gap may name, in bytes: twice what a fingerprint keeps of a value (spec section 4). */
const MAX_GAP = 1024;

/**
 * What the value of one key may be (spec section 5), in the notation of templates: literal bytes, tokens as
 * `{SourceIP}`, `{method}`, gaps `{8:dec}`, `{1-10:dec}`, `{*:any}` (also `{?8:dec}`, and `{8}` for any class),
 * alternatives `(a|b)` with possibly empty branches, `\xNN` for any byte.
 */
export interface Pattern {
  readonly text: string;
  /** Every way to read the alternatives; at least one. */
  readonly sequences: readonly Sequence[];
}

/** Why a pattern text is refused; `position` counts characters from 0. */
export interface PatternError {
  readonly code:
    | "too-long"
    | "not-ascii"
    | "bad-escape"
    | "unknown-placeholder"
    | "token-of-templates"
    | "unknown-class"
    | "bad-gap"
    | "unclosed-placeholder"
    | "unclosed-alternatives"
    | "nested-alternatives"
    | "stray-character"
    | "too-many-sequences";
  readonly position: number;
}

export type ParsedPattern =
  | { readonly ok: true; readonly pattern: Pattern }
  | { readonly ok: false; readonly error: PatternError };

/** A sentence for a refused pattern. */
export function describePatternError(error: PatternError): string {
  return `${SENTENCES[error.code]} (at character ${error.position + 1})`;
}

const SENTENCES: Readonly<Record<PatternError["code"], string>> = {
  "too-long": `a pattern may have at most ${MAX_TEXT} characters`,
  "not-ascii": "a byte outside the printable ASCII characters must be written \\xNN",
  "bad-escape": "a backslash must begin \\xNN with two hexadecimal digits",
  "unknown-placeholder": "neither a token, nor {method}, nor a gap as {8:dec}, {1-10:dec} or {*:any}",
  "token-of-templates": "this token stands in templates only; write {*:any} for another packet's address",
  "unknown-class": "classes are dec, hex, alpha, alnum, any, agent, name, phone, date and dechex",
  "bad-gap": `the length of a gap must rise and stay within ${MAX_GAP}`,
  "unclosed-placeholder": "a { needs its }; a literal brace is written \\x7b or \\x7d",
  "unclosed-alternatives": "a ( needs its ); a literal one is written \\x28 or \\x29",
  "nested-alternatives": "alternatives cannot stand inside alternatives",
  "stray-character": "a literal ), | or } is written \\xNN",
  "too-many-sequences": `alternatives may give at most ${MAX_SEQUENCES} combinations`,
};

/** Bytes (latin-1) as literal pattern text. */
export function escapeLiteral(bytes: string): string {
  return bytes.replace(/[^ -~]|[(){|}\\]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** Reads a pattern text. Expected failures are values. */
export function parsePattern(text: string): ParsedPattern {
  if (text.length > MAX_TEXT) return refuse("too-long", MAX_TEXT);
  let sequences: PatternElement[][] = [[]];
  let branches: PatternElement[][] | undefined;
  let opened = 0;
  let position = 0;
  const add = (element: PatternElement) => {
    if (branches === undefined) for (const sequence of sequences) sequence.push(element);
    else branches.at(-1)?.push(element);
  };
  while (position < text.length) {
    const character = text[position] as string;
    if (character < " " || character > "~") return refuse("not-ascii", position);
    if (character === "(") {
      if (branches !== undefined) return refuse("nested-alternatives", position);
      branches = [[]];
      opened = position;
      position += 1;
    } else if (character === "|" && branches !== undefined) {
      branches.push([]);
      position += 1;
    } else if (character === ")" && branches !== undefined) {
      if (sequences.length * branches.length > MAX_SEQUENCES) return refuse("too-many-sequences", opened);
      const choices: readonly PatternElement[][] = branches;
      sequences = sequences.flatMap((sequence) => choices.map((branch) => [...sequence, ...branch]));
      branches = undefined;
      position += 1;
    } else if (character === "{") {
      const close = text.indexOf("}", position);
      if (close < 0) return refuse("unclosed-placeholder", position);
      const element = parsePlaceholder(text.slice(position + 1, close));
      if (typeof element === "string") return refuse(element, position);
      add(element);
      position = close + 1;
    } else if (character === "\\") {
      const digits = /^\\x([0-9a-fA-F]{2})/.exec(text.slice(position, position + 4));
      if (digits === null) return refuse("bad-escape", position);
      add({ kind: "literal", text: String.fromCharCode(Number.parseInt(digits[1] as string, 16)) });
      position += 4;
    } else if (character === ")" || character === "|" || character === "}") {
      return refuse("stray-character", position);
    } else {
      add({ kind: "literal", text: character });
      position += 1;
    }
  }
  if (branches !== undefined) return refuse("unclosed-alternatives", opened);
  return { ok: true, pattern: { text, sequences: sequences.map(makeSequence) } };
}

function refuse(code: PatternError["code"], position: number): ParsedPattern {
  return { ok: false, error: { code, position } };
}

function parsePlaceholder(name: string): PatternElement | PatternError["code"] {
  if (name === "method") return { kind: "method" };
  const token = parseTokenName(name);
  if (token !== undefined) {
    return token.startsWith("First") ? "token-of-templates" : { kind: "token", token: tokenSymbol(token) };
  }
  const gap = /^\??(?:(\*)|(\d{1,4})(?:-(\d{1,4}))?)(?::([a-z]+))?$/.exec(name);
  if (gap === null) return "unknown-placeholder";
  const [, unbounded, shortest, longest, className = "any"] = gap;
  const gapClass = parseGapClass(className);
  if (gapClass === undefined) return "unknown-class";
  if (unbounded !== undefined) return { kind: "gap", min: 0, max: Number.POSITIVE_INFINITY, gapClass };
  const min = Number(shortest);
  const max = longest === undefined ? min : Number(longest);
  return min > max || max > MAX_GAP ? "bad-gap" : { kind: "gap", min, max, gapClass };
}
