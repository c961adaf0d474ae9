import { concat, octets, u16, u32 } from "./bytes.ts";

const ETHERTYPE_IPV4 = 0x0800;
export const ETHERTYPE_IPV6 = 0x86dd;

export function ethernet(
  payload: Uint8Array,
  fields: { readonly etherType?: number; readonly tags?: readonly number[] } = {},
): Uint8Array {
  return concat(
    octets(2, 0, 0, 0, 0, 2), // destination
    octets(2, 0, 0, 0, 0, 1), // source
    ...(fields.tags ?? []).map((tag) => concat(u16(tag), u16(42))), // tag type, VLAN 42
    u16(fields.etherType ?? ETHERTYPE_IPV4),
    payload,
  );
}

/** A PPPoE session packet from its version on, with PPP in it: IPv4 (0x0021) if nothing else is said. */
export function pppoe(
  payload: Uint8Array,
  fields: { readonly code?: number; readonly length?: number; readonly protocol?: Uint8Array } = {},
): Uint8Array {
  const ppp = concat(fields.protocol ?? u16(0x0021), payload);
  return concat(
    octets(0x11, fields.code ?? 0), // version 1, type 1, code
    u16(1), // session
    u16(fields.length ?? ppp.length),
    ppp,
  );
}

/** A stack of MPLS labels above a payload. */
export function mpls(payload: Uint8Array, labels = 1): Uint8Array {
  const entry = (index: number) => u32((100 + index) * 4096 + (index === labels - 1 ? 256 : 0) + 64);
  return concat(...Array.from({ length: labels }, (_, index) => entry(index)), payload);
}

/** What follows the length field of an 802.3 frame that says its EtherType. */
export function snap(payload: Uint8Array, etherType = ETHERTYPE_IPV4): Uint8Array {
  return concat(octets(0xaa, 0xaa, 3, 0, 0, 0), u16(etherType), payload);
}

/** GRE with the optional fields that its flags announce. */
export function gre(
  payload: Uint8Array,
  fields: { readonly flags?: number; readonly protocol?: number; readonly options?: Uint8Array } = {},
): Uint8Array {
  return concat(
    u16(fields.flags ?? 0),
    u16(fields.protocol ?? ETHERTYPE_IPV4),
    fields.options ?? new Uint8Array(),
    payload,
  );
}

/** VXLAN network 7 around an Ethernet frame. */
export function vxlan(
  frame: Uint8Array,
  fields: { readonly flags?: number; readonly network?: number } = {},
): Uint8Array {
  return concat(octets(fields.flags ?? 8, 0, 0, 0), u32((fields.network ?? 7) * 256), frame);
}

export interface Ipv4Fields {
  readonly version?: number;
  /** Header length in 32-bit words. */
  readonly headerWords?: number;
  readonly totalLength?: number;
  readonly identification?: number;
  /** Flags and fragment offset. */
  readonly fragment?: number;
  readonly timeToLive?: number;
  readonly protocol?: number;
  readonly source?: readonly number[];
  readonly destination?: readonly number[];
  readonly options?: Uint8Array;
}

export function ipv4(payload: Uint8Array, fields: Ipv4Fields = {}): Uint8Array {
  const options = fields.options ?? new Uint8Array();
  const headerWords = fields.headerWords ?? 5 + options.length / 4;
  return concat(
    octets(((fields.version ?? 4) << 4) | headerWords, 0), // version and header length, type of service
    u16(fields.totalLength ?? 20 + options.length + payload.length),
    u16(fields.identification ?? 0),
    u16(fields.fragment ?? 0),
    octets(fields.timeToLive ?? 64, fields.protocol ?? 17),
    u16(0), // checksum: not verified
    octets(...(fields.source ?? [192, 0, 2, 1])),
    octets(...(fields.destination ?? [198, 51, 100, 1])),
    options,
    payload,
  );
}

export interface Ipv6Fields {
  readonly version?: number;
  readonly payloadLength?: number;
  readonly nextHeader?: number;
  readonly hopLimit?: number;
}

/** From 2001:db8::1 to 2001:db8::2. */
export function ipv6(payload: Uint8Array, fields: Ipv6Fields = {}): Uint8Array {
  return concat(
    u32((fields.version ?? 6) * 2 ** 28), // version, traffic class, flow label
    u16(fields.payloadLength ?? payload.length),
    octets(fields.nextHeader ?? 17, fields.hopLimit ?? 64),
    u32(0x20010db8),
    new Uint8Array(8),
    u32(1),
    u32(0x20010db8),
    new Uint8Array(8),
    u32(2),
    payload,
  );
}

/** A hop-by-hop, routing or destination options header of `units` times 8 bytes. */
export function ipv6Extension(nextHeader: number, payload: Uint8Array, units = 1): Uint8Array {
  return concat(octets(nextHeader, units - 1), new Uint8Array(units * 8 - 2), payload);
}

/** `offsetAndFlags` is the 16-bit field of fragment offset, reserved bits and M flag. */
export function ipv6Fragment(
  nextHeader: number,
  offsetAndFlags: number,
  payload: Uint8Array,
  identification = 7,
): Uint8Array {
  return concat(octets(nextHeader, 0), u16(offsetAndFlags), u32(identification), payload);
}

/** A stretch of what an IP packet carries: with a flag whether more of it follows. */
interface FragmentFields {
  readonly start: number;
  readonly payload: Uint8Array;
  readonly moreFollow: boolean;
}

/** The payload cut at these places, which are multiples of eight. */
function cutPayload(payload: Uint8Array, cuts: readonly number[]): FragmentFields[] {
  return [0, ...cuts].map((start, index) => ({
    start,
    payload: payload.subarray(start, cuts[index]),
    moreFollow: index < cuts.length,
  }));
}

/** The fragments of an IPv4 packet whose payload is cut at these places. */
export function ipv4Fragments(payload: Uint8Array, cuts: readonly number[], fields: Ipv4Fields = {}): Uint8Array[] {
  return cutPayload(payload, cuts).map((cut) =>
    ipv4(cut.payload, { ...fields, fragment: (cut.moreFollow ? 0x2000 : 0) | (cut.start / 8) }),
  );
}

/** The fragments of an IPv6 packet whose payload is cut at these places. */
export function ipv6Fragments(payload: Uint8Array, cuts: readonly number[], fields: Ipv6Fields = {}): Uint8Array[] {
  return cutPayload(payload, cuts).map((cut) =>
    ipv6(ipv6Fragment(fields.nextHeader ?? 17, cut.start | (cut.moreFollow ? 1 : 0), cut.payload), {
      ...fields,
      nextHeader: 44,
    }),
  );
}

/** An authentication header with an integrity value of 12 bytes: 24 bytes in all. */
export function authenticationHeader(nextHeader: number, payload: Uint8Array): Uint8Array {
  return concat(octets(nextHeader, 4), new Uint8Array(22), payload);
}

export interface UdpFields {
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly length?: number;
}

export function udp(payload: Uint8Array, fields: UdpFields = {}): Uint8Array {
  return concat(
    u16(fields.sourcePort ?? 5061),
    u16(fields.destinationPort ?? 5060),
    u16(fields.length ?? 8 + payload.length),
    u16(0), // checksum: none
    payload,
  );
}
