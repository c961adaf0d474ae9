import { readU16, readU32InOrder } from "../capture/read-integers.ts";
import type { UndecodedClass } from "./datagram.ts";
import { type Span, shortfall } from "./span.ts";

/** Where an IP packet should be, by what the layers above it say. */
export interface IpSpan extends Span {
  readonly version: 4 | 6;
  /** Tells networks apart that share one wire: the four innermost VLAN tags, or what a tunnel calls its network. */
  readonly network: number;
}

/** What a link layer carries: an IP packet, or something else that is counted by its class. */
export type LinkContent = IpSpan | UndecodedClass;

/** Bytes behind an EtherType. */
interface EtherPayload extends Span {
  readonly etherType: number;
  readonly network: number;
}

/** Link types, tcpdump.org/linktypes.html. */
const LINKTYPE_NULL = 0;
const LINKTYPE_ETHERNET = 1;
const LINKTYPE_PPP = 9;
/** Raw IP as some systems wrote it before LINKTYPE_RAW was assigned. */
const LINKTYPE_RAW_BSD = 12;
const LINKTYPE_RAW_OPENBSD = 14;
const LINKTYPE_PPP_HDLC = 50;
const LINKTYPE_PPP_ETHER = 51;
const LINKTYPE_RAW = 101;
const LINKTYPE_LOOP = 108;
const LINKTYPE_LINUX_SLL = 113;
const LINKTYPE_IPV4 = 228;
const LINKTYPE_IPV6 = 229;
const LINKTYPE_LINUX_SLL2 = 276;

/** EtherTypes, IANA ieee-802-numbers. */
export const ETHERTYPE_IPV4 = 0x0800;
const ETHERTYPE_VLAN = 0x8100;
export const ETHERTYPE_IPV6 = 0x86dd;
const ETHERTYPE_MPLS = 0x8847;
/** MPLS with an upstream-assigned label, once "multicast" (RFC 5332). */
const ETHERTYPE_MPLS_UPSTREAM = 0x8848;
const ETHERTYPE_PPPOE_SESSION = 0x8864;
const ETHERTYPE_SERVICE_VLAN = 0x88a8;
/** Service tags as they were written before 802.1ad. */
const ETHERTYPE_QINQ = 0x9100;
/** Up to here the field is the length of an 802.3 frame. */
const MAX_802_3_LENGTH = 1500;
/** How an 802.2 header starts that goes on with an EtherType: SNAP of the organisation 0. */
const SNAP = [0xaa, 0xaa, 0x03, 0, 0, 0];

/** PPP protocol numbers, IANA ppp-numbers. */
const PPP_IPV4 = 0x0021;
const PPP_IPV6 = 0x0057;
const PPP_MPLS = 0x0281;

/** Opens the link layer of a packet that had `end` bytes on the wire; undefined if its link type cannot be decoded. */
export function openLink(linkType: number, bytes: Uint8Array, end: number): LinkContent | undefined {
  switch (linkType) {
    case LINKTYPE_ETHERNET:
      return openEthernet(bytes, 0, end, 0);
    case LINKTYPE_LINUX_SLL:
      return openEtherHeader(bytes, 14, 16, end, 0);
    case LINKTYPE_LINUX_SLL2:
      return openEtherHeader(bytes, 0, 20, end, 0);
    case LINKTYPE_NULL:
    case LINKTYPE_LOOP:
      return openFamily(bytes, end);
    case LINKTYPE_RAW:
    case LINKTYPE_RAW_BSD:
    case LINKTYPE_RAW_OPENBSD:
      return ipSpan(versionAt(bytes, 0) === 6 ? 6 : 4, bytes, 0, end, 0);
    case LINKTYPE_IPV4:
      return ipSpan(4, bytes, 0, end, 0);
    case LINKTYPE_IPV6:
      return ipSpan(6, bytes, 0, end, 0);
    case LINKTYPE_PPP:
    case LINKTYPE_PPP_HDLC:
      return openAll(openPpp(bytes, 0, end, 0));
    case LINKTYPE_PPP_ETHER:
      return openAll(openPppoe(bytes, 0, end, 0));
    default:
      return undefined;
  }
}

/** Opens an Ethernet frame inside a packet. */
export function openEthernet(bytes: Uint8Array, start: number, end: number, network: number): LinkContent {
  return openEtherHeader(bytes, start + 12, start + 14, end, network);
}

/** Opens what stands behind an EtherType. */
function openEtherHeader(
  bytes: Uint8Array,
  etherTypeAt: number,
  start: number,
  end: number,
  network: number,
): LinkContent {
  const lacks = shortfall(bytes, start, 0, end);
  if (lacks !== undefined) return lacks;
  const etherType = readU16(bytes, etherTypeAt);
  // The usual frame first: it is most of every capture.
  if (etherType === ETHERTYPE_IPV4) return ipSpan(4, bytes, start, end, network);
  return openAll({ bytes, start, end, etherType, network });
}

/** Opens one header after the other, and not one inside the other: hostile frames stack any number of them. */
function openAll(outermost: EtherPayload | LinkContent): LinkContent {
  let content = outermost;
  while (typeof content !== "string" && "etherType" in content) content = openNext(content);
  return content;
}

function openNext(payload: EtherPayload): EtherPayload | LinkContent {
  const { bytes, start, end, etherType, network } = payload;
  switch (etherType) {
    case ETHERTYPE_IPV4:
      return ipSpan(4, bytes, start, end, network);
    case ETHERTYPE_IPV6:
      return ipSpan(6, bytes, start, end, network);
    case ETHERTYPE_VLAN:
    case ETHERTYPE_SERVICE_VLAN:
    case ETHERTYPE_QINQ:
      return openVlanTag(payload);
    case ETHERTYPE_PPPOE_SESSION:
      return openPppoe(bytes, start, end, network);
    case ETHERTYPE_MPLS:
    case ETHERTYPE_MPLS_UPSTREAM:
      return openMpls(payload);
    default:
      return etherType <= MAX_802_3_LENGTH ? openSnap(payload) : "notIp";
  }
}

