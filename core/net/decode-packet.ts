import type { PacketRecord } from "../capture/packet-record.ts";
import { readU16, readU32InOrder } from "../capture/read-integers.ts";
import { type IpAddress, readIpv4, readIpv6 } from "./address.ts";
import type { Datagram, UndecodedClass } from "./datagram.ts";

/** What a packet is: a UDP datagram, or something else that is counted by its class. */
export type Decoded =
  | { readonly kind: "datagram"; readonly datagram: Datagram }
  | { readonly kind: "other"; readonly class: UndecodedClass; readonly unsupportedLinkType?: true };

const MALFORMED: Decoded = { kind: "other", class: "malformed" };
const NOT_IP: Decoded = { kind: "other", class: "notIp" };
const UNSUPPORTED_LINK_TYPE: Decoded = { kind: "other", class: "notIp", unsupportedLinkType: true };
const FRAGMENT: Decoded = { kind: "other", class: "fragment" };
const TCP: Decoded = { kind: "other", class: "tcp" };
const OTHER_TRANSPORT: Decoded = { kind: "other", class: "otherTransport" };
const TRUNCATED: Decoded = { kind: "other", class: "truncated" };

/** Link types, tcpdump.org/linktypes.html. */
const LINKTYPE_NULL = 0;
const LINKTYPE_ETHERNET = 1;
const LINKTYPE_RAW = 101;
/** Raw IP as some systems wrote it before LINKTYPE_RAW was assigned. */
const LINKTYPE_RAW_BSD = 12;
const LINKTYPE_RAW_OPENBSD = 14;
const LINKTYPE_LOOP = 108;
const LINKTYPE_LINUX_SLL = 113;
const LINKTYPE_IPV4 = 228;
const LINKTYPE_IPV6 = 229;
const LINKTYPE_LINUX_SLL2 = 276;

const ETHERTYPE_IPV4 = 0x0800;
const ETHERTYPE_IPV6 = 0x86dd;
const ETHERTYPE_VLAN = 0x8100;
const ETHERTYPE_SERVICE_VLAN = 0x88a8;
/** Service tags as they were written before 802.1ad. */
const ETHERTYPE_QINQ = 0x9100;

const PROTOCOL_HOP_BY_HOP = 0;
const PROTOCOL_TCP = 6;
const PROTOCOL_UDP = 17;
const PROTOCOL_ROUTING = 43;
const PROTOCOL_FRAGMENT = 44;
const PROTOCOL_AUTHENTICATION = 51;
const PROTOCOL_DESTINATION_OPTIONS = 60;

/**
 * Takes a packet apart as far as UDP. Lengths are checked against each other and against the packet's length on the
 * wire, so a packet cut by the snap length is judged like the whole one; only what cannot be judged is `truncated`.
 * Checksums are not verified: a scanner's mistakes are evidence.
 */
export function decodePacket(packet: PacketRecord): Decoded {
  switch (packet.linkType) {
    case LINKTYPE_ETHERNET:
      return decodeAfterEtherType(packet, 12, 14);
    case LINKTYPE_LINUX_SLL:
      return decodeAfterEtherType(packet, 14, 16);
    case LINKTYPE_LINUX_SLL2:
      return decodeAfterEtherType(packet, 0, 20);
    case LINKTYPE_NULL:
    case LINKTYPE_LOOP:
      return decodeAfterFamily(packet);
    case LINKTYPE_RAW:
    case LINKTYPE_RAW_BSD:
    case LINKTYPE_RAW_OPENBSD:
      return decodeRawIp(packet);
    case LINKTYPE_IPV4:
      return decodeIpv4(packet, 0);
    case LINKTYPE_IPV6:
      return decodeIpv6(packet, 0);
    default:
      return UNSUPPORTED_LINK_TYPE;
  }
}

/** A link header of `headerBytes` with an EtherType in it, and any number of VLAN tags behind it. */
function decodeAfterEtherType(packet: PacketRecord, etherTypeAt: number, headerBytes: number): Decoded {
  const { bytes } = packet;
  if (bytes.length < headerBytes) return endsEarly(packet);
  let etherType = readU16(bytes, etherTypeAt);
  let start = headerBytes;
  while (etherType === ETHERTYPE_VLAN || etherType === ETHERTYPE_SERVICE_VLAN || etherType === ETHERTYPE_QINQ) {
    if (bytes.length < start + 4) return endsEarly(packet);
    etherType = readU16(bytes, start + 2);
    start += 4;
  }
  if (etherType === ETHERTYPE_IPV4) return decodeIpv4(packet, start);
  if (etherType === ETHERTYPE_IPV6) return decodeIpv6(packet, start);
  return NOT_IP;
}

/** The address family of BSD loopback devices, which is written in the byte order of the capturing machine. */
function decodeAfterFamily(packet: PacketRecord): Decoded {
  if (packet.bytes.length < 4) return endsEarly(packet);
  const bigEndian = readU32InOrder(packet.bytes, 0, false);
  const family = bigEndian > 0xffff ? readU32InOrder(packet.bytes, 0, true) : bigEndian;
  switch (family) {
    case 2:
      return decodeIpv4(packet, 4);
    // AF_INET6 of Linux, NetBSD and OpenBSD, FreeBSD, macOS.
    case 10:
    case 24:
    case 28:
    case 30:
      return decodeIpv6(packet, 4);
    default:
      return NOT_IP;
  }
}

