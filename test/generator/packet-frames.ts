/** Builds packets from the transport up: UDP, TCP and ICMP in IPv4 or IPv6, with right checksums, in Ethernet or bare. */

/** What an IP header says beside the addresses. */
export interface IpHeader {
  /** Dotted IPv4 or textual IPv6; both ends of one family. */
  readonly source: string;
  readonly destination: string;
  readonly timeToLive: number;
  /** IPv4 identification; IPv6 has none. */
  readonly identification: number;
}

export interface UdpPorts {
  readonly sourcePort: number;
  readonly destinationPort: number;
}

const UDP = 17;
const TCP = 6;
const ICMP = 1;

/** An IP packet with a UDP datagram. */
export function udpPacket(header: IpHeader, ports: UdpPorts, payload: Uint8Array): Uint8Array {
  const datagram = new Uint8Array(8 + payload.length);
  const view = new DataView(datagram.buffer);
  view.setUint16(0, ports.sourcePort);
  view.setUint16(2, ports.destinationPort);
  view.setUint16(4, datagram.length);
  datagram.set(payload, 8);
  // A checksum that comes out as zero is sent as all ones: zero means "none" (RFC 768).
  view.setUint16(6, transportChecksum(header, UDP, datagram) || 0xffff);
  return ipPacket(header, UDP, datagram);
}

/** An IP packet with a TCP SYN. */
export function tcpSynPacket(header: IpHeader, ports: UdpPorts, sequence: number): Uint8Array {
  const segment = new Uint8Array(20);
  const view = new DataView(segment.buffer);
  view.setUint16(0, ports.sourcePort);
  view.setUint16(2, ports.destinationPort);
  view.setUint32(4, sequence);
  view.setUint16(12, 0x5002); // five words of header, SYN
  view.setUint16(14, 1024);
  view.setUint16(16, transportChecksum(header, TCP, segment));
  return ipPacket(header, TCP, segment);
}

/** An IPv4 packet with an ICMP port-unreachable message that quotes another packet. */
export function portUnreachablePacket(header: IpHeader, quoted: Uint8Array): Uint8Array {
  const message = new Uint8Array(8 + quoted.length);
  message[0] = 3;
  message[1] = 3;
  message.set(quoted, 8);
  new DataView(message.buffer).setUint16(2, checksum([message]));
  return ipPacket(header, ICMP, message);
}

/** The fragments of an IPv4 packet; `sizes` are the payload bytes of all but the last, multiples of eight. */
export function fragmentIpv4(packet: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const header = packet.slice(0, 20);
  const payload = packet.subarray(20);
  const starts = [0, ...sizes.map((_, index) => sizes.slice(0, index + 1).reduce((sum, size) => sum + size, 0))];
  return starts.map((start, index) => {
    const end = starts[index + 1];
    const fragment = new Uint8Array([...header, ...payload.subarray(start, end)]);
    const view = new DataView(fragment.buffer);
    view.setUint16(2, fragment.length);
    view.setUint16(6, (end === undefined ? 0 : 0x2000) | (start / 8));
    setIpv4Checksum(fragment);
    return fragment;
  });
}

/** An Ethernet frame, padded to the 60 bytes that a card hands up at least. */
export function ethernetFrame(
  packet: Uint8Array,
  etherType = (packet[0] as number) >> 4 === 6 ? 0x86dd : 0x0800,
): Uint8Array {
  const frame = new Uint8Array(Math.max(60, 14 + packet.length));
  frame.set(TELESCOPE_MAC, 0);
  frame.set(ROUTER_MAC, 6);
  new DataView(frame.buffer).setUint16(12, etherType);
  frame.set(packet, 14);
  return frame;
}

/** An Ethernet frame with an ARP request of the router for an IPv4 address. */
export function arpFrame(asked: string, asker: string): Uint8Array {
  const request = new Uint8Array([0, 1, 8, 0, 6, 4, 0, 1, ...ROUTER_MAC, ...addressBytes(asker), 0, 0, 0, 0, 0, 0]);
  return ethernetFrame(new Uint8Array([...request, ...addressBytes(asked)]), 0x0806);
}

/** Addresses kept for documentation, RFC 7042 section 2.1.2. */
const TELESCOPE_MAC = [0x00, 0x00, 0x5e, 0x00, 0x53, 0x01];
const ROUTER_MAC = [0x00, 0x00, 0x5e, 0x00, 0x53, 0xfe];

function ipPacket(header: IpHeader, protocol: number, payload: Uint8Array): Uint8Array {
  return header.source.includes(":") ? ipv6Packet(header, protocol, payload) : ipv4Packet(header, protocol, payload);
}

function ipv4Packet(header: IpHeader, protocol: number, payload: Uint8Array): Uint8Array {
  const packet = new Uint8Array(20 + payload.length);
  const view = new DataView(packet.buffer);
  view.setUint8(0, 0x45);
  view.setUint16(2, packet.length);
  view.setUint16(4, header.identification);
  view.setUint8(8, header.timeToLive);
  view.setUint8(9, protocol);
  packet.set(addressBytes(header.source), 12);
  packet.set(addressBytes(header.destination), 16);
  setIpv4Checksum(packet);
  packet.set(payload, 20);
  return packet;
}

function ipv6Packet(header: IpHeader, protocol: number, payload: Uint8Array): Uint8Array {
  const packet = new Uint8Array(40 + payload.length);
  const view = new DataView(packet.buffer);
  view.setUint8(0, 0x60);
  view.setUint16(4, payload.length);
  view.setUint8(6, protocol);
  view.setUint8(7, header.timeToLive);
  packet.set(addressBytes(header.source), 8);
  packet.set(addressBytes(header.destination), 24);
  packet.set(payload, 40);
  return packet;
}

function setIpv4Checksum(packet: Uint8Array): void {
  const view = new DataView(packet.buffer, packet.byteOffset);
  view.setUint16(10, 0);
  view.setUint16(10, checksum([packet.subarray(0, 20)]));
}

/** The checksum over the pseudo header of RFC 768 or RFC 8200 section 8.1 and the segment, its own field zero. */
function transportChecksum(header: IpHeader, protocol: number, segment: Uint8Array): number {
  const pseudo = Uint8Array.from([
    ...addressBytes(header.source),
    ...addressBytes(header.destination),
    0,
    protocol,
    segment.length >> 8,
    segment.length & 255,
  ]);
  return checksum([pseudo, segment]);
}

/** The Internet checksum (RFC 1071) of byte strings, all but the last of even length. */
function checksum(parts: readonly Uint8Array[]): number {
  let sum = 0;
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 2) sum += ((part[i] as number) << 8) | (part[i + 1] ?? 0);
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}

/** The bytes of a textual address, network order. */
export function addressBytes(address: string): number[] {
  if (!address.includes(":")) return address.split(".").map(Number);
  const [head, tail] = address.split("::") as [string, string | undefined];
  const groups = (text: string) => (text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16)));
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const zeros = new Array<number>(8 - left.length - right.length).fill(0);
  return [...left, ...zeros, ...right].flatMap((group) => [group >> 8, group & 255]);
}
