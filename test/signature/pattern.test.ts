import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TokenSpan } from "../../core/fingerprint/strand-view.ts";
import { tokenSymbol } from "../../core/fingerprint/symbols.ts";
import { escapeLiteral, type Pattern, parsePattern } from "../../core/signature/pattern.ts";
import { bindMethod } from "../../core/signature/sequence.ts";
import { readsValue } from "../../core/signature/value-match.ts";

function read(text: string): Pattern {
  const parsed = parsePattern(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.code}`);
  return parsed.pattern;
}

const NOT_EQUAL = { portsEqual: false, addressesEqual: false };

function matches(text: string, raw: string, spans: readonly TokenSpan[] = [], equality = NOT_EQUAL): boolean {
  return read(text).sequences.some((sequence) =>
    readsValue(bindMethod(sequence, "OPTIONS"), { key: "x", raw, spans }, equality),
  );
}

test.each([
  ["70", "70", true],
  ["70", "170", false],
  ["", "", true],
  ["{8:alpha}", "abcdEFGH", true],
  ["{8:alpha}", "abcdEFG1", false],
  ["{?8:alpha}", "abcdEFGH", true],
  ["{8}", "a b\x00\xff;{(", true],
  ["{1-10:dec}", "", false],
  ["{1-10:dec}", "0123456789", true],
  ["{1-10:dec}", "01234567890", false],
  ["{*:dec}", "", true],
  ["a{*:any}b{*:any}c", "abbbbcabbc", true],
  ["a{*:any}b{*:any}c", "abbbbcabbd", false],
  ["{*:hex}01{2-20:dechex}", "6435013031", true],
  ["{*:hex}01{2-20:dechex}", "643501303", false],
  ["{2-4:dechex}", "3031", true],
  ["{2-4:dechex}", "303a", false],
  ["{2-4:dechex}", "303132", false],
  ["(a|b)c", "bc", true],
  ['(|")Nessus(|")(| )<', '"Nessus" <', true],
  ['(|")Nessus(|")(| )<', "Nessus<", true],
  ["1 {method}", "1 OPTIONS", true],
  ["1 {method}", "1 INVITE", false],
  ["\\x28\\x7ba\\x7c\\x5c\\x7d\\x29", "({a|\\})", true],
  [" <sip:100@1.1.1.1> ", "<sip:100@1.1.1.1>", true],
  ["{*:phone}", "+441164", true],
  ["{29:date}", "Sat, 13 Nov 2010 23:29:00 GMT", true],
  ['"{*:name}"', '"a"b"', false],
])("%j reads %j: %s", (pattern, raw, expected) => expect(matches(pattern, raw)).toBe(expected));

test.each([
  ["a(b", "unclosed-alternatives", 1],
  ["a(b(c))", "nested-alternatives", 3],
  ["a)b", "stray-character", 1],
  ["a|b", "stray-character", 1],
  ["a}b", "stray-character", 1],
  ["ab{8:dec", "unclosed-placeholder", 2],
  ["{SourceHost}", "unknown-placeholder", 0],
  ["{FirstDestIP}", "token-of-templates", 0],
  ["{8:letters}", "unknown-class", 0],
  ["x{9-8:dec}", "bad-gap", 1],
  ["{9999:dec}", "bad-gap", 0],
  ["a\\n", "bad-escape", 1],
  ["a\\x4", "bad-escape", 1],
  ["a\u00e9", "not-ascii", 1],
  ["(a|b)".repeat(9), "too-many-sequences", 40],
  ["a".repeat(2049), "too-long", 2048],
])("%j is refused: %s at %i", (text, code, position) =>
  expect(parsePattern(text)).toEqual({ ok: false, error: { code, position } }),
);

describe("tokens", () => {
  const span = (start: number, end: number, name: "SourceIP" | "DestIP" | "SourcePort" | "DestPort") => ({
    start,
    end,
    token: tokenSymbol(name),
  });
  const raw = "sip:100@192.0.2.1:5060";
  const spans = [span(8, 17, "SourceIP"), span(18, 22, "SourcePort")];

  test("match their spans, and nothing that merely looks alike", () => {
    expect(matches("sip:100@{SourceIP}:{SourcePort}", raw, spans)).toBe(true);
    expect(matches("sip:100@{DestIP}:{SourcePort}", raw, spans)).toBe(false);
    expect(matches("sip:100@{SourceIP}:{SourcePort}", raw, [])).toBe(false);
    expect(matches("{SourceIP}", "{SourceIP}", [])).toBe(false);
  });

  test("do not hide the bytes they stand for from literals and gaps", () => {
    expect(matches("sip:100@192.0.2.1:5060", raw, spans)).toBe(true);
    expect(matches("sip:100@{*:any}:{1-5:dec}", raw, spans)).toBe(true);
  });

  test("stand for each other where ports or addresses are equal", () => {
    const pattern = "sip:100@{SourceIP}:{DestPort}";
    expect(matches(pattern, raw, spans)).toBe(false);
    expect(matches(pattern, raw, spans, { portsEqual: true, addressesEqual: false })).toBe(true);
    expect(matches("sip:100@{DestIP}:{SourcePort}", raw, spans, { portsEqual: false, addressesEqual: true })).toBe(
      true,
    );
  });
});

const SOURCE = "{SourceIP}";
const letters = fc.string({ unit: fc.constantFrom("a", "b", "1", "3", ";"), maxLength: 14 });
const elementText = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "b", "1", "3", ";"), minLength: 1, maxLength: 3 }),
  fc
    .tuple(fc.nat(3), fc.nat(4), fc.constantFrom("dec", "alpha", "alnum", "any"))
    .map(([min, more, name]) => `{${min}-${min + more}:${name}}`),
  fc.constantFrom(
    "{*:dec}",
    "{*:alpha}",
    "{*:any}",
    "{2:any}",
    "(a|)",
    "(1|ab|;)",
    "{*:dechex}",
    "{2-4:dechex}",
    "{2:dechex}",
    SOURCE,
  ),
);

/** A semicolon is the packet's own source address. */
const spansOf = (value: string) =>
  Array.from(value.matchAll(/;/g), ({ index }) => ({ start: index, end: index + 1, token: tokenSymbol("SourceIP") }));

/** The same pattern as a regular expression: slow in the worst case, but obviously right. */
function asRegExp(pattern: string): RegExp {
  const classes: Record<string, string> = { dec: "[0-9]", alpha: "[a-zA-Z]", alnum: "[0-9a-zA-Z]", any: "[^\u0100]" };
  const source = pattern
    .replaceAll(SOURCE, ";")
    .replace(/\{(?:(\*)|(\d)(?:-(\d))?):dechex\}/g, (_, any?: string, least?: string, most = least) =>
      any === undefined ? `(3[0-9]){${Math.ceil(Number(least) / 2)},${Math.floor(Number(most) / 2)}}` : "(3[0-9])*",
    )
    .replace(/\{(\*|\d+(?:-\d+)?):([a-z]+)\}/g, (_, length: string, name: string) => {
      const count = length === "*" ? "*" : `{${length.replace("-", ",")}}`;
      return `${classes[name]}${count}`;
    })
    .replace(/\(/g, "(?:");
  return new RegExp(`^${source}$`, "s");
}

test("agrees with regular expressions on random patterns and values", () => {
  fc.assert(
    fc.property(fc.array(elementText, { maxLength: 5 }), letters, (elements, value) => {
      const pattern = elements.join("");
      expect(matches(pattern, value, spansOf(value))).toBe(asRegExp(pattern).test(value));
    }),
    { numRuns: 3000 },
  );
});

test("any bytes survive as an escaped literal", () => {
  const bytes = fc.string({
    unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
    maxLength: 40,
  });
  fc.assert(
    fc.property(bytes, (text) => {
      const trimmed = text.replace(/^[ \t]+|[ \t]+$/g, "");
      expect(matches(escapeLiteral(trimmed), trimmed)).toBe(true);
    }),
  );
});

test("a pattern made to explode a backtracking matcher runs at once", () => {
  const pattern = `${"{*:any}a".repeat(120)}b`;
  const before = performance.now();
  expect(matches(pattern, "a".repeat(512))).toBe(false);
  expect(performance.now() - before).toBeLessThan(500);
});
