import { concat, octets, u16, u32 } from "./bytes.ts";
import { ETHERTYPE_IPV6, ethernet, udp } from "./packet.ts";

/** Puts one IP packet, which tells its version itself, into what carries it. */
export type Encapsulation = (packet: Uint8Array) => Uint8Array;

const IPV4_IN_IP = 4;
const IPV6_IN_IP = 41;
const GRE = 47;
const VXLAN_PORT = 4789;

/** Whether a packet is IPv6, as its first four bits tell. */
export function isIpv6(packet: Uint8Array): boolean {
  return (packet[0] as number) >>> 4 === 6;
}

/** Ethernet with the given tag types outside in, and zeros up to the 60 bytes of the shortest frame. */
export function inEthernet(...tags: readonly number[]): Encapsulation {
  return (packet) => {
    const frame = ethernet(packet, { etherType: etherTypeOf(packet), tags });
    return concat(frame, new Uint8Array(Math.max(0, 60 - frame.length)));
  };
}

/** Linux cooked capture, tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html. */
export const inCookedV1: Encapsulation = (packet) =>
  concat(u16(0), u16(1), u16(6), octets(2, 0, 0, 0, 0, 1, 0, 0), u16(etherTypeOf(packet)), packet);

/** Linux cooked capture v2, tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html. */
export const inCookedV2: Encapsulation = (packet) =>
  concat(u16(etherTypeOf(packet)), u16(0), u32(2), u16(1), octets(0, 6, 2, 0, 0, 0, 0, 1, 0, 0), packet);

/** The address family of BSD loopback devices, in the byte order of the machine that captured; AF_INET6 is macOS'. */
export function inNull(littleEndian: boolean): Encapsulation {
  return (packet) => concat(u32(isIpv6(packet) ? 30 : 2, littleEndian), packet);
}

/** PPPoE session in Ethernet, RFC 2516; PPP protocol numbers of RFC 1332 and RFC 5072. */
export const inPppoe: Encapsulation = (packet) => {
  const session = concat(octets(0x11, 0), u16(9), u16(packet.length + 2), u16(isIpv6(packet) ? 0x57 : 0x21));
  return ethernet(concat(session, packet), { etherType: 0x8864 });
};

/** MPLS in Ethernet, RFC 3032: labels outside in, the last one marked as the bottom of the stack. */
export function inMpls(...labels: readonly number[]): Encapsulation {
  const stack = labels.map((label, index) => u32(label * 4096 + (index === labels.length - 1 ? 256 : 0) + 64));
  return (packet) => ethernet(concat(...stack, packet), { etherType: 0x8847 });
}

/** GRE in an IP packet of the other end points, RFC 2784; with a key, RFC 2890. */
export function inGre(outer: OuterHeader, key?: number): Encapsulation {
  return (packet) => {
    const header = key === undefined ? u16(0) : u16(0x2000);
    const keyField = key === undefined ? new Uint8Array() : u32(key);
    return outer(GRE, concat(header, u16(etherTypeOf(packet)), keyField, packet));
  };
}

/** IP in IP, RFC 2003 and RFC 4213 (6in4). */
export function inIp(outer: OuterHeader): Encapsulation {
  return (packet) => outer(isIpv6(packet) ? IPV6_IN_IP : IPV4_IN_IP, packet);
}

/** VXLAN, RFC 7348: the Ethernet frame of the packet in a UDP datagram. */
export function inVxlan(outer: OuterHeader): Encapsulation {
  return (packet) => {
    const header = concat(u32(0x08000000), u32(5000 * 256)); // the network identifier is valid; it is 5000
    const ports = { sourcePort: 49_152, destinationPort: VXLAN_PORT };
    return outer(17, udp(concat(header, inEthernet()(packet)), ports));
  };
}

/** Makes the packet that carries a payload of the given protocol. */
export type OuterHeader = (protocol: number, payload: Uint8Array) => Uint8Array;

/** One encapsulation in the other. */
export function nested(outer: Encapsulation, inner: Encapsulation): Encapsulation {
  return (packet) => outer(inner(packet));
}

function etherTypeOf(packet: Uint8Array): number {
  return isIpv6(packet) ? ETHERTYPE_IPV6 : 0x0800;
}
