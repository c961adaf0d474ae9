import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatAddress } from "../../core/net/address.ts";
import { type Decoded, PacketDecoder } from "../../core/net/packet-decoder.ts";
import { ascii, concat, octets, u16, u32 } from "../builders/bytes.ts";
import { decodePackets, ETHERNET, packetRecord, RAW, summarise } from "../builders/decode-packets.ts";
import {
  authenticationHeader,
  ETHERTYPE_IPV6,
  ethernet,
  gre,
  type Ipv4Fields,
  type Ipv6Fields,
  ipv4,
  ipv6,
  ipv6Extension,
  ipv6Fragment,
  mpls,
  pppoe,
  snap,
  type UdpFields,
  udp,
  vxlan,
} from "../builders/packet.ts";

/** What a packet is, as the only one of its capture. */
function decode(linkType: number, bytes: Uint8Array, originalLength = bytes.length): Decoded {
  const [decoded] = decodePackets([packetRecord(bytes, { linkType, originalLength })]);
  return decoded as Decoded;
}

const kindOf = (...packet: Parameters<typeof decode>) => summarise(decode(...packet));

const IPV6 = { etherType: ETHERTYPE_IPV6 };
const hello = udp(ascii("hello"));
const hello4 = ipv4(hello);
const hello6 = ipv6(hello);

test("an IPv4 datagram with all its fields", () => {
  const bytes = ipv4(udp(ascii("hello"), { sourcePort: 65_535, destinationPort: 5062 }), {
    identification: 54_321,
    timeToLive: 255,
    source: [255, 0, 2, 1],
    destination: [198, 51, 100, 200],
  });
  const decoded = decode(RAW, bytes);
  if (decoded.kind !== "datagram") throw new Error(`not a datagram: ${decoded.class}`);
  expect({
    ...decoded.datagram,
    source: formatAddress(decoded.datagram.source),
    destination: formatAddress(decoded.datagram.destination),
  }).toEqual({
    source: "255.0.2.1",
    destination: "198.51.100.200",
    sourcePort: 65_535,
    destinationPort: 5062,
    timeToLive: 255,
    identification: 54_321,
    payload: ascii("hello"),
    missingBytes: 0,
  });
});

test("an IPv6 datagram with all its fields", () => {
  expect(decode(RAW, ipv6(hello, { hopLimit: 3 }))).toEqual({
    kind: "datagram",
    datagram: {
      source: "2001:db8::1",
      destination: "2001:db8::2",
      sourcePort: 5061,
      destinationPort: 5060,
      timeToLive: 3,
      identification: null,
      payload: ascii("hello"),
      missingBytes: 0,
    },
  });
});

test("the payload is borrowed, not copied", () => {
  const bytes = hello4.slice();
  const decoded = decode(RAW, bytes);
  expect(decoded.kind === "datagram" && decoded.datagram.payload.buffer).toBe(bytes.buffer);
});

/** Linux cooked headers with an EtherType. */
const cooked1 = (etherType: number) => concat(new Uint8Array(14), u16(etherType));
const cooked2 = (etherType: number) => concat(u16(etherType), new Uint8Array(18));
const vlan = (etherType: number) => concat(u16(42), u16(etherType));
const PPPOE = { etherType: 0x8864 };
const MPLS = { etherType: 0x8847 };
const pseudowire = (frame: Uint8Array) => mpls(concat(u32(0), frame)); // control word

