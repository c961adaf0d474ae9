import fc from "fast-check";
import { expect, test } from "vitest";
import { inspectedMessageSchema } from "../../core/contract/packet-table.ts";
import { inspectMessage } from "../../core/report/inspect-message.ts";
import { readSipMessage } from "../../core/sip/read-message.ts";
import { readMessageCases } from "../builders/message-cases.ts";
import { arbitraryDamage } from "../builders/mutate.ts";

const CASES = [...readMessageCases("sip-messages.md"), ...readMessageCases("sip-torture.md")];

/** The parts of a payload; null where it is no request. */
function partsOf(payload: string, missingBytes = 0) {
  const reading = readSipMessage(payload, missingBytes);
  return reading.kind === "request" ? inspectedMessageSchema.parse(inspectMessage(reading, payload)) : null;
}

test("start line, fields and body have their places, spelling and order", () => {
  const payload = "OPTIONS sip:a@b SIP/2.0\r\nv: one\r\nX :\t two \r\nContent-Length: 4\r\n\r\nbodyREST";
  const { parts, anomalies } = partsOf(`\r\n${payload}`) ?? { parts: [], anomalies: [] };
  expect(parts.map(({ start, end }) => `\r\n${payload}`.slice(start, end))).toEqual([
    "OPTIONS sip:a@b SIP/2.0",
    "v: one",
    "X :\t two",
    "Content-Length: 4",
    "bodyREST",
  ]);
  expect(parts.map(({ kind, name, value }) => [kind, name, value])).toEqual([
    ["start-line", "", "OPTIONS sip:a@b SIP/2.0"],
    ["field", "v", "one"],
    ["field", "X", "two"],
    ["field", "Content-Length", "4"],
    ["body", "", ""],
  ]);
  expect(anomalies.map(({ offset }) => offset)).toEqual(anomalies.map(({ offset }) => offset).sort((a, b) => a - b));
  expect(anomalies).toContainEqual({ kind: "leading-line-break", offset: 0 });
  expect(anomalies).toContainEqual({ kind: "extra-bytes", offset: payload.indexOf("REST") + 2 });
});

test("a folded field reaches to the end of its last line", () => {
  const payload = "OPTIONS sip:a@b SIP/2.0\r\nVia: one,\r\n two,\r\n\tthree\r\nFrom: x\r\n\r\n";
  const [, via] = partsOf(payload)?.parts ?? [];
  expect(payload.slice(via?.start, via?.end)).toBe("Via: one,\r\n two,\r\n\tthree");
  expect(via?.value).toBe("one, two, three");
});

test("parts never overlap, stay inside the payload, and hold what they name, whatever is damaged", () => {
  const payloads = CASES.map(({ payload }) => payload);
  fc.assert(
    fc.property(fc.constantFrom(...payloads), fc.option(arbitraryDamage), fc.nat(3), (payload, damage, missing) => {
      const damaged = damage === null ? payload : damage(payload);
      const inspected = partsOf(damaged, missing);
      let end = 0;
      for (const part of inspected?.parts ?? []) {
        expect(part.start).toBeGreaterThanOrEqual(end);
        expect(part.end).toBeGreaterThanOrEqual(part.start);
        end = part.end;
        if (part.kind === "field") expect(damaged.startsWith(part.name, part.start)).toBe(true);
      }
      expect(end).toBeLessThanOrEqual(damaged.length);
    }),
    { numRuns: 3000 },
  );
});

test("of very many fields the first are listed and the others counted", () => {
  const payload = `OPTIONS sip:a@b SIP/2.0\r\n${"Via: x\r\n".repeat(2000)}\r\n`;
  expect(partsOf(payload)).toMatchObject({ partsLeft: 1501 });
});
