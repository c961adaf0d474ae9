import { ONE_LETTER_NAMES } from "../../sip/header-names.ts";
import type { LineTest, PacketRule } from "../rule/packet-rule.ts";
import { BRACKETS, type Piece, type ValueShape } from "../rule/value-shape.ts";

/**
 * Regular expressions over a payload, in what PCRE, Zeek, YARA and RE2 have in common: letters and digits, `\xNN` for
 * every other byte, brackets, counts, alternatives. No flag is needed, and no backreference is made.
 */
export interface RegexDialect {
  /** How a group opens that nobody asks for afterwards. */
  readonly group: "(?:" | "(";
  /** What holds at the very end of the payload only; empty where nothing does. */
  readonly end: "$" | "";
}

const BLANKS = "[\\x09\\x20]*";
const LINE_END = "[\\x0a\\x0d]";

/** Bytes (latin-1) as they are. */
export function regexText(bytes: string): string {
  return bytes.replace(/[^A-Za-z0-9]/g, (byte) => `\\x${hexByte(byte)}`);
}

/** Two lower-case hexadecimal digits of a byte. */
export function hexByte(byte: string): string {
  return byte.charCodeAt(0).toString(16).padStart(2, "0");
}

/** A value of this shape. */
export function regexShape(shape: ValueShape, dialect: RegexDialect): string {
  return alternatives(
    shape.map((pieces) => pieces.flatMap((piece) => atomsOf(piece, dialect))),
    dialect,
  );
}

/** A line of the message as a rule asks for it, from the end of the line before it to its own. */
export function regexLine({ names, isSdp, shape }: LineTest, dialect: RegexDialect): string {
  const name = isSdp ? `${regexText(names[0] as string)}\\x3d` : `${regexNames(names, dialect)}${BLANKS}\\x3a`;
  return `${LINE_END}${name}${BLANKS}${regexShape(shape, dialect)}${BLANKS}${endOfLine(dialect)}`;
}

/** A header line of one of these names, whatever its value. */
export function regexHeader(names: readonly string[], dialect: RegexDialect): string {
  return `${LINE_END}${regexNames(names, dialect)}${BLANKS}\\x3a`;
}

/** A header line with any one-letter name. */
export function regexOneLetterHeader(dialect: RegexDialect): string {
  return regexHeader(ONE_LETTER_NAMES, dialect);
}

/** The request line, from the first byte of the payload on; the caller anchors it there. */
export function regexRequestLine({ methods, uri }: PacketRule, dialect: RegexDialect): string {
  const method =
    methods === null
      ? "[0-9A-Za-z\\x21\\x25\\x27\\x2a\\x2b\\x2d\\x2e\\x5f\\x60\\x7e]{1,32}"
      : alternatives(
          methods.map((name) => [...name].map(regexText)),
          dialect,
        );
  const target = uri === null ? "[^\\x0a\\x0d]+" : regexShape(uri, dialect);
  return `${LINE_END}*${method}[\\x09\\x20]+${target}[\\x09\\x20]+SIP\\x2f[0-9]`;
}

function regexNames(names: readonly string[], dialect: RegexDialect): string {
  return alternatives(
    names.map((name) => [...name].map(anyCase)),
    dialect,
  );
}

function anyCase(letter: string): string {
  return /[a-z]/.test(letter) ? `[${letter.toUpperCase()}${letter}]` : regexText(letter);
}

function endOfLine({ group, end }: RegexDialect): string {
  // Some scanners send NUL bytes behind the message.
  return end === "" ? LINE_END : `${group}${LINE_END}|\\x00*${end})`;
}

/** What cannot be split: a byte, or a run with its count. */
function atomsOf(piece: Piece, { group }: RegexDialect): string[] {
  if (piece.kind === "text") return [...piece.text].map(regexText);
  const unit = piece.set === "pair" ? `${group}3[0-9])` : BRACKETS[piece.set];
  const count = countOf(piece.min, piece.max);
  return count === "{0}" ? [] : [`${unit}${count}`];
}

function countOf(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? "*" : min === 1 ? "+" : `{${min},}`;
  if (min === max) return min === 1 ? "" : `{${min}}`;
  return min === 0 && max === 1 ? "?" : `{${min},${max}}`;
}

/** One of these rows of atoms; what they begin and end with alike stands once. */
function alternatives(rows: readonly (readonly string[])[], dialect: RegexDialect): string {
  const distinct = [...new Map(rows.map((row) => [row.join("\u0000"), row])).values()];
  const [first = [], ...others] = distinct;
  if (others.length === 0) return first.join("");
  const shortest = Math.min(...distinct.map((row) => row.length));
  let start = 0;
  while (start < shortest && others.every((row) => row[start] === first[start])) start += 1;
  let end = 0;
  while (end < shortest - start && others.every((row) => row.at(-1 - end) === first.at(-1 - end))) end += 1;
  const middles = distinct.map((row) => row.slice(start, row.length - end));
  const byFirst = new Map<string, (readonly string[])[]>();
  for (const middle of middles) {
    const key = middle[0] ?? "";
    byFirst.set(key, [...(byFirst.get(key) ?? []), middle]);
  }
  const branches = [...byFirst.values()].map((group) => alternatives(group, dialect));
  const isOptional = branches.includes("");
  const filled = branches.filter((branch) => branch !== "");
  const inner = `${dialect.group}${filled.join("|")})${isOptional ? "?" : ""}`;
  return `${first.slice(0, start).join("")}${inner}${end === 0 ? "" : first.slice(-end).join("")}`;
}
