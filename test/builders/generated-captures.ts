import { gzipSync } from "node:zlib";
import { fragmentIpv4 } from "../generator/packet-frames.ts";
import { ascii, concat, u16 } from "./bytes.ts";
import {
  type Encapsulation,
  inCookedV1,
  inCookedV2,
  inEthernet,
  inGre,
  inIp,
  inMpls,
  inNull,
  inPppoe,
  inVxlan,
  isIpv6,
  nested,
  type OuterHeader,
} from "./encapsulation.ts";
import { ipv4, ipv6 } from "./packet.ts";
import { PCAP_MICROSECONDS, PCAP_MODIFIED, PCAP_NANOSECONDS, pcapFile } from "./pcap.ts";
import {
  block,
  enhancedPacket,
  interfaceDescription,
  obsoletePacket,
  option,
  type PacketBlockFields,
  sectionHeader,
  simplePacket,
} from "./pcapng.ts";
import { blankLinesFirst, fragmentIpv6, trafficMix, withExtensionHeaders, withIpv4Options } from "./traffic-mix.ts";
import { zstdOfRawBlocks } from "./zstd.ts";

/** A made capture: the traffic mix in one container and one or several link types. */
export interface GeneratedCapture {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const ETHERNET = 1;
const RAW = 101;
const NULL = 0;
const LOOP = 108;
const COOKED_V1 = 113;
const COOKED_V2 = 276;
const IPV4 = 228;
const IPV6 = 229;

/** The first packet's time, and one more second for each after it. */
const START_SECONDS = 1_700_000_000;

const asIs: Encapsulation = (packet) => packet;
const outer4: OuterHeader = (protocol, payload) =>
  ipv4(payload, { protocol, source: [198, 51, 100, 7], destination: [203, 0, 113, 8] });
const outer6: OuterHeader = (protocol, payload) => ipv6(payload, { nextHeader: protocol });

const both = trafficMix("both");
const only4 = trafficMix("4");
const only6 = trafficMix("6");

/** Every row is a capture of the same kind of traffic; what differs is how it is wrapped. */
const ROWS: readonly (readonly [name: string, bytes: () => Uint8Array])[] = [
  ["pcap-le-us ethernet", () => pcap(ETHERNET, frames(inEthernet()))],
  ["pcap-be-us ethernet", () => pcap(ETHERNET, frames(inEthernet()), { littleEndian: false })],
  ["pcap-le-ns ethernet", () => pcap(ETHERNET, frames(inEthernet()), { magic: PCAP_NANOSECONDS })],
  ["pcap-be-ns cooked v1", () => pcap(COOKED_V1, frames(inCookedV1), { magic: PCAP_NANOSECONDS, littleEndian: false })],
  ["pcap-le-modified ethernet", () => pcap(ETHERNET, frames(inEthernet()), { magic: PCAP_MODIFIED })],
  ["pcap-be-modified raw", () => pcap(RAW, both, { magic: PCAP_MODIFIED, littleEndian: false })],
  ["pcap VLAN", () => pcap(ETHERNET, frames(inEthernet(0x8100)))],
  ["pcap QinQ", () => pcap(ETHERNET, frames(inEthernet(0x88a8, 0x8100)))],
  ["pcap four VLAN tags", () => pcap(ETHERNET, frames(inEthernet(0x88a8, 0x8100, 0x8100, 0x8100)))],
  ["pcap cooked v1", () => pcap(COOKED_V1, frames(inCookedV1))],
  ["pcap cooked v2", () => pcap(COOKED_V2, frames(inCookedV2))],
  ["pcap raw", () => pcap(RAW, both)],
  ["pcap raw IPv4", () => pcap(IPV4, only4)],
  ["pcap raw IPv6", () => pcap(IPV6, only6)],
  ["pcap null, little endian", () => pcap(NULL, frames(inNull(true)))],
  ["pcap null, big endian", () => pcap(NULL, frames(inNull(false)), { littleEndian: false })],
  ["pcap loop", () => pcap(LOOP, frames(inNull(false)))],
  ["pcap IPv6 extension headers", () => pcap(ETHERNET, only6.map(withExtensionHeaders).map(inEthernet()))],
  ["pcap IPv4 options, raw", () => pcap(RAW, only4.map(withIpv4Options))],
  ["pcap cut by the snap length", () => pcap(ETHERNET, frames(inEthernet()), { snapLength: 150 })],
  ["pcap blank lines before a request", () => pcap(ETHERNET, [blankLinesFirst(), ...only4].map(inEthernet()))],
  ["pcapng-le enhanced packets", () => pcapng(true, enhancedPacket)],
  ["pcapng-be enhanced packets", () => pcapng(false, enhancedPacket)],
  ["pcapng-le obsolete packets", () => pcapng(true, obsoletePacket)],
  ["pcapng-be simple packets", () => pcapng(false, simplePacket)],
  ["pcapng-le simple packets", () => pcapng(true, simplePacket)],
  ["pcapng sections of both byte orders", () => concat(pcapng(true, enhancedPacket), pcapng(false, obsoletePacket))],
  ["pcapng-le five interfaces", () => manyInterfaces(true)],
  ["pcapng-be five interfaces", () => manyInterfaces(false)],
  ["pcapng blocks and options to skip", () => concat(withForeignBlocks(true), withForeignBlocks(false))],
  ["gzip pcap", () => gzip(pcap(ETHERNET, frames(inEthernet())), 1)],
  ["gzip pcapng in three members", () => gzip(manyInterfaces(true), 3)],
  ["zstd pcap", () => zstdOfRawBlocks(pcap(ETHERNET, frames(inEthernet())), 1000)],
  ["PPPoE", () => pcap(ETHERNET, frames(inPppoe))],
  ["MPLS, one label", () => pcap(ETHERNET, frames(inMpls(100)))],
  ["MPLS, three labels", () => pcap(ETHERNET, frames(inMpls(100, 200, 300)))],
  ["GRE in IPv4", () => pcap(ETHERNET, frames(nested(inEthernet(), inGre(outer4))))],
  ["GRE with a key in IPv6", () => pcap(RAW, frames(inGre(outer6, 4711)))],
  ["IP in IPv4 (6in4 too)", () => pcap(ETHERNET, frames(nested(inEthernet(), inIp(outer4))))],
  ["IP in IPv6", () => pcap(RAW, frames(inIp(outer6)))],
  ["VXLAN in IPv4", () => pcap(ETHERNET, frames(nested(inEthernet(), inVxlan(outer4))))],
  [
    "VXLAN in GRE in VLAN",
    () => pcap(ETHERNET, frames(nested(nested(inEthernet(0x8100), inGre(outer4)), inVxlan(outer4)))),
  ],
  ["fragments in order", () => pcap(ETHERNET, fragments(both).map(inEthernet()))],
  ["fragments backwards", () => pcap(ETHERNET, fragments(both).reverse().map(inEthernet()))],
  ["fragments in GRE", () => pcap(RAW, fragments(both).map(inGre(outer4)))],
];

/** All of them, made anew: the same bytes each time. */
export function generatedCaptures(): GeneratedCapture[] {
  return ROWS.map(([name, bytes]) => ({ name, bytes: bytes() }));
}

function frames(encapsulation: Encapsulation): Uint8Array[] {
  return both.map(encapsulation);
}

interface PcapRow {
  readonly magic?: number;
  readonly littleEndian?: boolean;
  readonly snapLength?: number;
}

function pcap(linkType: number, packets: readonly Uint8Array[], row: PcapRow = {}): Uint8Array {
  const { magic = PCAP_MICROSECONDS, littleEndian = true, snapLength = 262_144 } = row;
  const records = packets.map((bytes, index) => ({
    seconds: START_SECONDS + index,
    fraction: 123_456,
    bytes: bytes.subarray(0, snapLength),
    originalLength: bytes.length,
  }));
  return pcapFile({ magic, littleEndian, snapLength, linkType, records });
}

function ticksAt(index: number): bigint {
  return BigInt(START_SECONDS + index) * 1_000_000n;
}

/** One section with one Ethernet interface. */
function pcapng(littleEndian: boolean, packetBlock: (fields: PacketBlockFields) => Uint8Array): Uint8Array {
  const packets = frames(inEthernet()).map((bytes, index) =>
    packetBlock({ littleEndian, bytes, ticks: ticksAt(index) }),
  );
  return concat(sectionHeader({ littleEndian }), interfaceDescription({ littleEndian }), ...packets);
}

/** Packets take turns on interfaces of different link types, resolutions and offsets. */
function manyInterfaces(littleEndian: boolean): Uint8Array {
  const ports: readonly (readonly [number, Encapsulation])[] = [
    [ETHERNET, inEthernet(0x8100)],
    [RAW, asIs],
    [COOKED_V1, inCookedV1],
    [NULL, inNull(littleEndian)],
    [COOKED_V2, inCookedV2],
  ];
  const interfaces = ports.map(([linkType], index) =>
    interfaceDescription({ littleEndian, linkType, resolution: [6, 9, 3, 0x8a, 0][index] as number }),
  );
  const packets = both.map((packet, index) => {
    const interfaceNumber = index % ports.length;
    const bytes = (ports[interfaceNumber] as (typeof ports)[number])[1](packet);
    return enhancedPacket({ littleEndian, interfaceNumber, bytes, ticks: BigInt(index) });
  });
  return concat(sectionHeader({ littleEndian }), ...interfaces, ...packets);
}

/** Name resolution, statistics, unknown and private blocks between the packets, comments on packets and interfaces. */
function withForeignBlocks(littleEndian: boolean): Uint8Array {
  const comment = option(1, ascii("a comment"), littleEndian);
  const foreign = [4, 5, 0x0bad, 0x8000_0001].map((type) => block(type, foreignBody(type, littleEndian), littleEndian));
  const packets = frames(inEthernet()).flatMap((bytes, index) => [
    enhancedPacket({ littleEndian, bytes, ticks: ticksAt(index), options: concat(comment, u16(0), u16(0)) }),
    foreign[index % foreign.length] as Uint8Array,
  ]);
  const described = interfaceDescription({ littleEndian, options: comment, offsetSeconds: 3600n, resolution: 6 });
  return concat(sectionHeader({ littleEndian }), described, ...packets);
}

/** An empty list of names, statistics of interface 0 without options, or bytes of no meaning. */
function foreignBody(type: number, littleEndian: boolean): Uint8Array {
  if (type === 4) return concat(u16(0, littleEndian), u16(0, littleEndian));
  return new Uint8Array(12);
}

/** The bytes in several gzip members of about equal size. */
function gzip(bytes: Uint8Array, members: number): Uint8Array {
  const size = Math.ceil(bytes.length / members);
  const parts = Array.from({ length: members }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
  return concat(...parts.map((part) => new Uint8Array(gzipSync(part))));
}

/** Each packet with a payload above 108 bytes in three fragments, the others whole. */
function fragments(packets: readonly Uint8Array[]): Uint8Array[] {
  return packets.flatMap((packet, index) => {
    const headerBytes = isIpv6(packet) ? 40 : 20;
    if (packet.length < headerBytes + 108) return [packet];
    return isIpv6(packet) ? fragmentIpv6(packet, [48, 56], index) : fragmentIpv4(packet, [48, 56]);
  });
}
