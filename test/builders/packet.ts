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
export function ipv6Fragment(nextHeader: number, offsetAndFlags: number, payload: Uint8Array): Uint8Array {
  return concat(octets(nextHeader, 0), u16(offsetAndFlags), u32(7), payload); // identification 7
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
