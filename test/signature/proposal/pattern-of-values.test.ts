import fc from "fast-check";
import { expect, test } from "vitest";
import type { KeyState } from "../../../core/fingerprint/key-state.ts";
import { parsePattern } from "../../../core/signature/pattern.ts";
import { patternOfValues } from "../../../core/signature/proposal/pattern-of-values.ts";
import { foldInOrder } from "../../builders/fold-requests.ts";
import { observedRequest } from "../../builders/observed-request.ts";
import { Random } from "../../generator/random.ts";

/** The pattern for these values of a header field, one a message. */
function patternOf(values: readonly string[], key = "x-value"): string {
  const requests = values.map((value, index) => {
    const text = `OPTIONS sip:a@b SIP/2.0\r\nCall-ID: ${index}\r\n${key}: ${value}\r\n\r\n`;
    const ends = { source: "192.0.2.7", sourcePort: 5070, destinationPort: 5060 };
    return observedRequest({ text, ...ends, destination: `198.51.100.${(index % 250) + 1}` }, index + 1);
  });
  return patternOfValues(key, foldInOrder(requests).keys.get(key) as KeyState, values.length);
}

/** So many values, each from its number. */
function many(count: number, write: (index: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => write(index));
}

/** Symbols that look drawn, the same each time. */
function drawn(index: number, length: number, alphabet = "0123456789"): string {
  const random = new Random(`value ${index}`);
  return Array.from({ length }, () => random.pick([...alphabet])).join("");
}

const HEX = "0123456789abcdef";

test.each([
  ["a constant", ["friendly-scanner", "friendly-scanner"], "friendly-scanner"],
  ["what the notation would read otherwise", ["a{b}(c|d)\\"], "a\\x7bb\\x7d\\x28c\\x7cd\\x29\\x5c"],
  ["tokens", ["<sip:a@192.0.2.7:5070>", "<sip:a@192.0.2.7:5070>"], "<sip:a@{SourceIP}:{SourcePort}>"],
  ["numbers of one length, many", many(64, (index) => `n=${drawn(index, 8)}`), "n={8:dec}"],
  [
    "numbers of one length, fewer: a leading zero may have been lost",
    many(20, (index) => `n=${drawn(index, 8)}`),
    "n={6-8:dec}",
  ],
  ["hexadecimal words, many", many(64, (index) => `n=${drawn(index, 16, HEX)}`), "n={16:hex}"],
  [
    "numbers of several lengths may be shorter",
    many(40, (index) => `n=${drawn(index, 8 + (index % 3))}`),
    "n={1-10:dec}",
  ],
  ["few numbers may be longer, too", many(6, (index) => `n=${drawn(index, 8 + (index % 2))}`), "n={1-11:dec}"],
  [
    "words of several lengths have any",
    many(40, (index) => `n=${drawn(index, 5 + (index % 3), "ghijkl")}`),
    "n={*:alpha}",
  ],
  ["hardly anything seen: no class is believed", ["n=1", "n=2"], "n={*:alnum}"],
  ["an accident beside a gap", ["n=a1f9", "n=a20c"], "n={*:alnum}"],
  ["no accident: a cookie", many(6, (index) => `z9hG4bK${drawn(index, 9, HEX)}`), "z9hG4bK{7-9:hex}"],
  ["the leading digits of a clock", many(30, (index) => `n=15779${10_000 + index * 37}`), "n={8-10:dec}"],
  [
    "marks between gaps stay",
    many(64, (index) => `${drawn(index, 4, HEX)}-${drawn(index + 100, 4, HEX)}`),
    "{4:hex}-{4:hex}",
  ],
  ["nothing in common", ["abc", "-?", "(9)"], "{*:any}"],
])("%s", (_name, values, expected) => {
  expect(patternOf(values)).toBe(expected);
});

test("a date is a date", () => {
  const dates = many(9, (index) => `Mon, 0${index + 1} Feb 2020 10:11:1${index} GMT`);
  expect(patternOf(dates, "date")).toBe("{29:date}");
  expect(patternOf(dates, "x-date")).not.toContain("date");
});

test("the first target, which each run names anew, is left open", () => {
  expect(patternOf(many(5, () => "<sip:198.51.100.1>"))).toBe("<sip:{*:any}>");
});

test("whatever the values are, the pattern can be read", () => {
  const value = fc.string({
    unit: fc.integer({ min: 32, max: 255 }).map((code) => String.fromCharCode(code)),
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), (values) => {
      expect(parsePattern(patternOf(values.map((text) => `v${text}`))).ok).toBe(true);
    }),
  );
});