function decodeRawIp(packet: PacketRecord): Decoded {
  const first = packet.bytes[0];
  return first !== undefined && first >>> 4 === 6 ? decodeIpv6(packet, 0) : decodeIpv4(packet, 0);
}

/** RFC 791 section 3.1. */
function decodeIpv4(packet: PacketRecord, start: number): Decoded {
  const { bytes } = packet;
  if (bytes.length < start + 20) return endsEarly(packet);
  const version = (bytes[start] as number) >>> 4;
  const headerBytes = ((bytes[start] as number) & 0x0f) * 4;
  const totalBytes = readU16(bytes, start + 2);
  const end = start + totalBytes;
  if (version !== 4 || headerBytes < 20 || totalBytes < headerBytes || end > wireLength(packet)) return MALFORMED;
  // "More fragments" or an offset.
  if ((readU16(bytes, start + 6) & 0x3fff) !== 0) return FRAGMENT;

  const protocol = bytes[start + 9] as number;
  if (protocol !== PROTOCOL_UDP) return protocol === PROTOCOL_TCP ? TCP : OTHER_TRANSPORT;
  const udp = start + headerBytes;
  return (
    udpFault(packet, udp, end) ??
    datagramAt(
      packet,
      udp,
      readIpv4(bytes, start + 12),
      readIpv4(bytes, start + 16),
      bytes[start + 8] as number,
      readU16(bytes, start + 4),
    )
  );
}

/** RFC 8200 sections 3 and 4, RFC 4302 for the authentication header. */
function decodeIpv6(packet: PacketRecord, start: number): Decoded {
  const { bytes } = packet;
  if (bytes.length < start + 40) return endsEarly(packet);
  const end = start + 40 + readU16(bytes, start + 4);
  if ((bytes[start] as number) >>> 4 !== 6 || end > wireLength(packet)) return MALFORMED;

  let protocol = bytes[start + 6] as number;
  let at = start + 40;
  while (isExtensionHeader(protocol)) {
    if (at + 8 > end) return MALFORMED;
    if (at + 8 > bytes.length) return TRUNCATED;
    // "More fragments" or an offset; without either it is an atomic fragment (RFC 6946), that is, a whole packet.
    if (protocol === PROTOCOL_FRAGMENT && (readU16(bytes, at + 2) & 0xfff9) !== 0) return FRAGMENT;
    const next = at + extensionHeaderBytes(protocol, bytes[at + 1] as number);
    if (next > end) return MALFORMED;
    protocol = bytes[at] as number;
    at = next;
  }
  if (protocol !== PROTOCOL_UDP) return protocol === PROTOCOL_TCP ? TCP : OTHER_TRANSPORT;
  return (
    udpFault(packet, at, end) ??
    datagramAt(packet, at, readIpv6(bytes, start + 8), readIpv6(bytes, start + 24), bytes[start + 7] as number, null)
  );
}

function isExtensionHeader(protocol: number): boolean {
  return (
    protocol === PROTOCOL_HOP_BY_HOP ||
    protocol === PROTOCOL_ROUTING ||
    protocol === PROTOCOL_FRAGMENT ||
    protocol === PROTOCOL_AUTHENTICATION ||
    protocol === PROTOCOL_DESTINATION_OPTIONS
  );
}

/** Size of an extension header, at least 8; `length` is the field of that name, whose unit depends on the header. */
function extensionHeaderBytes(protocol: number, length: number): number {
  if (protocol === PROTOCOL_FRAGMENT) return 8;
  return protocol === PROTOCOL_AUTHENTICATION ? (length + 2) * 4 : (length + 1) * 8;
}

/** What is wrong with the UDP header at `start` of an IP payload that reaches to `end`, if anything. RFC 768. */
function udpFault(packet: PacketRecord, start: number, end: number): Decoded | undefined {
  if (start + 8 > end) return MALFORMED;
  if (start + 8 > packet.bytes.length) return TRUNCATED;
  const udpBytes = readU16(packet.bytes, start + 4);
  return udpBytes < 8 || start + udpBytes > end ? MALFORMED : undefined;
}

function datagramAt(
  packet: PacketRecord,
  start: number,
  source: IpAddress,
  destination: IpAddress,
  timeToLive: number,
  identification: number | null,
): Decoded {
  const { bytes } = packet;
  const end = start + readU16(bytes, start + 4);
  const storedEnd = Math.min(end, bytes.length);
  return {
    kind: "datagram",
    datagram: {
      source,
      destination,
      sourcePort: readU16(bytes, start),
      destinationPort: readU16(bytes, start + 2),
      timeToLive,
      identification,
      payload: bytes.subarray(start + 8, storedEnd),
      missingBytes: end - storedEnd,
    },
  };
}

/** Length on the wire. Writers that state less than they stored are not believed. */
function wireLength(packet: PacketRecord): number {
  return Math.max(packet.originalLength, packet.bytes.length);
}

/** Class of a packet whose stored bytes end inside a header. */
function endsEarly(packet: PacketRecord): Decoded {
  return packet.originalLength > packet.bytes.length ? TRUNCATED : MALFORMED;
}
