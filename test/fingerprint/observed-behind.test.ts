import fc from "fast-check";
import { expect, test } from "vitest";
import { awaitedFields } from "../../core/fingerprint/awaited-field.ts";
import { type ObservedMessage, observeMessage } from "../../core/fingerprint/observed-message.ts";
import type { IpAddress } from "../../core/net/address.ts";
import { Latin1Text, latin1Bytes } from "../../core/sip/latin1.ts";
import type { SipReading } from "../../core/sip/message.ts";
import { FieldMemory, readSipMessage, readSipPayload } from "../../core/sip/read-message.ts";
import { addressOf } from "../builders/observed-request.ts";

const IPV4 = [0xc0000201, 0xc0000210, 0xcb007105];
const IPV6 = ["2001:db8::a", "2001:db8::b"].map(addressOf);
const endpoints = fc.oneof(...[IPV4, IPV6].map(endpointsAmong));

function endpointsAmong(addresses: readonly IpAddress[]) {
  return fc.record({
    source: fc.constantFrom(...addresses),
    destination: fc.constantFrom(...addresses),
    sourcePort: fc.constantFrom(5060, 5061),
    destinationPort: fc.constantFrom(5060, 5062),
  });
}

const line = fc.constantFrom(
  "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-1",
  "Via: SIP/2.0/UDP 192.0.2.1:5061;branch=z9hG4bK-2",
  "To: <sip:a@192.0.2.16:5060>",
  "To: <sip:a@203.0.113.5>",
  "To: <sip:[2001:db8::a]>",
  "From: <sip:b@203.0.113.9:5062>;tag=63303030303231303133633401",
  "Contact: <sip:c0000201@3221225985>",
  "Contact: <sip:1@16.2.0.192>",
  "Contact: <sip:[2001:db8::b]:5060>",
  "Content-Length: 0",
  "Content-Length: 3",
  `Subject: ${"192.0.2.1 ".repeat(60)}`,
);
const message = fc
  .record({
    uri: fc.constantFrom("sip:192.0.2.1", "sip:x@192.0.2.16:5062", "sip:5060@y", "sip:[2001:db8::a]"),
    lines: fc.array(line, { minLength: 1, maxLength: 5 }),
    body: fc.constantFrom("", "abc"),
  })
  .map(({ uri, lines, body }) => [`OPTIONS ${uri} SIP/2.0`, "Via: x", ...lines, "", body].join("\r\n"));

function observed(reading: SipReading, between: Parameters<typeof observeMessage>[1]): object {
  if (reading.kind !== "request") throw new Error("each of these messages is a request");
  const { fields, headerOrder, capped }: ObservedMessage = observeMessage(reading, between);
  return { fields: fields.map(({ key, raw, spans }) => ({ key, raw, spans })), headerOrder, capped };
}

test("a message has the same keys and tokens whatever was observed before it", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(message, endpoints), { minLength: 2, maxLength: 6 }), (packets) => {
      const memory = new FieldMemory();
      const behind = packets.map(([text, between]) =>
        observed(readSipPayload(new Latin1Text(latin1Bytes(text), () => text), 0, memory), between),
      );
      const alone = packets.map(([text, between]) => observed(readSipMessage(text, 0), between));
      expect(behind).toEqual(alone);
    }),
    { numRuns: 1000 },
  );
});

const sdp = ["v=0", "o=- 1 1 IN IP4 192.0.2.1", "m=audio 5060 RTP/AVP 0", "m=audio 5061 RTP/AVP 8"].join("\r\n");
const crowded = [
  "INVITE sip:1@192.0.2.16 SIP/2.0",
  ...Array.from({ length: 20 }, (_, at) => `Via: SIP/2.0/UDP 192.0.2.1:506${at % 3}`),
  ...Array.from({ length: 60 }, (_, at) => `X-${at}: 192.0.2.16`),
].join("\r\n");
const described = `INVITE sip:1@192.0.2.16 SIP/2.0\r\nVia: x\r\nContent-Type: application/sdp\r\nContent-Length: ${sdp.length}\r\n\r\n${sdp}`;

test("fields whose tokens are asked for later, in any order, are the same", () => {
  const messages = fc.oneof({ weight: 8, arbitrary: message }, fc.constantFrom(crowded, described));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(messages, endpoints), { minLength: 1, maxLength: 4 }),
      fc.infiniteStream(fc.nat()),
      (packets, draws) => {
        const readings = packets.map(([text, between]) => ({ reading: readSipMessage(text, 0), between }));
        const awaited = readings.flatMap(({ reading, between }) => {
          if (reading.kind !== "request") throw new Error("each of these messages is a request");
          return [...awaitedFields(reading, between).values()];
        });
        const order = awaited
          .map((field) => ({ field, draw: draws.next().value as number }))
          .sort((a, b) => a.draw - b.draw);
        for (const { field } of order) void field.spans;
        const expected = readings.flatMap(({ reading, between }) => {
          if (reading.kind !== "request") throw new Error("each of these messages is a request");
          return observeMessage(reading, between).fields.map(({ key, raw, spans }) => ({ key, raw, spans }));
        });
        expect(awaited.map(({ key, raw, spans }) => ({ key, raw, spans }))).toEqual(expected);
      },
    ),
    { numRuns: 1000 },
  );
});

test("an address that stayed text between IPv4 ends is found when the same line comes between IPv6 ends", () => {
  const text = "OPTIONS sip:[2001:db8::a] SIP/2.0\r\nVia: x\r\nTo: <sip:[2001:db8::a]>\r\n\r\n";
  const memory = new FieldMemory();
  const spansBetween = (source: string, destination: string) => {
    const reading = readSipPayload(new Latin1Text(latin1Bytes(text), () => text), 0, memory);
    if (reading.kind !== "request") throw new Error("it is a request");
    const ends = { source: addressOf(source), destination: addressOf(destination), sourcePort: 1, destinationPort: 2 };
    return observeMessage(reading, ends).fields.map(({ key, spans }) => `${key} ${spans.length}`);
  };
  expect(spansBetween("192.0.2.1", "192.0.2.2")).toEqual([":method 0", ":uri 0", "via 0", "to 0"]);
  expect(spansBetween("2001:db8::b", "2001:db8::a")).toEqual([":method 0", ":uri 1", "via 0", "to 1"]);
});
