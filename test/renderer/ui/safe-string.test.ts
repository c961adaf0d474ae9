import { expect, test } from "vitest";
import { cutText, LONGEST, safeString, textPieces } from "../../../renderer/ui/safe-string.ts";

test.each([
  ["plain text", "OPTIONS sip:100@192.0.2.1", [["OPTIONS sip:100@192.0.2.1", false]]],
  [
    "a control",
    "a\u0000b",
    [
      ["a", false],
      ["\\x00", true],
      ["b", false],
    ],
  ],
  [
    "a line end",
    "a\r\n",
    [
      ["a", false],
      ["\\x0d", true],
      ["\\x0a", true],
    ],
  ],
  ["a C1 control", "\u009b", [["\\x9b", true]]],
  [
    "a mark of direction",
    "abc\u202ecba",
    [
      ["abc", false],
      ["\\u{202e}", true],
      ["cba", false],
    ],
  ],
  [
    "nothing to see",
    "a\u200bb",
    [
      ["a", false],
      ["\\u{200b}", true],
      ["b", false],
    ],
  ],
  ["a line separator", "\u2028", [["\\u{2028}", true]]],
  [
    "half a character",
    "\ud83d!",
    [
      ["\\u{d83d}", true],
      ["!", false],
    ],
  ],
  ["a whole character of two halves", "☎\u{1f4de}", [["☎\u{1f4de}", false]]],
  ["markup, which stays text", "<img src=x>", [["<img src=x>", false]]],
  ["nothing", "", []],
])("pieces of %s", (_name, text, expected) => {
  expect(textPieces(text).map(({ text: piece, unsafe }) => [piece, unsafe])).toEqual(expected);
});

test.each([
  ["short text is whole", "abc", 3, { shown: "abc", hidden: 0 }],
  ["long text is cut", "abcd", 3, { shown: "abc", hidden: 1 }],
  ["no character is halved", "ab\u{1f4de}c", 3, { shown: "ab", hidden: 3 }],
])("%s", (_name, text, longest, expected) => expect(cutText(text, longest)).toEqual(expected));

test("a string for titles is cut, made visible, and says that it was cut", () => {
  expect(safeString("a\u202eb")).toBe("a\\u{202e}b");
  expect(safeString("x".repeat(300))).toBe(`${"x".repeat(256)}…`);
  expect(safeString("x".repeat(300), LONGEST)).toBe("x".repeat(300));
});
