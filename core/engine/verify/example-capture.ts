import { parseAddress } from "../../net/address.ts";
import { ipv6Value } from "../../net/address-value.ts";

/** A datagram to be judged by an engine; addresses as text, payload in latin-1. */
export interface JudgedDatagram {
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly payload: string;
}

/** LINKTYPE_RAW: the packet begins with its IP header. */
const RAW_IP = 101;
const UDP = 17;
const MAX_PAYLOAD_BYTES = 65_507;

/**
 * A classic pcap file with one packet for each datagram, a second apart. Each has an identification of its own and a
 * checksum, so that engines take none for a repeat and drop none. Throws for addresses of two families.
 */
export function captureOfDatagrams(datagrams: readonly JudgedDatagram[]): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(262_144, 16);
  header.writeUInt32LE(RAW_IP, 20);
  return Buffer.concat([header, ...datagrams.flatMap((datagram, index) => recordOf(packetOf(datagram, index), index))]);
}

function recordOf(packet: Buffer, index: number): Buffer[] {
  const record = Buffer.alloc(16);
  record.writeUInt32LE(1_577_836_800 + index, 0);
  record.writeUInt32LE(packet.length, 8);
  record.writeUInt32LE(packet.length, 12);
  return [record, packet];
}

function packetOf(
  { source, destination, sourcePort, destinationPort, payload }: JudgedDatagram,
  index: number,
): Buffer {
  const bytes = Buffer.from(payload, "latin1").subarray(0, MAX_PAYLOAD_BYTES);
  const udp = Buffer.alloc(8);
  udp.writeUInt16BE(sourcePort, 0);
  udp.writeUInt16BE(destinationPort, 2);
  udp.writeUInt16BE(8 + bytes.length, 4);
  const ends = [addressBytes(source), addressBytes(destination)] as const;
  if (ends[0].length !== ends[1].length) throw new Error(`${source} and ${destination} are of two families`);
  const pseudo = Buffer.from([0, UDP, ...udp.subarray(4, 6)]);
  udp.writeUInt16BE(checksum(Buffer.concat([...ends, pseudo, udp, bytes])) || 0xffff, 6);
  const length = udp.length + bytes.length;
  const header = ends[0].length === 4 ? ipv4Header(length, index) : ipv6Header(length);
  const packet = Buffer.concat([header, ...ends, udp, bytes]);
  if (ends[0].length === 4) packet.writeUInt16BE(checksum(packet.subarray(0, 20)), 10);
  return packet;
}

function ipv4Header(length: number, identification: number): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt8(0x45, 0);
  header.writeUInt16BE(20 + length, 2);
  header.writeUInt16BE(identification & 0xffff, 4);
  header.writeUInt8(64, 8);
  header.writeUInt8(UDP, 9);
  return header;
}

function ipv6Header(length: number): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt8(0x60, 0);
  header.writeUInt16BE(length, 4);
  header.writeUInt8(UDP, 6);
  header.writeUInt8(64, 7);
  return header;
}

function addressBytes(text: string): Buffer {
  const address = parseAddress(text);
  if (address === undefined) throw new Error(`${text} is no address`);
  if (typeof address === "number") return Buffer.from([24, 16, 8, 0].map((shift) => (address >>> shift) & 255));
  return Buffer.from(ipv6Value(address).toString(16).padStart(32, "0"), "hex");
}

/** One's complement sum of 16-bit words (RFC 1071). */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] as number) << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
