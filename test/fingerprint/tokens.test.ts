import { describe, expect, test } from "vitest";
import { hexAscii } from "../../core/fingerprint/sipvicious-code.ts";
import { escapeSymbols } from "../../core/fingerprint/template.ts";
import { tokenisedValue } from "../../core/fingerprint/tokenise.ts";
import { observedRequest, type Probe } from "../builders/observed-request.ts";

/** 203.0.113.9 is hex cb007109, decimal 3405803785; 192.0.2.10 is hex c000020a, decimal 3221225994. */
const PACKET = { source: "203.0.113.9", destination: "192.0.2.10", sourcePort: 5071, destinationPort: 5060 };
const EQUAL_PORTS = { ...PACKET, sourcePort: 5060 };
const EQUAL_ADDRESSES = { ...PACKET, source: PACKET.destination };
const IPV6 = { ...PACKET, source: "2001:db8::9", destination: "2001:db8::a:10" };

type Endpoints = Omit<Probe, "text">;

/** The value of a key with its tokens written out. The key is `:uri` or a header name. */
function tokenised(key: string, value: string, endpoints: Endpoints): string {
  const uri = key === ":uri" ? value : "sip:x";
  const text = `OPTIONS ${uri} SIP/2.0\r\nCSeq: 1 OPTIONS\r\n${key === ":uri" ? "" : `${key}: ${value}\r\n`}\r\n`;
  const { fields } = observedRequest({ ...endpoints, text }, 1).message;
  const field = fields.find((candidate) => candidate.key === key.toLowerCase());
  if (field === undefined) throw new Error(`no ${key}`);
  const ascending = field.spans.every((span, i) => i === 0 || (field.spans[i - 1]?.end ?? 0) <= span.start);
  expect(ascending).toBe(true);
  return escapeSymbols(tokenisedValue(field.raw, field.spans));
}

type Row = readonly [value: string, expected: string];

function rows(key: string, endpoints: Endpoints, table: readonly Row[]): void {
  test.each(table)(`${key}: %s`, (value, expected) => expect(tokenised(key, value, endpoints)).toBe(expected));
}

describe("dotted addresses stand alone among digits", () => {
  rows("X-Test", PACKET, [
    ["192.0.2.10", "{DestIP}"],
    ["203.0.113.9", "{SourceIP}"],
    ["<192.0.2.10>,203.0.113.9;192.0.2.10", "<{DestIP}>,{SourceIP};{DestIP}"],
    ["192.0.2.101", "192.0.2.101"],
    ["1192.0.2.10", "1192.0.2.10"],
    ["1.192.0.2.10", "1.192.0.2.10"],
    ["192.0.2.10.1", "192.0.2.10.1"],
    ["192.0.2.10.", "{DestIP}."],
    [".192.0.2.10", ".{DestIP}"],
    ["a.192.0.2.10.b", "a.{DestIP}.b"],
    ["ip192.0.2.10x", "ip{DestIP}x"],
    ["192.0.2.1", "192.0.2.1"],
    ["192.00.2.10", "192.00.2.10"],
    ["1.1.1.1 127.0.0.1", "1.1.1.1 127.0.0.1"],
  ]);
});

describe("encoded addresses", () => {
  rows("X-Test", PACKET, [
    ["6330303030323061", "{DestIP:hexascii}"],
    ["f6330303030323061f", "f{DestIP:hexascii}f"],
    ["6362303037313039", "{SourceIP:hexascii}"],
    ["c000020a", "{DestIP:hex}"],
    ["C000020A", "{DestIP:hex}"],
    ["tag-cb007109-", "tag-{SourceIP:hex}-"],
    ["c000020a1", "c000020a1"],
    ["gc000020a", "gc000020a"],
    ["3221225994", "{DestIP:dec}"],
    ["3405803785@x", "{SourceIP:dec}@x"],
    ["32212259940", "32212259940"],
    ["a3221225994", "a3221225994"],
    ["10.2.0.192", "{DestIP:rev}"],
    ["9.113.0.203.in-addr.arpa", "{SourceIP:rev}.in-addr.arpa"],
    ["x10.2.0.192", "x10.2.0.192"],
    ["10.2.0.192x", "10.2.0.192x"],
    ["110.2.0.192", "110.2.0.192"],
    ["1.10.2.0.192.1", "1.{DestIP:rev}.1"],
  ]);
  rows("X-Test", { ...PACKET, destination: "192.0.0.192" }, [["192.0.0.192", "{DestIP}"]]);
  // The decimal form of an address below 1.0.0.0 is a small number that may mean anything.
  rows("X-Test", { ...PACKET, destination: "0.0.0.70" }, [["70", "70"]]);
});

