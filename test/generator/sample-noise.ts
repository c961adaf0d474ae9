import {
  arpFrame,
  fragmentIpv4,
  type IpHeader,
  portUnreachablePacket,
  tcpSynPacket,
  udpPacket,
} from "./packet-frames.ts";
import type { Random } from "./random.ts";
import { DAYS, FIRST_DAY, TELESCOPE } from "./sample-plan.ts";
import { dotted, prefix, telescopeAddresses } from "./scan-order.ts";
import { toolMessage } from "./tool-messages.ts";

/** The classes of the conservation law: every packet is in one of them. */
export const PACKET_CLASSES = [
  "sipRequest",
  "sipResponse",
  "tcp",
  "otherTransport",
  "notIp",
  "fragment",
  "malformed",
  "otherPort",
  "empty",
  "keepAlive",
  "notSip",
  "truncated",
] as const;
export type PacketClass = (typeof PACKET_CLASSES)[number];

/** A packet of the sample before it is put on a link. */
export interface SamplePacket {
  readonly timeNs: bigint;
  readonly class: PacketClass;
  /** An IP packet, or a whole Ethernet frame. */
  readonly bytes: Uint8Array;
  readonly isFrame?: true;
  /** How many bytes of the packet are stored, where the snap length cut it. */
  readonly storedBytes?: number;
  readonly comment?: string;
}

/** What a telescope receives beside scans: answers to forged requests, keep-alives, other protocols, damage. */
export function noisePackets(random: Random): SamplePacket[] {
  const targets = TELESCOPE.flatMap((text) => telescopeAddresses([prefix(text)])).map(dotted);
  const header = (): IpHeader => ({
    source: `192.0.2.${random.int(101, 126)}`,
    destination: random.pick(targets),
    timeToLive: random.pick([44, 51, 57, 112, 119, 241]),
    identification: random.int(1, 65535),
  });
  // Above the registered ports, where a dissector would see another protocol.
  const somePort = () => random.int(49152, 65000);
  const toSip = (payload: string) =>
    udpPacket(header(), { sourcePort: somePort(), destinationPort: 5060 }, latin1(payload));
  const makers: readonly (readonly [count: number, PacketClass, () => Omit<SamplePacket, "timeNs" | "class">])[] = [
    [260, "sipResponse", () => ({ bytes: backscatter(header(), random) })],
    [40, "empty", () => ({ bytes: toSip("") })],
    [120, "keepAlive", () => ({ bytes: toSip(random.pick(["\r\n\r\n", "\r\n", "\0\0\0\0", " "])) })],
    [60, "notSip", () => ({ bytes: toSip(stunBindingRequest(random)) })],
    [30, "notSip", () => ({ bytes: toSip("GET / HTTP/1.0\r\n\r\n") })],
    // ZMap's own sip_5060.pkt: a SIP scan, but no SIP message.
    [20, "notSip", () => ({ bytes: toSip("OPTIONS") })],
    [90, "otherPort", () => ({ bytes: dnsQuery(header(), random, somePort()) })],
    [
      20,
      "otherPort",
      () => ({ bytes: udpPacket(header(), { sourcePort: 5060, destinationPort: 40000 }, latin1(random.alnum(24))) }),
    ],
    [
      150,
      "tcp",
      () => ({
        bytes: tcpSynPacket(
          header(),
          { sourcePort: somePort(), destinationPort: random.pick([5060, 5061]) },
          random.bits32(),
        ),
      }),
    ],
    [70, "otherTransport", () => ({ bytes: unreachable(header(), random) })],
    [50, "notIp", () => ({ bytes: arpFrame(random.pick(targets), "198.51.100.1"), isFrame: true })],
    [12, "fragment", () => ({ bytes: loneFragment(header(), random) })],
    [
      4,
      "malformed",
      () => ({ bytes: withByte(toSip("OPTIONS"), 0, 0x43), comment: "IP header length of three words" }),
    ],
    [3, "malformed", () => ({ bytes: withByte(toSip("OPTIONS"), 25, 4), comment: "UDP length of four" })],
    [3, "truncated", () => ({ bytes: probe(header(), random), storedBytes: 28, comment: "cut behind the UDP header" })],
  ];
  return makers.flatMap(([count, packetClass, make]) =>
    Array.from({ length: count }, () => ({
      timeNs:
        BigInt(FIRST_DAY) * 1_000_000n +
        BigInt(random.int(0, DAYS * 86_400 - 1)) * 1_000_000_000n +
        BigInt(random.int(0, 999_999_999)),
      class: packetClass,
      ...make(),
    })),
  );
}

const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));

/** A server's answer to a request that somebody sent in the name of a telescope address. */
function backscatter(header: IpHeader, random: Random): Uint8Array {
  const [status, method] = random.pick([
    ["200 OK", "OPTIONS"],
    ["401 Unauthorized", "REGISTER"],
    ["403 Forbidden", "INVITE"],
    ["404 Not Found", "OPTIONS"],
  ] as const);
  const port = random.pick([5060, random.int(32768, 61000)]);
  const lines = [
    `SIP/2.0 ${status}`,
    `Via: SIP/2.0/UDP ${header.destination}:${port};branch=z9hG4bK${random.hex(10)};rport=${port}`,
    `From: <sip:100@${header.destination}>;tag=${random.hex(8)}`,
    `To: <sip:100@${header.source}>;tag=as${random.hex(8)}`,
    `Call-ID: ${random.hex(32)}`,
    `CSeq: 1 ${method}`,
    "Server: Asterisk PBX 13.18.3",
    "Content-Length: 0",
    "",
    "",
  ];
  return udpPacket(header, { sourcePort: 5060, destinationPort: port }, latin1(lines.join("\r\n")));
}

/** RFC 5389 section 6: type, length, magic cookie, transaction. */
function stunBindingRequest(random: Random): string {
  return `\x00\x01\x00\x00\x21\x12\xa4\x42${String.fromCharCode(...Array.from({ length: 12 }, () => random.int(0, 255)))}`;
}

function dnsQuery(header: IpHeader, random: Random, sourcePort: number): Uint8Array {
  const id = String.fromCharCode(random.int(0, 255), random.int(0, 255));
  const query = `${id}\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07example\x03com\x00\x00\x01\x00\x01`;
  return udpPacket(header, { sourcePort, destinationPort: 53 }, latin1(query));
}

function probe(header: IpHeader, random: Random): Uint8Array {
  const ports = { sourcePort: 5060, destinationPort: 5060 };
  return udpPacket(header, ports, toolMessage("paper/1", { ...header, ...ports }, random.fork(header.destination)));
}

/** A host that refuses a probe sent to it in the name of a telescope address: ICMP that quotes a SIP request. */
function unreachable(header: IpHeader, random: Random): Uint8Array {
  const quoted = { ...header, source: header.destination, destination: header.source };
  return portUnreachablePacket(header, probe(quoted, random));
}

/** One half of a request whose other half never comes. */
function loneFragment(header: IpHeader, random: Random): Uint8Array {
  return random.pick(fragmentIpv4(probe(header, random), [256]));
}

function withByte(packet: Uint8Array, offset: number, value: number): Uint8Array {
  const changed = packet.slice();
  changed[offset] = value;
  return changed;
}
