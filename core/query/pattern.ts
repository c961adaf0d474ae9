import { RE2JS, RE2JSException } from "re2js";

/** Longest pattern, in code units. */
const LONGEST_PATTERN = 500;

/**
 * How large RE2 may grow a pattern: it refuses what takes more than about 131,000 instructions (8 MB). A step of ours
 * stands for up to twelve of its own, and for up to four of each character that a bracket lists.
 */
const LARGEST_PROGRAM = 100_000;
const BRACKETS = /\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*/gs;

/** A pattern that may be used, or why not. */
export type CompiledPattern =
  | { readonly ok: true; readonly test: (text: string) => boolean }
  | { readonly ok: false; readonly message: string };

/**
 * Compiles a regular expression in RE2's syntax, which finds a match anywhere in time linear in the text; `.` is no line
 * feed, `^` and `$` are the ends of the text, case counts unless `(?i)` says otherwise. Unicode classes such as `\pL` are
 * left out: the two engines that run a filter know different editions of Unicode.
 */
export function compilePattern(pattern: string): CompiledPattern {
  if (pattern.length > LONGEST_PATTERN) {
    return { ok: false, message: `The pattern has ${pattern.length} characters; ${LONGEST_PATTERN} are possible.` };
  }
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.DISABLE_UNICODE_GROUPS);
    const widest = Math.max(0, ...Array.from(pattern.matchAll(BRACKETS), ([bracket]) => bracket.length));
    if (compiled.programSize() * (12 + 4 * widest) > LARGEST_PROGRAM) {
      return { ok: false, message: "The pattern repeats too much; use smaller counts in { }." };
    }
    return { ok: true, test: (text) => compiled.test(text) };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    if (/invalid escape sequence: `\\p/i.test(error.message)) {
      return { ok: false, message: "Unicode classes such as \\pL are not available; list the characters in [ ]." };
    }
    const reason = error.message.replace(/^error parsing regexp: /, "");
    return { ok: false, message: `The pattern is no regular expression of RE2: ${reason}.` };
  }
}
