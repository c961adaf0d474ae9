import { describe, expect, test } from "vitest";
import { PacketDecoder } from "../../core/net/packet-decoder.ts";
import { ascii, concat, octets, u16, u32 } from "../builders/bytes.ts";
import { decodePackets, packetRecord, RAW, summarise } from "../builders/decode-packets.ts";
import { ETHERTYPE_IPV6, ethernet, gre, ipv4, ipv6, udp, vxlan } from "../builders/packet.ts";

const hello = udp(ascii("hello"));
const hello4 = ipv4(hello, { source: [203, 0, 113, 9], timeToLive: 7, identification: 99 });
const hello6 = ipv6(hello, { hopLimit: 5 });

const GRE = { protocol: 47 };
const inIpv4 = (packet: Uint8Array) => ipv4(packet, { protocol: 4 });
const toVxlan = (payload: Uint8Array) => ipv4(udp(payload, { destinationPort: 4789 }));

function kindOf(bytes: Uint8Array, tunnels = true, originalLength = bytes.length): string {
  return summarise(new PacketDecoder({ tunnels }).decode(packetRecord(bytes, { linkType: RAW, originalLength })));
}

test.each<[string, Uint8Array, string]>([
  ["IPv4 in IPv4", inIpv4(hello4), "hello+0"],
  ["IPv6 in IPv4", ipv4(hello6, { protocol: 41 }), "hello+0"],
  ["IPv4 in IPv6", ipv6(hello4, { nextHeader: 4 }), "hello+0"],
  ["IPv6 in IPv6", ipv6(hello6, { nextHeader: 41 }), "hello+0"],
  ["TCP in IPv4", inIpv4(ipv4(hello, { protocol: 6 })), "tcp"],
  ["ICMP in IPv4", inIpv4(ipv4(hello, { protocol: 1 })), "otherTransport"],
  ["a UDP header in IPv4 that contradicts itself", inIpv4(ipv4(udp(octets(), { length: 7 }))), "malformed"],
  ["no IP header in IPv4", inIpv4(hello), "malformed"],
  ["nothing in IPv4", inIpv4(octets()), "malformed"],
  ["IPv6 where IPv4 is announced", inIpv4(hello6), "malformed"],
  ["an inner packet longer than the outer", inIpv4(ipv4(hello, { totalLength: 34 })), "malformed"],
  ["IPv4 behind an inner packet that is shorter", inIpv4(concat(hello4, new Uint8Array(9))), "hello+0"],
  ["a lone inner fragment", inIpv4(ipv4(hello, { fragment: 1 })), "fragment"],
  ["GRE with IPv4", ipv4(gre(hello4), GRE), "hello+0"],
  ["GRE with IPv6", ipv4(gre(hello6, { protocol: ETHERTYPE_IPV6 }), GRE), "hello+0"],
  ["GRE in IPv6", ipv6(gre(hello4), { nextHeader: 47 }), "hello+0"],
  ["GRE with a check sum", ipv4(gre(hello4, { flags: 0x8000, options: u32(0) }), GRE), "hello+0"],
  ["GRE with a key", ipv4(gre(hello4, { flags: 0x2000, options: u32(7) }), GRE), "hello+0"],
  ["GRE with a number", ipv4(gre(hello4, { flags: 0x1000, options: u32(1) }), GRE), "hello+0"],
  ["GRE with all three", ipv4(gre(hello4, { flags: 0xb000, options: new Uint8Array(12) }), GRE), "hello+0"],
  ["GRE with Ethernet", ipv4(gre(ethernet(hello4, { tags: [0x8100] }), { protocol: 0x6558 }), GRE), "hello+0"],
  ["GRE with ARP in Ethernet", ipv4(gre(ethernet(octets(), { etherType: 0x806 }), { protocol: 0x6558 }), GRE), "notIp"],
  ["GRE of PPTP", ipv4(gre(hello4, { flags: 0x2001, options: u32(7) }), GRE), "otherTransport"],
  ["GRE with routing", ipv4(gre(hello4, { flags: 0x4000, options: u32(0) }), GRE), "otherTransport"],
  ["GRE of another protocol", ipv4(gre(hello4, { protocol: 0x880b }), GRE), "otherTransport"],
  ["GRE without room for its key", ipv4(gre(octets(), { flags: 0x2000, options: u16(7) }), GRE), "otherTransport"],
  ["GRE without room", ipv4(octets(0, 0, 8), GRE), "otherTransport"],
  ["VXLAN", toVxlan(vxlan(ethernet(hello4))), "hello+0"],
  ["VXLAN with a group policy", toVxlan(vxlan(ethernet(hello4), { flags: 0x88 })), "hello+0"],
  ["VXLAN with a tag and IPv6", toVxlan(vxlan(ethernet(hello6, { etherType: 0x86dd, tags: [0x8100] }))), "hello+0"],
  ["VXLAN with ARP", toVxlan(vxlan(ethernet(new Uint8Array(28), { etherType: 0x0806 }))), "notIp"],
  ["VXLAN without its flag", toVxlan(vxlan(octets(1, 2, 3), { flags: 0 })), "\0\0\0\0\0\0\x07\0\x01\x02\x03+0"],
  ["VXLAN without a frame", toVxlan(vxlan(octets())), "\x08\0\0\0\0\0\x07\0+0"],
  ["SIP to the port of VXLAN", toVxlan(ascii("OPTIONS sip:a SIP/2.0\r\n")), "OPTIONS sip:a SIP/2.0\r\n+0"],
  ["nothing to the port of VXLAN", toVxlan(octets()), "+0"],
  [
    "VXLAN from its port",
    ipv4(udp(vxlan(ethernet(hello4)), { sourcePort: 4789, destinationPort: 9 })),
    expect.any(String),
  ],
  [
    "VXLAN with a wrong UDP length",
    ipv4(udp(vxlan(ethernet(hello4)), { destinationPort: 4789, length: 99 })),
    "malformed",
  ],
  ["GRE in VXLAN in IPv6", ipv6(udp(vxlan(ethernet(ipv4(gre(hello4), GRE))), { destinationPort: 4789 })), "hello+0"],
  [
    "an ICMP error that quotes a datagram",
    ipv4(concat(octets(3, 3, 0, 0, 0, 0, 0, 0), hello4), { protocol: 1 }),
    "otherTransport",
  ],
])("%s", (_name, bytes, expected) => {
  expect(kindOf(bytes)).toEqual(expected);
});

