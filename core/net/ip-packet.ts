import { readU16, readU32InOrder } from "../capture/read-integers.ts";
import type { UndecodedClass } from "./datagram.ts";
import type { IpSpan } from "./link-layer.ts";
import { type Span, shortfall } from "./span.ts";

/** What an IP packet carries, behind its header and its extension headers. */
export interface IpPayload extends Span {
  readonly version: 4 | 6;
  readonly network: number;
  /** Where the IP header starts. */
  readonly header: number;
  /** What starts at `start`: an IP protocol number. */
  readonly protocol: number;
  /** Null for a whole payload. */
  readonly fragment: FragmentPlace | null;
}

/** Where in its datagram a fragment belongs. */
export interface FragmentPlace {
  readonly identification: number;
  /** In bytes of the fragmented part. */
  readonly offset: number;
  readonly moreFollow: boolean;
}

/** IP protocol numbers, IANA protocol-numbers. */
const PROTOCOL_HOP_BY_HOP = 0;
export const PROTOCOL_IPV4 = 4;
export const PROTOCOL_TCP = 6;
export const PROTOCOL_UDP = 17;
export const PROTOCOL_IPV6 = 41;
const PROTOCOL_ROUTING = 43;
const PROTOCOL_FRAGMENT = 44;
export const PROTOCOL_GRE = 47;
const PROTOCOL_AUTHENTICATION = 51;
const PROTOCOL_DESTINATION_OPTIONS = 60;
const PROTOCOL_MOBILITY = 135;
const PROTOCOL_HOST_IDENTITY = 139;
const PROTOCOL_SHIM6 = 140;

/** IPv6 options, RFC 8200 section 4.2 and RFC 2675 section 2. */
const OPTION_PAD1 = 0;
const OPTION_JUMBO = 0xc2;

/**
 * Reads an IP header and the extension headers behind it. Lengths are checked against each other and against the
 * packet's length on the wire, so a packet cut by the snap length is judged like the whole one; only what cannot be
 * judged is `truncated`. Checksums are not verified: a scanner's mistakes are evidence.
 */
export function readIpPacket(packet: IpSpan): IpPayload | UndecodedClass {
  return packet.version === 4 ? readIpv4Packet(packet) : readIpv6Packet(packet);
}

/** RFC 791 section 3.1. */
function readIpv4Packet({ bytes, start, end: outerEnd, network }: IpSpan): IpPayload | UndecodedClass {
  const lacks = shortfall(bytes, start, 20, outerEnd);
  if (lacks !== undefined) return lacks;
  const version = (bytes[start] as number) >>> 4;
  const headerBytes = ((bytes[start] as number) & 0x0f) * 4;
  const totalBytes = readU16(bytes, start + 2);
  const protocol = bytes[start + 9] as number;
  // Captured on the sending host, before the network card has cut it into segments and filled in their lengths.
  const isOffloaded = totalBytes === 0 && protocol === PROTOCOL_TCP;
  const end = isOffloaded ? outerEnd : start + totalBytes;
  if (version !== 4 || headerBytes < 20 || start + headerBytes > end || end > outerEnd) return "malformed";

  const flagsAndOffset = readU16(bytes, start + 6);
  const moreFollow = (flagsAndOffset & 0x2000) !== 0;
  const offset = (flagsAndOffset & 0x1fff) * 8;
  const fragment =
    moreFollow || offset !== 0 ? { identification: readU16(bytes, start + 4), offset, moreFollow } : null;
  return skipExtensionHeaders({
    bytes,
    start: start + headerBytes,
    end,
    version: 4,
    network,
    header: start,
    protocol,
    fragment,
  });
}

