import fc from "fast-check";
import { expect, test } from "vitest";
import {
  hasEmptyLine,
  messageOfText,
  portOfText,
  textOfMessage,
} from "../../../../renderer/features/signatures/example-text.ts";

test("whatever the bytes of a message, its text gives the same lines again, and is printable", () => {
  const line = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) });
  const lines = fc.array(
    line.filter((text) => !text.includes("\r\n")),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(lines, (message) => {
      const text = textOfMessage({ message });
      expect(messageOfText(text)).toEqual(message);
      expect(text).toMatch(/^[ -~\n]*$/);
    }),
  );
});

test.each([
  ["pasted with CR LF", "OPTIONS sip:a SIP/2.0\r\nVia: x\r\n\r\n", ["OPTIONS sip:a SIP/2.0", "Via: x", "", ""]],
  ["a byte", "From: \\xff\\x5c", ["From: \xff\\"]],
  ["a backslash that writes no byte", "From: \\d \\xg0", ["From: \\d \\xg0"]],
  ["letters that are no byte, in UTF-8", "From: ü €", ["From: \xc3\xbc \xe2\x82\xac"]],
  ["a tab stays one byte", "\tx", ["\tx"]],
  ["nothing", "", [""]],
])("a message as it is typed: %s", (_name, text, message) => {
  expect(messageOfText(text)).toEqual(message);
});

test.each([
  [["OPTIONS", "Via: x", "", ""], true],
  [["INVITE", "Via: x", "", "v=0", ""], true],
  [["OPTIONS", "Via: x", ""], false],
  [["OPTIONS", "Via: x"], false],
])("the empty line behind the header of %j: %s", (message, expected) => {
  expect(hasEmptyLine({ message })).toBe(expected);
});

test.each([
  ["5060", 5060],
  ["0", 0],
  ["", -1],
  ["5060 ", -1],
  ["-5", -1],
  ["123456", -1],
])("the port %j is %s", (text, port) => {
  expect(portOfText(text)).toBe(port);
});
