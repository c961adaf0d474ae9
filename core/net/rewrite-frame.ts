import type { PacketRecord } from "../capture/packet-record.ts";
import { readU16 } from "../capture/read-integers.ts";
import type { IpAddress } from "./address.ts";
import { readIpv4, readIpv6 } from "./address.ts";
import { ipv6Value } from "./address-value.ts";
import { mendedChecksum, sumOf } from "./internet-checksum.ts";
import { type IpPayload, PROTOCOL_GRE, PROTOCOL_UDP, readIpPacket } from "./ip-packet.ts";
import { openLink } from "./link-layer.ts";
import { isTunnel, openTunnel } from "./tunnels.ts";

/** A frame with other addresses and another payload. */
export interface RewrittenFrame {
  readonly bytes: Uint8Array;
  readonly originalLength: number;
}

/** What the payload of a datagram becomes. */
export interface NewPayload {
  readonly stored: Uint8Array;
  /** Bytes that were on the wire behind it and are not stored. */
  readonly missingBytes: number;
}

const LINKTYPE_ETHERNET = 1;
const LINKTYPE_PPP_ETHER = 51;
const LINKTYPE_LINUX_SLL = 113;
const LINKTYPE_LINUX_SLL2 = 276;
const ETHERTYPE_PPPOE_SESSION = 0x8864;
const VLAN_TAGS = [0x8100, 0x88a8, 0x9100];
const MAX_802_3_LENGTH = 1500;
const GRE_CHECKSUM = 0x8000;
const IPV4_NO_OPERATION = 1;
const IPV6_ROUTING = 43;
const IPV6_DESTINATION_OPTIONS = 60;
/** Mobility, host identity, Shim6: headers made of addresses. */
const IPV6_MOVING = [135, 139, 140];
const MAX_LENGTH = 0xffff;

/**
 * A frame whose innermost UDP datagram has another payload, and all whose IP headers have other addresses, with lengths
 * and checksums that go with that. A checksum of zero, that is none, stays, and a wrong one stays wrong. Options of
 * IPv4, and destination options of IPv6, may hold addresses and become padding; bytes behind the datagram are dropped.
 * Null where that cannot be done: a fragment, a header made of addresses, or something that is too long then.
 */
export function rewriteFrame(
  { linkType, bytes, originalLength }: Pick<PacketRecord, "linkType" | "bytes" | "originalLength">,
  tunnels: boolean,
  map: (address: IpAddress) => IpAddress,
  payload: NewPayload,
): RewrittenFrame | null {
  const layers = layersOf(linkType, bytes, Math.max(originalLength, bytes.length), tunnels);
  const innermost = layers?.at(-1);
  if (layers === null || innermost === undefined || innermost.protocol !== PROTOCOL_UDP) return null;
  const head = innermost.start + 8;
  const stored = new Uint8Array(head + payload.stored.length);
  stored.set(bytes.subarray(0, head));
  stored.set(payload.stored, head);
  const end = head + payload.stored.length + payload.missingBytes;
  if (!setLinkLengths(stored, linkType, end)) return null;
  // From the inside out: what is outside covers what is inside.
  for (const layer of [...layers].reverse()) {
    if (!rewriteLayer(stored, layer, end, map)) return null;
  }
  return { bytes: stored, originalLength: end };
}

/** The IP packets of a frame from the outside in; null where one is no whole packet that can be opened. */
function layersOf(linkType: number, bytes: Uint8Array, end: number, tunnels: boolean): IpPayload[] | null {
  const layers: IpPayload[] = [];
  let link = openLink(linkType, bytes, end);
  while (link !== undefined) {
    if (typeof link === "string") return null;
    const content = readIpPacket(link);
    if (typeof content === "string" || content.fragment !== null) return null;
    layers.push(content);
    link = tunnels && isTunnel(content) ? openTunnel(content) : undefined;
  }
  return layers;
}

/** Rewrites one IP header and the length and checksum of what it carries. */
function rewriteLayer(
  bytes: Uint8Array,
  layer: IpPayload,
  end: number,
  map: (address: IpAddress) => IpAddress,
): boolean {
  const { start, version, header, protocol } = layer;
  const before = checkedOf(layer);
  const addressesAt = header + (version === 4 ? 12 : 8);
  const addressBytes = version === 4 ? 4 : 16;
  for (const at of [addressesAt, addressesAt + addressBytes]) {
    bytes.set(bytesOf(map(version === 4 ? readIpv4(bytes, at) : readIpv6(bytes, at))), at);
  }
  if (protocol === PROTOCOL_UDP) setU16(bytes, start + 4, end - start);
  if (version === 4) {
    if (end - header > MAX_LENGTH) return false;
    setU16(bytes, header + 2, end - header);
    bytes.fill(IPV4_NO_OPERATION, header + 20, headerEndOf(layer));
    const checksum = readU16(layer.bytes, header + 10);
    const sums = [layer.bytes, bytes].map((held) => sumOf(without(held, header, headerEndOf(layer), header + 10)));
    setU16(bytes, header + 10, mendedChecksum(checksum, sums[0] as number, sums[1] as number, false));
  } else {
    if (end - header - 40 > MAX_LENGTH || readU16(bytes, header + 4) === 0) return false;
    setU16(bytes, header + 4, end - header - 40);
    if (!padExtensions(bytes, layer)) return false;
  }
  if (before === null) return true;
  const mended = mendedChecksum(
    before.checksum,
    before.sum(layer.bytes, Math.min(layer.bytes.length, before.end), before.end - start),
    before.sum(bytes, bytes.length, end - start),
    before.end > layer.bytes.length && (layer.bytes.length - bytes.length) % 2 !== 0,
  );
  // A UDP checksum of zero would say that there is none (RFC 768).
  setU16(bytes, before.at, protocol === PROTOCOL_UDP && mended === 0 ? 0xffff : mended);
  return true;
}

