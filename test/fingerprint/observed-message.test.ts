import { describe, expect, test } from "vitest";
import type { ObservedMessage } from "../../core/fingerprint/observed-message.ts";
import { observedRequest } from "../builders/observed-request.ts";

const PACKET = { source: "203.0.113.9", destination: "192.0.2.10", sourcePort: 5071, destinationPort: 5060 };

function observe(lines: readonly string[], body = ""): ObservedMessage {
  const text = ["INVITE sip:x SIP/2.0", ...lines, "", body].join("\r\n");
  return observedRequest({ ...PACKET, text }, 1).message;
}

function keys(message: ObservedMessage): string[] {
  return message.fields.map(({ key }) => key);
}

describe("keys", () => {
  test("start line, fields and body lines in their order; repeats are numbered from 2", () => {
    const message = observe(["VIA: a", "f: b", "Via: c", "v: d"], "v=0\r\na=1\r\nm=x\r\na=2");
    const headers = ["via", "from", "via#2", "via#3"];
    expect(keys(message)).toEqual([":method", ":uri", ...headers, "sdp.v", "sdp.a", "sdp.m", "sdp.a#2"]);
    expect(message.headerOrder).toEqual(headers);
    expect(message.capped).toBe(false);
  });

  test("a name that looks like a repeat never takes the place of one", () => {
    const message = observe(["Via#2: a", "Via: b", "Via: c", "Via: d", "sdp.v: e"], "v=0");
    expect(keys(message)).toEqual([":method", ":uri", "via#2", "via", "via#3", "via#4", "sdp.v", "sdp.v#2"]);
  });
});

describe("limits", () => {
  const capped = (message: ObservedMessage) => [message.fields.length, message.headerOrder.length, message.capped];

  test("64 keys, start line and body lines included", () => {
    const names = (count: number) => ["From: a", ...Array.from({ length: count - 1 }, (_, i) => `x-${i}: a`)];
    expect(capped(observe(names(62)))).toEqual([64, 62, false]);
    expect(capped(observe(names(63)))).toEqual([64, 62, true]);
    expect(capped(observe(names(61), "v=0"))).toEqual([64, 61, false]);
    expect(capped(observe(names(61), "v=0\na=1"))).toEqual([64, 61, true]);
  });

  test("16 times the same name", () => {
    const same = (count: number) => Array.from({ length: count }, () => "Via: a");
    expect(capped(observe(same(16)))).toEqual([18, 16, false]);
    expect(keys(observe(same(16))).at(-1)).toBe("via#16");
    expect(capped(observe([...same(17), "To: b"]))).toEqual([19, 17, true]);
  });

  test("512 bytes of a value", () => {
    const value = (length: number) => observe([`From: ${"a".repeat(length)}`]);
    expect([value(512).fields[2]?.raw.length, value(512).capped]).toEqual([512, false]);
    expect([value(513).fields[2]?.raw.length, value(513).capped]).toEqual([512, true]);
    const uri = observedRequest({ ...PACKET, text: `INVITE ${"u".repeat(600)} SIP/2.0\r\nv: x\r\n\r\n` }, 1).message;
    expect([uri.fields[1]?.raw.length, uri.capped]).toEqual([512, true]);
  });

  test("the limit counts raw bytes: a token does not make room", () => {
    const { fields, capped: isCapped } = observe([`From: ${PACKET.destination}${"a".repeat(503)}`]);
    expect([fields[2]?.raw.length, fields[2]?.spans.length, isCapped]).toEqual([512, 1, true]);
  });
});

describe("tokens of a value do not depend on the message before", () => {
  const text = (body: string) =>
    [
      "OPTIONS sip:x SIP/2.0",
      "To: <sip:a@192.0.2.10:5060>",
      "Contact: <sip:b@203.0.113.9:5071>",
      "Content-Length: 4",
      "",
      body,
    ].join("\r\n");
  const spans = (message: ObservedMessage) => message.fields.map((field) => field.spans);
  const own = { ...PACKET, text: text("") };

  test("a length that is not that of the body any more", () => {
    const before = spans(observedRequest(own, 1).message);
    expect(before.at(-1)).toEqual([]);
    expect(spans(observedRequest({ ...own, text: text("body") }, 2).message).at(-1)).toHaveLength(1);
    expect(spans(observedRequest(own, 3).message)).toEqual(before);
  });

  test.each([{ destination: "192.0.2.11" }, { source: "192.0.2.10" }, { destinationPort: 5062 }, { sourcePort: 5060 }])(
    "another endpoint: %j",
    (change) => {
      const other = { ...own, ...change };
      const alone = spans(observedRequest(other, 1).message);
      observedRequest({ ...own, text: "OPTIONS sip:y SIP/2.0\r\nFrom: a\r\n\r\n" }, 2);
      const behind = [own, other, own].map((probe, index) => spans(observedRequest(probe, index + 3).message));
      expect(behind[1]).toEqual(alone);
      expect(behind[0]).toEqual(behind[2]);
      expect(behind[0]).not.toEqual(behind[1]);
    },
  );
});
