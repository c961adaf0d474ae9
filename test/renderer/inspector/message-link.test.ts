import { expect, test } from "vitest";
import { inspectMessage } from "../../../core/report/inspect-message.ts";
import { readSipMessage } from "../../../core/sip/read-message.ts";
import { byteOf, describeByte, markOf, partAt, shifted } from "../../../renderer/features/inspector/message-link.ts";

const PAYLOAD = "OPTIONS sip:a@b SIP/2.0\r\nVia: one\r\nFrom: x";

function packet() {
  const reading = readSipMessage(PAYLOAD, 0);
  if (reading.kind !== "request") throw new Error("this is a request");
  return { payload: PAYLOAD, ...inspectMessage(reading, PAYLOAD) };
}

test("a byte marks the part it is in, the ends of lines mark none", () => {
  const { parts } = packet();
  expect([0, 22, 23, 24, 25, 32, 33].map((offset) => partAt(parts, offset))).toEqual([0, 0, null, null, 1, 1, null]);
  expect(markOf(packet(), { cursor: 27, anomaly: null })).toEqual({ start: 25, end: 33 });
  expect(markOf(packet(), { cursor: 24, anomaly: null })).toBe(null);
  expect(markOf(packet(), { cursor: -3, anomaly: null })).toBe(null);
  expect(shifted({ start: 25, end: 33 }, 42)).toEqual({ start: 67, end: 75 });
});

test("an anomaly marks the byte where it was seen; what is missing at the end marks the last one", () => {
  const shown = packet();
  const index = shown.anomalies.findIndex(({ kind }) => kind === "missing-empty-line");
  expect(shown.anomalies[index]?.offset).toBe(PAYLOAD.length);
  expect(markOf(shown, { cursor: 0, anomaly: index })).toEqual({ start: PAYLOAD.length - 1, end: PAYLOAD.length });
  expect(byteOf(3, 0)).toEqual({ start: 0, end: 1 });
});

test("a byte is told by place, value and part", () => {
  expect(describeByte(packet(), 25)).toBe("Byte 25 (0x19) is 0x56, in Via");
  expect(describeByte(packet(), 0)).toBe("Byte 0 (0x0) is 0x4f, in the start line");
  expect(describeByte(packet(), 24)).toBe("Byte 24 (0x18) is 0x0a, between the parts");
  expect(describeByte(packet(), -42)).toBe("42 bytes before the SIP message, in the headers of the packet");
});
