import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { SIP_ANOMALY_KINDS } from "../../core/sip/message.ts";
import { readSipMessage } from "../../core/sip/read-message.ts";
import { readMessageCases } from "../builders/message-cases.ts";
import { describeReading } from "./describe-reading.ts";
import { expectConsistentCut } from "./expect-reading.ts";

const CASES = [...readMessageCases("sip-messages.md"), ...readMessageCases("sip-torture.md")];

test.each(CASES)("$title", ({ payload, missingBytes, reading }) => {
  expect(describeReading(readSipMessage(payload, missingBytes))).toEqual(reading);
});

test("every kind of anomaly has a case", () => {
  const shown = CASES.flatMap(({ reading }) => reading ?? []).map((line) => /^anomaly (\S+)/.exec(line)?.[1]);
  expect(SIP_ANOMALY_KINDS.filter((kind) => !shown.includes(kind))).toEqual([]);
});

test("the report's schema names every kind of anomaly", () => {
  const schema = JSON.parse(
    readFileSync(new URL("../../resources/schemas/report.schema.json", import.meta.url), "utf8"),
  );
  expect(schema.$defs.strand.properties.anomalies.propertyNames.enum).toEqual(SIP_ANOMALY_KINDS);
});

test("a field's offset is where its name stands in the payload", () => {
  const payload = "\r\nOPTIONS sip:x SIP/2.0\r\n \tTo: d\r\nVia: a\r\n b\r\nFrom : c\r\n\r\n";
  const request = readSipMessage(payload, 0);
  const fields = request.kind === "request" ? request.fields : [];
  expect(fields.map(({ rawName, offset }) => payload.startsWith(rawName, offset))).toEqual([true, true, true]);
});

/** Pieces of messages, so that random texts get past the start line and into every corner behind it. */
const piece = fc.oneof(
  fc.constantFrom("\r\n", "\n", "\r", " ", "\t", ":", "\0", "v: a", "Via: b", "From: c", "l: 3", "Content-Length: 2"),
  fc.constantFrom("OPTIONS sip:x SIP/2.0", "SIP/2.0 200 OK", "INVITE  sip:y SIP/2.0 ", "v=0", "a=b", "\r\n\r\n"),
  fc.string({ unit: "binary", maxLength: 5 }).map((text) => text.replace(/[^\0-\xff]/g, "\xff")),
);
const wire = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(""));

test("random bytes and random pieces of messages never make it throw, and every offset lies in the payload", () => {
  const bytes = fc.uint8Array({ maxLength: 300 }).map((octets) => String.fromCharCode(...octets));
  fc.assert(
    fc.property(fc.oneof(bytes, wire), fc.nat(3), (payload, missingBytes) => {
      const reading = readSipMessage(payload, missingBytes);
      if (reading.kind !== "request") return;
      for (const { offset } of [...reading.fields, ...reading.anomalies]) {
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThanOrEqual(payload.length);
      }
      const kinds = reading.anomalies.map(({ kind }) => kind);
      expect(new Set(kinds).size).toBe(kinds.length);
    }),
    { numRuns: 2000 },
  );
});

test.each(CASES.filter(({ missingBytes }) => missingBytes === 0))(
  "cut at every byte, it is the same or undecided: $title",
  ({ payload }) => {
    const whole = readSipMessage(payload, 0);
    for (let stored = 0; stored < payload.length; stored += 1) {
      expectConsistentCut(readSipMessage(payload.slice(0, stored), payload.length - stored), whole);
    }
  },
);

const START = "OPTIONS sip:x SIP/2.0\r\nVia: a\r\n";
const fill = (unit: (index: number) => string) => {
  let text = START;
  for (let i = 0; text.length < 65_535; i += 1) text += unit(i);
  return text.slice(0, 65_535);
};

/** A reader that goes over the rest of the message once per line or byte needs seconds for these, a linear one none. */
test.each([
  ["folded lines", fill(() => " \r\n")],
  ["folded lines with content", fill(() => "\r\n a")],
  ["different names", fill((i) => `h${i}:\r\n`)],
  ["lines without a colon", fill(() => "x\r\n")],
  ["one name over and over", fill(() => "v:\r\n")],
  ["line feeds behind the fields", fill((i) => (i === 0 ? "\r\n" : "\n"))],
  ["carriage returns", fill((i) => (i === 0 ? "\r\n" : "\r"))],
  ["lines that end with CR", fill(() => "v:\r").replaceAll("\n", "")],
  ["one long name", fill(() => "x")],
  ["one long value of blanks", fill((i) => (i === 0 ? "To:" : " "))],
  ["a body of SDP lines", fill((i) => (i === 0 ? "\r\nv=0\n" : "a=\n"))],
  ["blanks in the start line", `OPTIONS sip:x${" ".repeat(65_000)}SIP/2.0\r\nVia: a\r\n\r\n`],
  ["a start line of blanks", " ".repeat(65_535)],
  ["a cut start line of words", "a ".repeat(32_767)],
  ["line breaks before the start line", "\r\n".repeat(32_767)],
  ["NUL bytes", `${START}\r\n${"\0".repeat(65_000)}x`],
])("65,535 bytes of %s take no more work than their length", (_name, payload) => {
  for (const missingBytes of [0, 1]) {
    const start = process.cpuUsage();
    readSipMessage(payload, missingBytes);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(400);
  }
});
