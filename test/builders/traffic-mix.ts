import { type IpHeader, portUnreachablePacket, tcpSynPacket, udpPacket } from "../generator/packet-frames.ts";
import { ascii, concat, octets, u16, u32 } from "./bytes.ts";

/** The IP versions of a mix. */
export type IpVersions = "both" | "4" | "6";

/** Who sends the requests to port 5060, and how many: four sources in each IP version. */
const SCANNERS: readonly (readonly [host: number, probes: number])[] = [
  [1, 8],
  [2, 3],
  [3, 2],
  [4, 1],
];

/**
 * IP packets of everything that a telescope sees on and beside port 5060: requests of several sources, answers, what
 * looks like a request but goes elsewhere, what goes there but is none. All headers and checksums are right.
 */
export function trafficMix(versions: IpVersions): Uint8Array[] {
  const mixes = versions === "both" ? (["4", "6"] as const) : [versions];
  return mixes.flatMap((version) => mixOf((host) => address(version, host)));
}

function mixOf(at: (host: number) => string): Uint8Array[] {
  // One of its own for each packet, so that fragments of different packets can be told.
  let identification = 4000;
  const header = (from: number, to: number): IpHeader => {
    identification += 1;
    return { source: at(from), destination: at(to), timeToLive: 64, identification };
  };
  const datagram = (from: number, to: number, ports: readonly [number, number], text: string) =>
    udpPacket(header(from, to), { sourcePort: ports[0], destinationPort: ports[1] }, ascii(text));
  const scans = SCANNERS.flatMap(([host, probes]) =>
    Array.from({ length: probes }, (_, target) =>
      datagram(host, 100 + target, [5060 + host, 5060], request("OPTIONS", at(host), at(100 + target))),
    ),
  );
  const probe = scans[0] as Uint8Array;
  return [
    ...scans,
    datagram(2, 101, [5062, 5060], request("INVITE", at(2), at(101), "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\n")),
    datagram(3, 102, [5060, 5060], request("REGISTER", at(3), at(102)).replaceAll("\r\n", "\n")),
    datagram(100, 1, [5060, 5061], answer(404)),
    datagram(101, 2, [5060, 5060], answer(200)),
    datagram(1, 102, [5061, 5062], request("OPTIONS", at(1), at(102))), // to another port
    datagram(1, 103, [5060, 5080], request("OPTIONS", at(1), at(103))), // only its source is the SIP port
    datagram(4, 104, [40_000, 5060], ""),
    datagram(4, 104, [40_001, 5060], "\r\n\r\n"),
    datagram(4, 105, [40_002, 5060], "no line of SIP at all\r\n\r\n"),
    datagram(4, 106, [40_003, 53], "\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x03www\x00\x00\x01\x00\x01"),
    tcpSynPacket(header(4, 107), { sourcePort: 40_004, destinationPort: 5060 }, 1),
    ...(at(1).includes(":") ? [] : [portUnreachablePacket(header(100, 1), probe)]),
  ];
}

/** An IPv4 packet with a request that begins behind two blank lines. */
export function blankLinesFirst(): Uint8Array {
  const header = { source: "192.0.2.5", destination: "192.0.2.100", timeToLive: 64, identification: 1 };
  const text = `\r\n\r\n${request("REGISTER", header.source, header.destination)}`;
  return udpPacket(header, { sourcePort: 5060, destinationPort: 5060 }, ascii(text));
}

/** A request as scanners send it. */
function request(method: string, source: string, target: string, body = ""): string {
  const bracketed = (host: string) => (host.includes(":") ? `[${host}]` : host);
  return [
    `${method} sip:100@${bracketed(target)} SIP/2.0`,
    `Via: SIP/2.0/UDP ${bracketed(source)}:5061;branch=z9hG4bK-${target};rport`,
    `From: <sip:100@${bracketed(source)}>;tag=1`,
    `To: <sip:100@${bracketed(target)}>`,
    `Call-ID: ${method}-${target}`,
    `CSeq: 1 ${method}`,
    "Max-Forwards: 70",
    ...(body === "" ? [] : ["Content-Type: application/sdp"]),
    `Content-Length: ${body.length}`,
    "",
    body,
  ].join("\r\n");
}

function answer(status: number): string {
  return [
    `SIP/2.0 ${status} Some reason`,
    "Via: SIP/2.0/UDP 192.0.2.1:5061;branch=z9hG4bK-1",
    "From: <sip:100@192.0.2.1>;tag=1",
    "To: <sip:100@192.0.2.100>;tag=2",
    "Call-ID: 1",
    "CSeq: 1 OPTIONS",
    "Content-Length: 0",
    "",
    "",
  ].join("\r\n");
}

/** Documentation addresses. */
function address(version: "4" | "6", host: number): string {
  return version === "4" ? `192.0.2.${host}` : `2001:db8::${host}`;
}

/** The IPv4 packet with options in its header: four times "no operation". */
export function withIpv4Options(packet: Uint8Array): Uint8Array {
  const longer = concat(packet.subarray(0, 20), octets(1, 1, 1, 1), packet.subarray(20));
  longer[0] = 0x46;
  longer.set(u16(longer.length), 2);
  return longer;
}

/**
 * The IPv6 packet with hop-by-hop options, routing (no segments left), an atomic fragment header, authentication and
 * destination options in front of its payload (RFC 8200 section 4, RFC 4302, RFC 6946).
 */
export function withExtensionHeaders(packet: Uint8Array): Uint8Array {
  const upper = packet[6] as number;
  const options = octets(1, 4, 0, 0, 0, 0); // one PadN option
  const headers = concat(
    octets(43, 0, ...options), // hop by hop, then routing
    octets(44, 2, 0, 0, 0, 0, 0, 0, ...new Uint8Array(16)), // routing type 0, then a fragment header
    octets(51, 0),
    u16(0), // neither an offset nor "more fragments"
    u32(7),
    octets(60, 4, 0, 0), // authentication of 24 bytes, then destination options
    new Uint8Array(20),
    octets(upper, 0, ...options),
  );
  const longer = concat(packet.subarray(0, 40), headers, packet.subarray(40));
  longer[6] = 0;
  longer.set(u16(longer.length - 40), 4);
  return longer;
}

/** The fragments of an IPv6 packet (RFC 8200 section 4.5); `sizes` are the bytes of all but the last, multiples of eight. */
export function fragmentIpv6(packet: Uint8Array, sizes: readonly number[], identification: number): Uint8Array[] {
  const payload = packet.subarray(40);
  const ends = [...sizes, payload.length];
  const fragments: Uint8Array[] = [];
  let start = 0;
  for (const size of ends) {
    const part = payload.subarray(start, start + size);
    const more = start + part.length < payload.length ? 1 : 0;
    const header = concat(octets(packet[6] as number, 0), u16(start | more), u32(identification));
    const fragment = concat(packet.subarray(0, 40), header, part);
    fragment[6] = 44;
    fragment.set(u16(fragment.length - 40), 4);
    fragments.push(fragment);
    start += size;
  }
  return fragments;
}