test.each<[string, number, Uint8Array, string]>([
  ["Ethernet", 1, ethernet(hello4), "hello+0"],
  ["Ethernet with IPv6", 1, ethernet(hello6, { etherType: ETHERTYPE_IPV6 }), "hello+0"],
  ["Ethernet with padding", 1, concat(ethernet(hello4), new Uint8Array(6)), "hello+0"],
  ["802.1Q", 1, ethernet(hello4, { tags: [0x8100] }), "hello+0"],
  ["802.1ad and older tags", 1, ethernet(hello4, { tags: [0x88a8, 0x9100, 0x8100, 0x8100] }), "hello+0"],
  ["Ethernet with ARP", 1, ethernet(new Uint8Array(28), { etherType: 0x0806 }), "notIp"],
  ["Ethernet with SNAP", 1, ethernet(snap(hello4), { etherType: snap(hello4).length }), "hello+0"],
  ["SNAP behind a tag", 1, ethernet(snap(hello6, 0x86dd), { etherType: 8 + hello6.length, tags: [0x8100] }), "hello+0"],
  ["a tag behind SNAP", 1, ethernet(snap(concat(vlan(0x0800), hello4), 0x8100), { etherType: 45 }), "hello+0"],
  ["SNAP with padding", 1, concat(ethernet(snap(hello4), { etherType: 41 }), new Uint8Array(5)), "hello+0"],
  ["SNAP of another organisation", 1, ethernet(octets(170, 170, 3, 0, 0, 12, 8, 0), { etherType: 8 }), "notIp"],
  ["SNAP with a length above the frame", 1, ethernet(snap(hello4), { etherType: 42 }), "malformed"],
  ["SNAP with a length below the IP packet", 1, ethernet(snap(hello4), { etherType: 40 }), "malformed"],
  ["SNAP with no room", 1, ethernet(octets(170, 170, 3), { etherType: 8 }), "notIp"],
  ["spanning tree", 1, ethernet(concat(octets(0x42, 0x42, 3), new Uint8Array(35)), { etherType: 38 }), "notIp"],
  ["Ethernet with an 802.3 length", 1, ethernet(hello4, { etherType: hello4.length }), "notIp"],
  ["an Ethernet frame too short for its header", 1, ethernet(hello4).subarray(0, 13), "malformed"],
  ["an Ethernet frame that ends in a tag", 1, ethernet(octets(), { tags: [0x8100] }).subarray(0, 17), "malformed"],
  ["an Ethernet frame without IP header", 1, ethernet(octets()), "malformed"],
  ["EtherType and IP version differ", 1, ethernet(hello6), "malformed"],
  ["IP version and EtherType differ", 1, ethernet(hello4, { etherType: ETHERTYPE_IPV6 }), "malformed"],
  ["Linux cooked v1", 113, concat(cooked1(0x0800), hello4), "hello+0"],
  ["Linux cooked v1 with IPv6", 113, concat(cooked1(0x86dd), hello6), "hello+0"],
  ["Linux cooked v1 with a tag", 113, concat(cooked1(0x8100), vlan(0x0800), hello4), "hello+0"],
  ["Linux cooked v1 with ARP", 113, cooked1(0x0806), "notIp"],
  ["Linux cooked v1, short", 113, new Uint8Array(15), "malformed"],
  ["Linux cooked v2", 276, concat(cooked2(0x0800), hello4), "hello+0"],
  ["Linux cooked v2 with a tag", 276, concat(cooked2(0x8100), vlan(0x86dd), hello6), "hello+0"],
  ["Linux cooked v2, short", 276, new Uint8Array(19), "malformed"],
  ["null, little endian", 0, concat(u32(2, true), hello4), "hello+0"],
  ["null, big endian", 0, concat(u32(2), hello4), "hello+0"],
  ["null, IPv6 of Linux", 0, concat(u32(10, true), hello6), "hello+0"],
  ["null, IPv6 of NetBSD and OpenBSD", 0, concat(u32(24), hello6), "hello+0"],
  ["null, IPv6 of FreeBSD", 0, concat(u32(28, true), hello6), "hello+0"],
  ["null, IPv6 of macOS", 0, concat(u32(30, true), hello6), "hello+0"],
  ["null, another family", 0, concat(u32(7, true), hello4), "notIp"],
  ["null, short", 0, octets(2, 0, 0), "malformed"],
  ["loop", 108, concat(u32(2), hello4), "hello+0"],
  ["raw IP 12", 12, hello4, "hello+0"],
  ["raw IP 14", 14, hello6, "hello+0"],
  ["raw IP 101", 101, hello4, "hello+0"],
  ["raw IP without a byte", 101, octets(), "malformed"],
  ["raw IP of version 5", 101, ipv4(hello, { version: 5 }), "malformed"],
  ["IPv4", 228, hello4, "hello+0"],
  ["IPv4 that is IPv6", 228, hello6, "malformed"],
  ["IPv6", 229, hello6, "hello+0"],
  ["IPv6 that is IPv4", 229, concat(hello4, new Uint8Array(20)), "malformed"],
  ["PPPoE", 1, ethernet(pppoe(hello4), PPPOE), "hello+0"],
  ["PPPoE with IPv6", 1, ethernet(pppoe(hello6, { protocol: u16(0x57) }), PPPOE), "hello+0"],
  ["PPPoE behind tags", 1, ethernet(pppoe(hello4), { ...PPPOE, tags: [0x88a8, 0x8100] }), "hello+0"],
  ["PPPoE with padding", 1, concat(ethernet(pppoe(hello4), PPPOE), new Uint8Array(6)), "hello+0"],
  ["PPPoE with a protocol of one byte", 1, ethernet(pppoe(hello4, { protocol: octets(0x21) }), PPPOE), "hello+0"],
  ["PPPoE with LCP", 1, ethernet(pppoe(octets(1, 1, 0, 4), { protocol: u16(0xc021) }), PPPOE), "notIp"],
  ["PPPoE that is no data", 1, ethernet(pppoe(hello4, { code: 0xa7 }), PPPOE), "notIp"],
  ["PPPoE longer than the frame", 1, ethernet(pppoe(hello4, { length: 36 }), PPPOE), "malformed"],
  ["PPPoE shorter than the IP packet", 1, ethernet(pppoe(hello4, { length: 34 }), PPPOE), "malformed"],
  ["PPPoE without room for a protocol", 1, ethernet(pppoe(hello4, { length: 1 }), PPPOE), "malformed"],
  ["PPPoE discovery", 1, ethernet(pppoe(hello4), { etherType: 0x8863 }), "notIp"],
  ["PPPoE in Linux cooked v1", 113, concat(cooked1(0x8864), pppoe(hello4)), "hello+0"],
  ["PPPoE of a device of its own", 51, pppoe(hello4), "hello+0"],
  ["PPP", 9, concat(u16(0x0021), hello4), "hello+0"],
  ["PPP framed as HDLC", 50, concat(u16(0xff03), u16(0x0057), hello6), "hello+0"],
  ["PPP with MPLS", 9, concat(u16(0xff03), u16(0x0281), mpls(hello4)), "hello+0"],
  ["PPP, short", 9, octets(0), "malformed"],
  ["MPLS", 1, ethernet(mpls(hello4), MPLS), "hello+0"],
  ["MPLS with an upstream label", 1, ethernet(mpls(hello4), { etherType: 0x8848 }), "hello+0"],
  ["a stack of labels, IPv6", 1, ethernet(mpls(hello6, 5), MPLS), "hello+0"],
  ["MPLS behind a tag", 1, ethernet(mpls(hello4, 2), { ...MPLS, tags: [0x8100] }), "hello+0"],
  ["MPLS in Linux cooked v2", 276, concat(cooked2(0x8847), mpls(hello4)), "hello+0"],
  ["an Ethernet pseudowire", 1, ethernet(mpls(concat(u32(0), ethernet(hello4))), MPLS), "hello+0"],
  ["an Ethernet pseudowire without a control word", 1, ethernet(mpls(ethernet(hello4)), MPLS), "hello+0"],
  [
    "a pseudowire in a pseudowire",
    1,
    ethernet(pseudowire(ethernet(pseudowire(ethernet(hello4)), MPLS)), MPLS),
    "hello+0",
  ],
  ["a pseudowire that is too short for Ethernet", 1, ethernet(mpls(new Uint8Array(17)), MPLS), "notIp"],
  ["MPLS that carries something else", 1, ethernet(mpls(concat(octets(0x10), new Uint8Array(17))), MPLS), "notIp"],
  ["labels without a last one", 1, ethernet(mpls(octets(), 3).subarray(0, 8), MPLS), "malformed"],
  ["labels and nothing", 1, ethernet(mpls(octets()), MPLS), "malformed"],
  ["a link type that is not read", 9999, hello4, "notIp"],
])("link layer: %s", (_name, linkType, bytes, expected) => {
  expect(kindOf(linkType, bytes)).toBe(expected);
});