describe("SIPVicious' coded port stands right behind the coded target", () => {
  rows("X-Test", PACKET, [
    ["63303030303230613133633401", "{DestIP:hexascii}{DestPort:hexascii}01"],
    ["6330303030323061x31336334", "{DestIP:hexascii}x31336334"],
    ["31336334", "31336334"],
    ["636230303731303931336334", "{SourceIP:hexascii}31336334"],
  ]);
  // The coded source begins as the coded port does: 19.196.0.1 is 13c40001.
  rows("X-Test", { ...PACKET, source: "19.196.0.1" }, [
    ["63303030303230613133633430303031", "{DestIP:hexascii}{SourceIP:hexascii}"],
  ]);
});

describe("an IPv6 target coded by svmap -6: its groups as typed, without colons", () => {
  const packet = { ...PACKET, source: "2001:db8::9", destination: "2001:db8::f:2" };
  rows("X-Test", packet, [
    ["323030316462386632", "{DestIP:hexascii}"],
    ["tag=32303031646238663231336334013939", "tag={DestIP:hexascii}{DestPort:hexascii}013939"],
    [`a${hexAscii("20010db80000000000000000000f0002")}`, "a{DestIP:hexascii}"],
    [hexAscii("2001db89"), hexAscii("2001db89")],
  ]);
  // So few digits may be anything.
  rows("X-Test", { ...packet, destination: "::1" }, [["3131336334", "3131336334"]]);
});

describe("ports in port position only", () => {
  rows("Contact", PACKET, [
    ["<sip:1@203.0.113.9:5071>", "<sip:1@{SourceIP}:{SourcePort}>"],
    ["<sip:1@192.0.2.10:5060;x=5060>", "<sip:1@{DestIP}:{DestPort};x=5060>"],
    ["<sip:1@198.51.100.5:5060>", "<sip:1@198.51.100.5:{DestPort}>"],
    ["<sip:1@host.example:5071>", "<sip:1@host.example:{SourcePort}>"],
    ["<sips:host.example:5071>", "<sips:host.example:{SourcePort}>"],
    ["<sip:5060@192.0.2.10>", "<sip:5060@{DestIP}>"],
    ["<sip:5060>", "<sip:5060>"],
    ["<sip:a:5060@192.0.2.10>", "<sip:a:5060@{DestIP}>"],
    ["<sip:1@192.0.2.10:50601>", "<sip:1@{DestIP}:50601>"],
    ["<sip:1@192.0.2.10:15060>", "<sip:1@{DestIP}:15060>"],
    ["<sip:1@192.0.2.10>;tag=150603", "<sip:1@{DestIP}>;tag=150603"],
    ["5060", "5060"],
    ["a:5060", "a:5060"],
  ]);
  rows("Via", PACKET, [
    ["SIP/2.0/UDP 203.0.113.9:5071;rport", "SIP/2.0/UDP {SourceIP}:{SourcePort};rport"],
    ["SIP/2.0/UDP host:5071;branch=z9hG4bK5060", "SIP/2.0/UDP host:{SourcePort};branch=z9hG4bK5060"],
    ["SIP/2.0/UDP nm:5072", "SIP/2.0/UDP nm:5072"],
  ]);
});

describe("equal ports", () => {
  rows("Via", EQUAL_PORTS, [["SIP/2.0/UDP 203.0.113.9:5060", "SIP/2.0/UDP {SourceIP}:{SourcePort}"]]);
  rows("Contact", EQUAL_PORTS, [["<sip:1@192.0.2.10:5060>", "<sip:1@{DestIP}:{SourcePort}>"]]);
  rows(":uri", EQUAL_PORTS, [["sip:1@203.0.113.9:5060", "sip:1@{SourceIP}:{DestPort}"]]);
  rows("To", EQUAL_PORTS, [
    ["<sip:1@203.0.113.9:5060>", "<sip:1@{SourceIP}:{SourcePort}>"],
    ["<sip:1@192.0.2.10:5060>", "<sip:1@{DestIP}:{DestPort}>"],
    ["<sip:1@1.1.1.1:5060>", "<sip:1@1.1.1.1:{DestPort}>"],
  ]);
  rows("From", EQUAL_PORTS, [
    ["<sip:1@203.0.113.9:5060>", "<sip:1@{SourceIP}:{SourcePort}>"],
    ["<sip:1@192.0.2.10:5060>", "<sip:1@{DestIP}:{DestPort}>"],
    ["<sip:1@1.1.1.1:5060>", "<sip:1@1.1.1.1:{SourcePort}>"],
  ]);
});