function openVlanTag({ bytes, start, end, network }: EtherPayload): EtherPayload | LinkContent {
  const lacks = shortfall(bytes, start, 4, end);
  if (lacks !== undefined) return lacks;
  const vlan = readU16(bytes, start) & 0x0fff;
  return {
    bytes,
    start: start + 4,
    end,
    etherType: readU16(bytes, start + 2),
    network: (network % 2 ** 36) * 4096 + vlan,
  };
}

/** An 802.3 frame whose 802.2 header is a SNAP header with an EtherType: RFC 1042. All other 802.2 is not IP. */
function openSnap({ bytes, start, end, etherType: length, network }: EtherPayload): EtherPayload | LinkContent {
  if (length < 8 || start + 8 > end) return "notIp";
  const isSnap = SNAP.every((byte, index) => start + index >= bytes.length || bytes[start + index] === byte);
  if (!isSnap) return "notIp";
  if (start + 8 > bytes.length) return "truncated";
  if (start + length > end) return "malformed";
  return { bytes, start: start + 8, end: start + length, etherType: readU16(bytes, start + 6), network };
}

/** RFC 2516 section 4, at the byte of version and type. */
function openPppoe(bytes: Uint8Array, start: number, end: number, network: number): EtherPayload | LinkContent {
  const lacks = shortfall(bytes, start, 6, end);
  if (lacks !== undefined) return lacks;
  // Version 1, type 1, and code 0: data of a session.
  if (readU16(bytes, start) !== 0x1100) return "notIp";
  const pppEnd = start + 6 + readU16(bytes, start + 4);
  return pppEnd > end ? "malformed" : openPpp(bytes, start + 6, pppEnd, network);
}

/** RFC 1661 section 2; the address and control bytes of RFC 1662 may stand before it. */
function openPpp(bytes: Uint8Array, start: number, end: number, network: number): EtherPayload | LinkContent {
  const framed = start + 2 <= Math.min(bytes.length, end) && readU16(bytes, start) === 0xff03;
  const protocolAt = framed ? start + 2 : start;
  const lacks = shortfall(bytes, protocolAt, 2, end);
  if (lacks !== undefined) return lacks;
  // Only the last byte of a protocol number is odd, and it may stand alone (RFC 1661 section 6.5).
  const first = bytes[protocolAt] as number;
  const isShort = (first & 1) === 1;
  const protocol = isShort ? first : readU16(bytes, protocolAt);
  const content = protocolAt + (isShort ? 1 : 2);
  switch (protocol) {
    case PPP_IPV4:
      return ipSpan(4, bytes, content, end, network);
    case PPP_IPV6:
      return ipSpan(6, bytes, content, end, network);
    case PPP_MPLS:
      return { bytes, start: content, end, etherType: ETHERTYPE_MPLS, network };
    default:
      return "notIp";
  }
}

/**
 * A stack of MPLS labels, RFC 3032. They do not say what they carry; as routers do, the first four bits behind them
 * decide (RFC 4928): 4 and 6 are IP. All else is taken for an Ethernet pseudowire, with a control word before the frame
 * if there are two bytes of zeros (RFC 4448 section 4.6); what it is not has no EtherType of ours and is not IP.
 */
function openMpls({ bytes, start, end, network }: EtherPayload): EtherPayload | LinkContent {
  let content = start;
  for (let isBottom = false; !isBottom; content += 4) {
    const lacks = shortfall(bytes, content, 4, end);
    if (lacks !== undefined) return lacks;
    isBottom = ((bytes[content + 2] as number) & 1) === 1;
  }
  const lacks = shortfall(bytes, content, 1, end);
  if (lacks !== undefined) return lacks;
  const version = versionAt(bytes, content);
  if (version === 4 || version === 6) return ipSpan(version, bytes, content, end, network);
  if (content + 18 > end) return "notIp";
  if (content + 18 > bytes.length) return "truncated";
  const frame = readU16(bytes, content) === 0 ? content + 4 : content;
  return { bytes, start: frame + 14, end, etherType: readU16(bytes, frame + 12), network };
}

/** The address family of BSD loopback devices, which is written in the byte order of the capturing machine. */
function openFamily(bytes: Uint8Array, end: number): LinkContent {
  const lacks = shortfall(bytes, 0, 4, end);
  if (lacks !== undefined) return lacks;
  const bigEndian = readU32InOrder(bytes, 0, false);
  const family = bigEndian > 0xffff ? readU32InOrder(bytes, 0, true) : bigEndian;
  switch (family) {
    case 2:
      return ipSpan(4, bytes, 4, end, 0);
    // AF_INET6 of Linux, NetBSD and OpenBSD, FreeBSD, macOS.
    case 10:
    case 24:
    case 28:
    case 30:
      return ipSpan(6, bytes, 4, end, 0);
    default:
      return "notIp";
  }
}

/** The first four bits at `offset`, which in IP are the version. */
function versionAt(bytes: Uint8Array, offset: number): number | undefined {
  const first = bytes[offset];
  return first === undefined ? undefined : first >>> 4;
}

function ipSpan(version: 4 | 6, bytes: Uint8Array, start: number, end: number, network: number): IpSpan {
  return { bytes, start, end, version, network };
}