test.each<[string, Ipv4Fields, string]>([
  ["options", { options: new Uint8Array(8) }, "hello+0"],
  ["header length 4", { headerWords: 1 }, "malformed"],
  ["header longer than the total length", { headerWords: 15 }, "malformed"],
  ["total length below the header", { totalLength: 19 }, "malformed"],
  ["total length 0", { totalLength: 0 }, "malformed"],
  ["total length 0 of TCP, as sending hosts hand it to the card", { totalLength: 0, protocol: 6 }, "tcp"],
  ["total length above the packet", { totalLength: 34 }, "malformed"],
  ["total length that leaves no UDP header", { totalLength: 27 }, "malformed"],
  ["total length that cuts the UDP payload", { totalLength: 32 }, "malformed"],
  ["don't fragment", { fragment: 0x4000 }, "hello+0"],
  ["first fragment", { fragment: 0x2000 }, "fragment"],
  ["last fragment", { fragment: 0x0001 }, "fragment"],
  ["a fragment of TCP", { fragment: 0x2000, protocol: 6 }, "fragment"],
  ["a malformed fragment", { fragment: 0x2000, headerWords: 1 }, "malformed"],
  ["TCP", { protocol: 6 }, "tcp"],
  ["ICMP", { protocol: 1 }, "otherTransport"],
  ["ESP", { protocol: 50 }, "otherTransport"],
  ["an IPv6 header that IPv4 does not have", { protocol: 60 }, "otherTransport"],
])("IPv4: %s", (_name, fields, expected) => {
  expect(kindOf(RAW, ipv4(hello, fields))).toBe(expected);
});