describe("equal addresses", () => {
  rows(":uri", EQUAL_ADDRESSES, [["sip:1@192.0.2.10", "sip:1@{DestIP}"]]);
  rows("To", EQUAL_ADDRESSES, [["<sip:1@192.0.2.10>", "<sip:1@{DestIP}>"]]);
  rows("From", EQUAL_ADDRESSES, [
    ["<sip:1@192.0.2.10>;tag=c000020a", "<sip:1@{SourceIP}>;tag={DestIP:hex}"],
    ["<sip:1@192.0.2.10>;tag=3221225994", "<sip:1@{SourceIP}>;tag={DestIP:dec}"],
  ]);
});

describe("IPv6 in any textual form", () => {
  rows("Contact", IPV6, [
    ["<sip:1@[2001:db8::9]:5071>", "<sip:1@{SourceIP}:{SourcePort}>"],
    ["<sip:1@[2001:0DB8:0:0:0:0:0:0009]>", "<sip:1@{SourceIP}>"],
    ["<sip:1@[2001:db8:0:0::10.0.0.16]>", "<sip:1@[2001:db8:0:0::10.0.0.16]>"],
    ["<sip:1@[2001:db8::0.10.0.16]>", "<sip:1@{DestIP}>"],
    ["<sip:2001:db8::9>", "<sip:{SourceIP}>"],
    ["1@2001:db8::a:10,", "1@{DestIP},"],
    ["x=2001:db8::9: y", "x={SourceIP}: y"],
    ["<sip:2001:db8::9:>", "<sip:{SourceIP}:>"],
    ["2001:db8::99", "2001:db8::99"],
    ["[2001:db8::1]:5060", "[2001:db8::1]:5060"],
    ["<sip:[2001:db8::1]:5060>", "<sip:[2001:db8::1]:{DestPort}>"],
    ["f2001:db8::9", "f2001:db8::9"],
  ]);
  rows(":uri", { ...IPV6, source: IPV6.destination }, [["sip:[2001:db8::a:10]", "sip:{DestIP}"]]);
  rows("From", { ...IPV6, source: IPV6.destination }, [["sip:[2001:db8::a:10]", "sip:{SourceIP}"]]);
});

describe("a token is out of band", () => {
  rows("X-Test", PACKET, [["{DestIP} SourceIP", "\\x7bDestIP\\x7d SourceIP"]]);
});

describe("Content-Length", () => {
  const length = (value: string, body: string) => {
    const text = `OPTIONS sip:x SIP/2.0\r\nCSeq: 1 OPTIONS\r\nContent-Length: ${value}\r\n\r\n${body}`;
    const field = observedRequest({ ...PACKET, text }, 1).message.fields.find(({ key }) => key === "content-length");
    return escapeSymbols(tokenisedValue(field?.raw ?? "", field?.spans ?? []));
  };
  test.each([
    ["4", "abcd", "{BodyLength}"],
    ["0", "", "0"],
    ["5", "abcd", "5"],
    ["3", "abcd", "3"],
    ["4x", "abcd", "4x"],
  ])("%s with the body '%s'", (value, body, expected) => expect(length(value, body)).toBe(expected));
});

test("a message of colons and hex digits takes no more work than its length", () => {
  const value = "a".repeat(505);
  const text = `OPTIONS sip:x SIP/2.0\r\n${"v: a:\r\n".repeat(2)}${`x: ${value}\r\n`.repeat(120)}\r\n`;
  const start = process.cpuUsage();
  for (let i = 0; i < 100; i += 1) observedRequest({ ...IPV6, text }, 1);
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1000).toBeLessThan(1000);
});
