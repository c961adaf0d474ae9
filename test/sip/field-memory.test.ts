import fc from "fast-check";
import { expect, test } from "vitest";
import { Latin1Text, latin1Bytes } from "../../core/sip/latin1.ts";
import type { SipReading } from "../../core/sip/message.ts";
import { FieldMemory, readSipMessage, readSipPayload } from "../../core/sip/read-message.ts";

/** Lines that repeat, begin alike, or look alike and are read otherwise. */
const line = fc.constantFrom(
  "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-1",
  "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-22",
  "v: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-1",
  'From: "a" <sip:a@x>',
  'From: "a <sip:a@x>',
  "From: b ",
  "From:  b",
  "From: c",
  "From: \t c",
  "From:",
  "CSeq: 1 OPTIONS",
  "CSeq : 1 OPTIONS",
  "CSeq: 1 INVITE",
  " folded",
  "Content-Length: 0",
  "Content-Length: 3",
  "Content-Lnegth: 0",
  "To: \x80",
  "To: a\0",
  "To: a\rb",
  `To: ${"x".repeat(1030)}`,
  "no colon",
  ": no name",
);
const message = fc
  .record({
    start: fc.constantFrom(
      "OPTIONS sip:a@b SIP/2.0",
      "INVITE sip:a@b SIP/2.0",
      "OPTIONS  sip:a SIP/2.0",
      "options tel:1 SIP/2.0",
    ),
    lines: fc.array(fc.tuple(line, fc.constantFrom("\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r")), {
      maxLength: 6,
    }),
    rest: fc.constantFrom("\r\n", "\r\nabc", "", "\r", "\r\n\0"),
    missingBytes: fc.constantFrom(0, 0, 0, 5),
  })
  .map(({ start, lines, rest, missingBytes }) => ({
    text: `${start}\r\n${lines.map((parts) => parts.join("")).join("")}${rest}`,
    missingBytes,
  }));

/** What was read, but for the places of fields, which are those of an earlier message where a field repeats. */
function contentOf(reading: SipReading): object {
  if (reading.kind !== "request") return reading;
  const { method, uri, sdp, bodyLength, anomalies, cut, methodOffset, uriOffset } = reading;
  const fields = reading.fields.map(({ rawName, name, value }) => ({ rawName, name, value }));
  const kinds = anomalies.map(({ kind }) => kind);
  return { method, uri, sdp, bodyLength, kinds, cut, methodOffset, uriOffset, fields };
}

test("a message is read alike whatever was read before it", () => {
  fc.assert(
    fc.property(fc.array(message, { minLength: 2, maxLength: 6 }), (messages) => {
      const memory = new FieldMemory();
      for (const { text, missingBytes } of messages) {
        const payload = new Latin1Text(latin1Bytes(text), () => text);
        expect(contentOf(readSipPayload(payload, missingBytes, memory))).toEqual(
          contentOf(readSipMessage(text, missingBytes)),
        );
      }
    }),
    { numRuns: 1000 },
  );
});

test("a field that repeats is the same object, and one that does not is not", () => {
  const memory = new FieldMemory();
  const read = (branch: string) => {
    const text = `OPTIONS sip:a SIP/2.0\r\nVia: b;branch=${branch}\r\nTo: c\r\n\r\n`;
    const reading = readSipPayload(new Latin1Text(latin1Bytes(text), () => text), 0, memory);
    return reading.kind === "request" ? reading.fields : [];
  };
  const [first, second] = [read("1"), read("22")];
  expect([second[0] === first[0], second[1] === first[1]]).toEqual([false, true]);
});