/** 65,536 bytes behind the fixed header, which say of themselves that they are `claimed`. RFC 2675 section 2. */
function jumbogram(nextHeader: number, claimed: number): Uint8Array {
  return concat(octets(nextHeader, 0, 0xc2, 4), u32(claimed), new Uint8Array(0x1_0000 - 8));
}

test.each<[string, Uint8Array, Ipv6Fields, string]>([
  ["payload length above the packet", hello, { payloadLength: 14 }, "malformed"],
  ["payload length that leaves no UDP header", hello, { payloadLength: 7 }, "malformed"],
  ["TCP", hello, { nextHeader: 6 }, "tcp"],
  ["ICMPv6", hello, { nextHeader: 58 }, "otherTransport"],
  ["no next header", octets(), { nextHeader: 59 }, "otherTransport"],
  ["hop-by-hop options", ipv6Extension(17, hello), { nextHeader: 0 }, "hello+0"],
  ["a long routing header", ipv6Extension(17, hello, 5), { nextHeader: 43 }, "hello+0"],
  ["destination options", ipv6Extension(17, hello), { nextHeader: 60 }, "hello+0"],
  ["an authentication header", authenticationHeader(17, hello), { nextHeader: 51 }, "hello+0"],
  ["mobility", ipv6Extension(17, hello, 2), { nextHeader: 135 }, "hello+0"],
  ["host identity", ipv6Extension(17, hello, 5), { nextHeader: 139 }, "hello+0"],
  ["shim6", ipv6Extension(17, hello), { nextHeader: 140 }, "hello+0"],
  ["ESP", hello, { nextHeader: 50 }, "otherTransport"],
  ["no next header behind an extension header", ipv6Extension(59, hello), { nextHeader: 60 }, "otherTransport"],
  ["a jumbogram of TCP", jumbogram(6, 0x1_0000), { nextHeader: 0, payloadLength: 0 }, "tcp"],
  ["a jumbogram that is none", jumbogram(6, 0xffff), { nextHeader: 0, payloadLength: 0 }, "malformed"],
  ["a jumbogram longer than the packet", jumbogram(6, 0x1_0001), { nextHeader: 0, payloadLength: 0 }, "malformed"],
  ["payload length 0 without an option", ipv6Extension(17, hello), { nextHeader: 0, payloadLength: 0 }, "malformed"],
  ["payload length 0 of UDP", hello, { payloadLength: 0 }, "malformed"],
  ["two extension headers", ipv6Extension(60, ipv6Extension(17, hello)), { nextHeader: 0 }, "hello+0"],
  ["TCP behind an extension header", ipv6Extension(6, hello), { nextHeader: 0 }, "tcp"],
  ["a first fragment", ipv6Fragment(17, 1, hello), { nextHeader: 44 }, "fragment"],
  ["a later fragment", ipv6Fragment(17, 8, hello), { nextHeader: 44 }, "fragment"],
  ["an atomic fragment", ipv6Fragment(17, 0, hello), { nextHeader: 44 }, "hello+0"],
  ["an atomic fragment with reserved bits", ipv6Fragment(17, 6, hello), { nextHeader: 44 }, "hello+0"],
  ["an extension header longer than the payload", octets(17, 1, 0, 0, 0, 0, 0, 0), { nextHeader: 0 }, "malformed"],
  ["an extension header with no room", octets(17, 0, 0, 0), { nextHeader: 0 }, "malformed"],
])("IPv6: %s", (_name, payload, fields, expected) => {
  expect(kindOf(RAW, ipv6(payload, fields))).toBe(expected);
});

