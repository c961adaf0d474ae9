import { readU16, readU32InOrder } from "../capture/read-integers.ts";
import { type IpPayload, PROTOCOL_GRE, PROTOCOL_IPV4, PROTOCOL_IPV6, PROTOCOL_UDP } from "./ip-packet.ts";
import { ETHERTYPE_IPV4, ETHERTYPE_IPV6, type LinkContent, openEthernet } from "./link-layer.ts";
import { shortfall } from "./span.ts";

/** EtherType of whole Ethernet frames in GRE, "transparent Ethernet bridging" (RFC 1701). */
const ETHERTYPE_BRIDGED = 0x6558;

/** Bits of the first two bytes of GRE: RFC 2784 and RFC 2890, the routing bit RFC 1701. */
const GRE_CHECKSUM = 0x8000;
const GRE_ROUTING = 0x4000;
const GRE_KEY = 0x2000;
const GRE_SEQUENCE = 0x1000;
const GRE_VERSION = 0x0007;

/** RFC 7348 section 5. */
const VXLAN_PORT = 4789;
const VXLAN_HEADER_BYTES = 8;
const ETHERNET_HEADER_BYTES = 14;

/** Whether a payload may be a tunnel that can be opened: cheap to ask, and false for almost every packet. */
export function isTunnel({ bytes, start, protocol }: IpPayload): boolean {
  if (protocol === PROTOCOL_UDP) return readU16(bytes, start + 2) === VXLAN_PORT;
  return protocol === PROTOCOL_IPV4 || protocol === PROTOCOL_IPV6 || protocol === PROTOCOL_GRE;
}

/** What the tunnel that this payload is carries; undefined if it is none that can be opened. */
export function openTunnel(payload: IpPayload): LinkContent | undefined {
  switch (payload.protocol) {
    case PROTOCOL_UDP:
      return openVxlan(payload);
    case PROTOCOL_IPV4:
      return inner(4, payload, payload.start, 0);
    case PROTOCOL_IPV6:
      return inner(6, payload, payload.start, 0);
    case PROTOCOL_GRE:
      return openGre(payload);
    default:
      return undefined;
  }
}

/** GRE of version 0 that carries IP or Ethernet; its key is taken as the name of the network. */
function openGre(payload: IpPayload): LinkContent | undefined {
  const { bytes, start, end } = payload;
  const lacks = shortfall(bytes, start, 4, end);
  if (lacks !== undefined) return lacks === "truncated" ? lacks : undefined;
  const flags = readU16(bytes, start);
  const protocol = readU16(bytes, start + 2);
  if ((flags & (GRE_ROUTING | GRE_VERSION)) !== 0) return undefined;
  if (protocol !== ETHERTYPE_IPV4 && protocol !== ETHERTYPE_IPV6 && protocol !== ETHERTYPE_BRIDGED) return undefined;
  const keyAt = start + ((flags & GRE_CHECKSUM) === 0 ? 4 : 8);
  const sequenceAt = keyAt + ((flags & GRE_KEY) === 0 ? 0 : 4);
  const content = sequenceAt + ((flags & GRE_SEQUENCE) === 0 ? 0 : 4);
  if (content > end) return undefined;
  if (content > bytes.length) return "truncated";
  const network = keyAt === sequenceAt ? 0 : readU32InOrder(bytes, keyAt, false);
  if (protocol === ETHERTYPE_BRIDGED) return openEthernet(bytes, content, end, network);
  return inner(protocol === ETHERTYPE_IPV4 ? 4 : 6, payload, content, network);
}

/**
 * A UDP datagram to the port of VXLAN. The first byte has to be that of VXLAN, with or without the bit of a group
 * policy, so that text is never taken for it: the "O" of OPTIONS has the flag of VXLAN set, too.
 */
function openVxlan({ bytes, start, end }: IpPayload): LinkContent | undefined {
  if (shortfall(bytes, start, 8, end) !== undefined || readU16(bytes, start + 2) !== VXLAN_PORT) return undefined;
  const header = start + 8;
  const frame = header + VXLAN_HEADER_BYTES;
  const udpEnd = start + readU16(bytes, start + 4);
  if (udpEnd > end || frame + ETHERNET_HEADER_BYTES > udpEnd) return undefined;
  if (header < bytes.length && ((bytes[header] as number) & 0x7f) !== 0x08) return undefined;
  if (frame > bytes.length) return "truncated";
  const network = readU32InOrder(bytes, header + 4, false) >>> 8;
  return openEthernet(bytes, frame, udpEnd, network);
}

function inner(version: 4 | 6, { bytes, end }: IpPayload, start: number, network: number): LinkContent {
  return { bytes, start, end, version, network };
}