/** RFC 8200 section 3. */
function readIpv6Packet({ bytes, start, end: outerEnd, network }: IpSpan): IpPayload | UndecodedClass {
  const lacks = shortfall(bytes, start, 40, outerEnd);
  if (lacks !== undefined) return lacks;
  if ((bytes[start] as number) >>> 4 !== 6) return "malformed";
  const payloadBytes = readU16(bytes, start + 4);
  const protocol = bytes[start + 6] as number;
  const isJumbogram = payloadBytes === 0 && protocol === PROTOCOL_HOP_BY_HOP;
  const length = isJumbogram ? jumboPayloadBytes(bytes, start + 40, outerEnd) : payloadBytes;
  if (typeof length === "string") return length;
  const end = start + 40 + length;
  if (end > outerEnd) return "malformed";
  return skipExtensionHeaders({
    bytes,
    start: start + 40,
    end,
    version: 6,
    network,
    header: start,
    protocol,
    fragment: null,
  });
}

/** Payload length of a jumbogram, from its option in the hop-by-hop header at `start`. RFC 2675 section 2. */
function jumboPayloadBytes(bytes: Uint8Array, start: number, outerEnd: number): number | "malformed" | "truncated" {
  const noHeader = shortfall(bytes, start, 2, outerEnd);
  if (noHeader !== undefined) return noHeader;
  const lacks = shortfall(
    bytes,
    start,
    extensionHeaderBytes(PROTOCOL_HOP_BY_HOP, bytes[start + 1] as number),
    outerEnd,
  );
  if (lacks !== undefined) return lacks;
  const end = start + extensionHeaderBytes(PROTOCOL_HOP_BY_HOP, bytes[start + 1] as number);
  let at = start + 2;
  while (at + 1 < end) {
    const type = bytes[at] as number;
    const optionBytes = type === OPTION_PAD1 ? 1 : 2 + (bytes[at + 1] as number);
    if (type === OPTION_JUMBO && optionBytes === 6 && at + 6 <= end) {
      const length = readU32InOrder(bytes, at + 2, false);
      return length > 0xffff ? length : "malformed";
    }
    at += optionBytes;
  }
  return "malformed";
}

/**
 * The payload behind its extension headers (RFC 8200 section 4, RFC 4302 for the authentication header, which IPv4 has
 * too), or that of the fragment they end in. The headers of a fragment are those of its datagram and stay.
 */
export function skipExtensionHeaders(payload: IpPayload): IpPayload | UndecodedClass {
  if (payload.fragment !== null || !isExtensionHeader(payload.version, payload.protocol)) return payload;
  const { bytes, version, end } = payload;
  let { protocol, start } = payload;
  while (isExtensionHeader(version, protocol)) {
    const lacks = shortfall(bytes, start, 8, end);
    if (lacks !== undefined) return lacks;
    const next = bytes[start] as number;
    if (protocol === PROTOCOL_FRAGMENT) {
      const field = readU16(bytes, start + 2);
      const fragment = {
        identification: readU32InOrder(bytes, start + 4, false),
        offset: field & 0xfff8,
        moreFollow: (field & 1) === 1,
      };
      // One without either is an atomic fragment, that is, a whole packet (RFC 6946).
      if (fragment.offset !== 0 || fragment.moreFollow)
        return { ...payload, protocol: next, start: start + 8, fragment };
    }
    start += extensionHeaderBytes(protocol, bytes[start + 1] as number);
    if (start > end) return "malformed";
    protocol = next;
  }
  return { ...payload, protocol, start };
}

function isExtensionHeader(version: 4 | 6, protocol: number): boolean {
  if (protocol === PROTOCOL_UDP) return false;
  switch (protocol) {
    case PROTOCOL_AUTHENTICATION:
      return true;
    case PROTOCOL_HOP_BY_HOP:
    case PROTOCOL_ROUTING:
    case PROTOCOL_FRAGMENT:
    case PROTOCOL_DESTINATION_OPTIONS:
    case PROTOCOL_MOBILITY:
    case PROTOCOL_HOST_IDENTITY:
    case PROTOCOL_SHIM6:
      return version === 6;
    default:
      return false;
  }
}

/** Size of an extension header, at least 8; `length` is the field of that name, whose unit depends on the header. */
function extensionHeaderBytes(protocol: number, length: number): number {
  if (protocol === PROTOCOL_FRAGMENT) return 8;
  return protocol === PROTOCOL_AUTHENTICATION ? (length + 2) * 4 : (length + 1) * 8;
}