test("the datagram is that of the innermost packet", () => {
  const [decoded] = decodePackets([packetRecord(toVxlan(vxlan(ethernet(hello4))), { linkType: RAW })]);
  expect(decoded).toMatchObject({
    datagram: { source: 0xcb007109, sourcePort: 5061, destinationPort: 5060, timeToLive: 7, identification: 99 },
  });
});

test.each<[string, Uint8Array, string]>([
  ["IPv4 in IPv4", inIpv4(hello4), "otherTransport"],
  ["IPv6 in IPv4", ipv4(hello6, { protocol: 41 }), "otherTransport"],
  ["GRE", ipv4(gre(hello4), GRE), "otherTransport"],
  ["VXLAN", toVxlan(vxlan(octets(1), { network: 0 })), "\x08\0\0\0\0\0\0\0\x01+0"],
])("left closed: %s", (_name, bytes, expected) => {
  expect(kindOf(bytes, false)).toBe(expected);
});

describe("a tunnel cut by the snap length", () => {
  test.each<[string, Uint8Array, number, string]>([
    ["in the inner IP header", inIpv4(hello4), 20 + 19, "truncated"],
    ["in the inner payload", inIpv4(hello4), 20 + 20 + 8 + 2, "he+3"],
    ["in GRE", ipv4(gre(hello4), GRE), 20 + 3, "truncated"],
    ["in the key of GRE", ipv4(gre(hello4, { flags: 0x2000, options: u32(7) }), GRE), 20 + 7, "truncated"],
    ["in GRE of another protocol", ipv4(gre(hello4, { protocol: 0x880b }), GRE), 20 + 4, "otherTransport"],
    ["behind the UDP header of VXLAN", toVxlan(vxlan(ethernet(hello4))), 28, "truncated"],
    ["in VXLAN", toVxlan(vxlan(ethernet(hello4))), 28 + 7, "truncated"],
    ["in the frame in VXLAN", toVxlan(vxlan(ethernet(hello4))), 28 + 8 + 13, "truncated"],
    ["in a datagram to the port of VXLAN that is none", toVxlan(ascii("OPTIONS sip:a SIP/2.0")), 28 + 3, "OPT+18"],
  ])("%s", (_name, bytes, stored, expected) => {
    expect(kindOf(bytes.subarray(0, stored), true, bytes.length)).toBe(expected);
  });
});

describe("tunnels in tunnels", () => {
  const nested = (count: number) => Array.from({ length: count }).reduce<Uint8Array>(inIpv4, hello4);

  test("are opened eight deep", () => {
    expect(kindOf(nested(8))).toBe("hello+0");
  });

  test("are counted by the ninth beyond that, and told", () => {
    const decoder = new PacketDecoder({ tunnels: true });
    const kinds = [nested(8), nested(9), nested(3_000)].map((bytes, index) =>
      summarise(decoder.decode(packetRecord(bytes, { number: index + 1, linkType: RAW }))),
    );
    expect(kinds).toEqual(["hello+0", "otherTransport", "otherTransport"]);
    expect(decoder.problems()).toMatchObject([
      { code: "nested-too-deep", effect: "left-out", count: 2, firstPacket: 2 },
    ]);
  });
});