/** A checksum over what an IP packet carries: that of UDP or GRE; null where there is none. */
interface Checked {
  readonly at: number;
  readonly checksum: number;
  /** Where what it covers ends on the wire. */
  readonly end: number;
  /** Sum of it as it is stored up to `storedEnd`, without the checksum, of `length` bytes on the wire. */
  sum(bytes: Uint8Array, storedEnd: number, length: number): number;
}

function checkedOf({ bytes, start, end, version, header, protocol }: IpPayload): Checked | null {
  if (protocol === PROTOCOL_GRE) {
    if ((readU16(bytes, start) & GRE_CHECKSUM) === 0) return null;
    const at = start + 4;
    const sum = (held: Uint8Array, storedEnd: number) => sumOf(without(held, start, storedEnd, at));
    return { at, checksum: readU16(bytes, at), end, sum };
  }
  if (protocol !== PROTOCOL_UDP) return null;
  const at = start + 6;
  const checksum = readU16(bytes, at);
  if (checksum === 0) return null;
  const udpEnd = start + readU16(bytes, start + 4);
  const sum = (held: Uint8Array, storedEnd: number, length: number) => {
    const addresses = version === 4 ? held.subarray(header + 12, header + 20) : held.subarray(header + 8, header + 40);
    const pseudo = Uint8Array.of(0, PROTOCOL_UDP, length >>> 8, length & 0xff);
    return sumOf([addresses, pseudo, ...without(held, start, storedEnd, at)]);
  };
  return { at, checksum, end: udpEnd, sum };
}

/** A stretch without the two bytes of a checksum, which is at an even place in it. */
function without(bytes: Uint8Array, start: number, end: number, checksumAt: number): Uint8Array[] {
  return [bytes.subarray(start, checksumAt), bytes.subarray(checksumAt + 2, end)];
}

function headerEndOf({ bytes, header }: IpPayload): number {
  return header + ((bytes[header] as number) & 0x0f) * 4;
}

/** Makes destination options padding (RFC 8200 section 4.2); false where a header is made of addresses. */
function padExtensions(bytes: Uint8Array, { header, start }: IpPayload): boolean {
  let next = bytes[header + 6] as number;
  let at = header + 40;
  while (at < start) {
    if (next === IPV6_ROUTING || IPV6_MOVING.includes(next)) return false;
    const length =
      next === 51 ? ((bytes[at + 1] as number) + 2) * 4 : next === 44 ? 8 : ((bytes[at + 1] as number) + 1) * 8;
    if (next === IPV6_DESTINATION_OPTIONS) fillWithPadding(bytes, at + 2, at + length);
    next = bytes[at] as number;
    at += length;
  }
  return true;
}

/** Options PadN, of at most 257 bytes each. */
function fillWithPadding(bytes: Uint8Array, start: number, end: number): void {
  bytes.fill(0, start, end);
  for (let at = start; at + 1 < end; at += 257) {
    bytes[at] = 1;
    bytes[at + 1] = Math.min(255, end - at - 2);
  }
}

/** Sets the lengths that headers of the link layer state: those of PPPoE and of 802.3; false where one is too short for it. */
function setLinkLengths(bytes: Uint8Array, linkType: number, end: number): boolean {
  if (linkType === LINKTYPE_PPP_ETHER) return setPppoeLength(bytes, 0, end);
  const typeAt =
    linkType === LINKTYPE_ETHERNET
      ? 12
      : linkType === LINKTYPE_LINUX_SLL
        ? 14
        : linkType === LINKTYPE_LINUX_SLL2
          ? 0
          : null;
  if (typeAt === null) return true;
  let at = typeAt;
  let content = linkType === LINKTYPE_LINUX_SLL2 ? 20 : typeAt + 2;
  while (VLAN_TAGS.includes(readU16(bytes, at))) {
    at = content + 2;
    content += 4;
  }
  const type = readU16(bytes, at);
  if (type === ETHERTYPE_PPPOE_SESSION) return setPppoeLength(bytes, content, end);
  if (type > MAX_802_3_LENGTH) return true;
  if (end - content > MAX_802_3_LENGTH) return false;
  setU16(bytes, at, end - content);
  return true;
}

/** RFC 2516 section 4: the length counts what is behind the six bytes of the header. */
function setPppoeLength(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start - 6 > MAX_LENGTH) return false;
  setU16(bytes, start + 4, end - start - 6);
  return true;
}

function bytesOf(address: IpAddress): Uint8Array {
  if (typeof address === "number") {
    return Uint8Array.of(address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255);
  }
  const value = ipv6Value(address);
  return Uint8Array.from({ length: 16 }, (_, index) => Number((value >> BigInt(120 - 8 * index)) & 0xffn));
}

function setU16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value & 0xff;
}
