import { describe, expect, test } from "vitest";
import type { Datagram } from "../../core/net/datagram.ts";
import { classifyDatagram, type SipPorts } from "../../core/sip/packet-class.ts";
import { FieldMemory } from "../../core/sip/read-message.ts";
import { ascii } from "../builders/bytes.ts";

const PORTS_5060: SipPorts = new Set([5060]);
const REQUEST = "OPTIONS sip:x SIP/2.0\r\nVia: a\r\n\r\n";
const RESPONSE = "SIP/2.0 200 OK\r\nVia: a\r\n\r\n";
const START_LINE_ALONE = "OPTIONS sip:x SIP/2.0\r\n\r\n";
const STUN = "\x00\x01\x00\x00\x21\x12\xa4\x42";

interface Situation {
  readonly payload: string;
  /** Source and destination port. */
  readonly from?: number;
  readonly to?: number;
  readonly missingBytes?: number;
  readonly ports?: SipPorts;
}

function classOf({ payload, from = 5060, to = 5060, missingBytes = 0, ports = PORTS_5060 }: Situation): string {
  const datagram: Datagram = {
    source: 0xc0000201,
    destination: 0xc6336401,
    sourcePort: from,
    destinationPort: to,
    timeToLive: 64,
    identification: 0,
    payload: ascii(payload),
    missingBytes,
  };
  return classifyDatagram(datagram, ports, (bytes) => String.fromCharCode(...bytes), new FieldMemory()).class;
}

describe("the first class that applies", () => {
  test.each<readonly [string, Situation, string]>([
    ["neither port", { payload: REQUEST, from: 4000, to: 4001 }, "otherPort"],
    ["neither port, a response", { payload: RESPONSE, from: 4000, to: 4001 }, "otherPort"],
    ["a response to a SIP port", { payload: RESPONSE, from: 4000 }, "sipResponse"],
    ["a response from a SIP port", { payload: RESPONSE, to: 4000 }, "sipResponse"],
    ["a request from a SIP port alone", { payload: REQUEST, to: 4000 }, "otherPort"],
    ["nothing from a SIP port alone", { payload: "", to: 4000 }, "otherPort"],
    ["a request", { payload: REQUEST, from: 4000 }, "sipRequest"],
    ["a request between SIP ports", { payload: REQUEST }, "sipRequest"],
    ["one of several SIP ports", { payload: REQUEST, to: 5070, ports: new Set([5060, 5070]) }, "sipRequest"],
    ["nothing", { payload: "" }, "empty"],
    ["line breaks", { payload: "\r\n\r\n" }, "keepAlive"],
    ["NUL bytes", { payload: "\0\0\0\0" }, "keepAlive"],
    ["blanks", { payload: " \t" }, "keepAlive"],
    ["a start line alone", { payload: START_LINE_ALONE }, "notSip"],
    ["zmap's seven bytes", { payload: "OPTIONS" }, "notSip"],
    ["STUN", { payload: STUN }, "notSip"],
    ["nothing stored", { payload: "", missingBytes: 400 }, "truncated"],
    ["line breaks stored", { payload: "\r\n", missingBytes: 400 }, "truncated"],
    ["NUL bytes stored", { payload: "\0\0", missingBytes: 400 }, "truncated"],
    ["half a start line stored", { payload: "OPTIONS sip:x", missingBytes: 400 }, "truncated"],
    ["the beginning of STUN stored", { payload: STUN, missingBytes: 400 }, "notSip"],
    ["a status line stored", { payload: "SIP/2.0 200 O", missingBytes: 400 }, "sipResponse"],
  ])("%s", (_name, situation, expected) => expect(classOf(situation)).toBe(expected));
});

describe("on any port the start line decides", () => {
  const ports = "any";
  test.each<readonly [string, Situation, string]>([
    ["a request", { payload: REQUEST, from: 4000, to: 4001, ports }, "sipRequest"],
    ["a response", { payload: RESPONSE, from: 4000, to: 4001, ports }, "sipResponse"],
    ["a start line alone", { payload: START_LINE_ALONE, from: 4000, to: 4001, ports }, "notSip"],
    ["something else", { payload: STUN, from: 4000, to: 4001, ports }, "otherPort"],
    ["something else on 5060", { payload: STUN, ports }, "otherPort"],
    ["nothing", { payload: "", ports }, "otherPort"],
    ["line breaks", { payload: "\r\n\r\n", ports }, "otherPort"],
    ["half a start line stored", { payload: "OPTIONS sip:x", missingBytes: 400, ports }, "truncated"],
    ["a start line stored", { payload: "OPTIONS sip:x SIP/2.0\r\n", missingBytes: 400, ports }, "truncated"],
    ["nothing stored", { payload: "", missingBytes: 400, ports }, "truncated"],
    ["the beginning of STUN stored", { payload: STUN, missingBytes: 400, ports }, "otherPort"],
  ])("%s", (_name, situation, expected) => expect(classOf(situation)).toBe(expected));
});