test.each<[string, string, UdpFields, string]>([
  ["no payload", "", {}, "+0"],
  ["length 0", "hello", { length: 0 }, "malformed"],
  ["length 7", "hello", { length: 7 }, "malformed"],
  ["length above the IP payload", "hello", { length: 14 }, "malformed"],
  ["length below the IP payload: the rest is no payload", "hello", { length: 11 }, "hel+0"],
])("UDP: %s", (_name, payload, fields, expected) => {
  expect(kindOf(RAW, ipv4(udp(ascii(payload), fields)))).toBe(expected);
});

describe("a packet cut by the snap length", () => {
  const whole = ethernet(hello4);
  const cut = (bytes: Uint8Array, stored: number) => kindOf(ETHERNET, bytes.subarray(0, stored), bytes.length);

  test.each([
    ["in the Ethernet header", whole, 13, "truncated"],
    ["in the IP header", whole, 14 + 19, "truncated"],
    ["in the UDP header", whole, 14 + 20 + 7, "truncated"],
    ["behind the UDP header", whole, 14 + 20 + 8, "+5"],
    ["in the payload", whole, 14 + 20 + 10, "he+3"],
    ["in IP options", ethernet(ipv4(hello, { options: new Uint8Array(8) })), 14 + 24, "truncated"],
    ["in IP options of TCP", ethernet(ipv4(hello, { options: new Uint8Array(8), protocol: 6 })), 14 + 24, "tcp"],
    ["in a fragment", ethernet(ipv4(hello, { fragment: 1 })), 14 + 20, "fragment"],
    ["in a packet that is not IP", ethernet(hello4, { etherType: 0x0806 }), 14, "notIp"],
    [
      "in a packet whose IP header contradicts itself",
      ethernet(ipv4(hello, { totalLength: 34 })),
      14 + 20,
      "malformed",
    ],
    ["in an IP payload too small for UDP", ethernet(ipv4(octets(1, 2))), 14 + 20, "malformed"],
    ["behind a wrong UDP length", ethernet(ipv4(udp(ascii("hello"), { length: 14 }))), 14 + 20 + 8, "malformed"],
  ])("%s", (_name, bytes, stored, expected) => {
    expect(cut(bytes, stored)).toBe(expected);
  });

  test.each([
    ["in a PPPoE header", ethernet(pppoe(hello4), PPPOE), 14 + 7, "truncated"],
    ["in a label", ethernet(mpls(hello4), MPLS), 14 + 3, "truncated"],
    ["behind the labels", ethernet(mpls(hello4), MPLS), 14 + 4, "truncated"],
    ["in a pseudowire", ethernet(pseudowire(ethernet(hello4)), MPLS), 14 + 8 + 13, "truncated"],
    ["in an 802.2 header that is not SNAP", ethernet(new Uint8Array(38), { etherType: 38 }), 14 + 1, "notIp"],
    ["in a SNAP header", ethernet(snap(hello4), { etherType: 41 }), 14 + 7, "truncated"],
    [
      "in a jumbogram's option",
      ethernet(ipv6(jumbogram(6, 0x1_0000), { nextHeader: 0, payloadLength: 0 }), IPV6),
      61,
      "truncated",
    ],
    ["in the payload behind PPPoE", ethernet(pppoe(hello4), PPPOE), 14 + 8 + 28 + 2, "he+3"],
  ])("%s", (_name, bytes, stored, expected) => {
    expect(cut(bytes, stored)).toBe(expected);
  });

  test("in an IPv6 extension header", () => {
    const bytes = ipv6(ipv6Extension(17, hello), { nextHeader: 0 });
    expect(kindOf(RAW, bytes.subarray(0, 47), bytes.length)).toBe("truncated");
    expect(kindOf(RAW, bytes.subarray(0, 48), bytes.length)).toBe("truncated");
    expect(kindOf(RAW, bytes.subarray(0, 56), bytes.length)).toBe("+5");
  });
});

