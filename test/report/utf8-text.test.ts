import { expect, test } from "vitest";
import { utf8Text } from "../../core/report/utf8-text.ts";

test.each([
  ["", ""],
  ["plain, 100 %", "plain, 100 %"],
  ["line\nbreak \x1b[31m", "line\nbreak \x1b[31m"],
  ["M\xc3\xbcnchen \xf0\x9f\x93\x9e", "München 📞"],
  ["latin M\xfcnchen\n", "latin M\\xfcnchen\\x0a"],
  ["a lone surrogate \xed\xa0\x80", "a lone surrogate \\xed\\xa0\\x80"],
])("%j reads as %j", (bytes, text) => {
  expect(utf8Text(bytes)).toBe(text);
});
