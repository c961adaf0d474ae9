import fc from "fast-check";
import { expect, test } from "vitest";
import { followsHost } from "../../core/fingerprint/port-tokens.ts";
import { latin1Bytes } from "../../core/sip/latin1.ts";

/** The rule as it is told, on text. */
function followsHostInText(key: string, value: string, colon: number): boolean {
  let start = colon;
  if (value[colon - 1] === "]") start = value.lastIndexOf("[", colon);
  else while (start > 0 && /[0-9A-Za-z.\-_]/.test(value.charAt(start - 1))) start -= 1;
  if (start < 0 || start === colon) return false;
  const before = value.slice(0, start);
  if (before.endsWith("@") || /(?:^|[^0-9A-Za-z])sips?:$/i.test(before)) return true;
  return /^via(#|$)/.test(key) && /[ \t]$/.test(before);
}

const part = fc.constantFrom(
  "sip",
  "SIPS",
  "sips",
  ":",
  ":",
  "@",
  "[",
  "]",
  " ",
  "\t",
  "host",
  "a.b-c_d",
  "1",
  "\x1a",
  "é",
);
const value = fc.array(part, { maxLength: 8 }).map((parts) => `${parts.join("")}:5060`);
const key = fc.constantFrom("via", "via#2", "viaduct", "to", ":uri");

test("a port follows a host by the same rule in bytes as in text, wherever the value stands", () => {
  fc.assert(
    fc.property(key, value, fc.string({ maxLength: 4 }), (name, text, before) => {
      const colon = text.length - 5;
      const start = before.length;
      const bytes = latin1Bytes(`${before}${text}`);
      expect(followsHost(name, bytes, start, start + colon)).toBe(followsHostInText(name, text, colon));
    }),
    { numRuns: 5000 },
  );
});