test("a packet with more stored than its length on the wire counts as whole", () => {
  expect(kindOf(ETHERNET, ethernet(hello4), 10)).toBe("hello+0");
  expect(kindOf(ETHERNET, ethernet(hello4).subarray(0, 20), 10)).toBe("malformed");
});

test("an authentication header of IPv4", () => {
  expect(kindOf(RAW, ipv4(authenticationHeader(17, hello), { protocol: 51 }))).toBe("hello+0");
  expect(kindOf(RAW, ipv4(authenticationHeader(6, hello), { protocol: 51 }))).toBe("tcp");
});

test("any number of headers above IP takes no more than their bytes", () => {
  const many = Array.from({ length: 50_000 }, () => vlan(0x8100));
  expect(kindOf(ETHERNET, ethernet(concat(...many, vlan(0x0800), hello4), { etherType: 0x8100 }))).toBe("hello+0");
  const wire = Array.from({ length: 20_000 }, () => pseudowire(ethernet(octets(), MPLS)));
  expect(kindOf(ETHERNET, ethernet(concat(...wire, mpls(hello4)), MPLS))).toBe("hello+0");
  const options = Array.from({ length: 8_000 }, () => ipv6Extension(60, octets()));
  expect(kindOf(RAW, ipv6(concat(...options, ipv6Extension(17, hello)), { nextHeader: 60 }))).toBe("hello+0");
});

test("a link type that is not read is told once, with its first packet", () => {
  const decoder = new PacketDecoder({ tunnels: true });
  for (const number of [1, 2]) decoder.decode(packetRecord(hello4, { number, offset: number * 100, linkType: 9999 }));
  expect(decoder.problems()).toMatchObject([
    { code: "unsupported-link-type", effect: "left-out", count: 2, firstPacket: 1, firstOffset: 100 },
  ]);
});

test("random bytes on every link type are decoded without an exception, and stored and missing bytes add up", () => {
  const linkTypes = fc.constantFrom(0, 1, 9, 12, 14, 50, 51, 101, 108, 113, 228, 229, 276);
  const starts = fc.constantFrom(
    ethernet(hello4),
    ethernet(pppoe(hello4), PPPOE),
    ethernet(mpls(hello4), MPLS),
    pseudowire(ethernet(hello4)),
    ethernet(snap(hello4), { etherType: 41 }),
    ipv4(gre(hello4), { protocol: 47 }),
    ipv4(udp(vxlan(ethernet(hello4)), { destinationPort: 4789 })),
    hello4,
    hello6,
    ipv6(ipv6Extension(17, hello), { nextHeader: 0 }),
  );
  const edits = fc.array(fc.tuple(fc.nat(70), fc.nat(255)), { maxLength: 6 });
  fc.assert(
    fc.property(linkTypes, starts, edits, fc.nat(80), fc.nat(200), (linkType, start, changed, stored, original) => {
      const bytes = start.slice();
      for (const [position, value] of changed) if (position < bytes.length) bytes[position] = value;
      const kept = bytes.subarray(0, stored);
      const decoded = decode(linkType, kept, original);
      if (decoded.kind === "other") return;
      const { payload, missingBytes } = decoded.datagram;
      expect(missingBytes).toBeGreaterThanOrEqual(0);
      if (missingBytes > 0) expect(payload.byteOffset + payload.length).toBe(kept.length);
      if (original <= kept.length) expect(missingBytes).toBe(0);
    }),
    { numRuns: 2_000 },
  );
});
