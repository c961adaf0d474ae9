import type { PacketRecord } from "../capture/packet-record.ts";
import { type Problem, ProblemLog, type ProblemWords } from "../capture/problem.ts";
import { readU16 } from "../capture/read-integers.ts";
import { readIpv4, readIpv6 } from "./address.ts";
import type { Datagram, UndecodedClass } from "./datagram.ts";
import { datagramKey, type IpFragment, Reassembly, type WholeDatagram } from "./fragments.ts";
import { type IpPayload, PROTOCOL_TCP, PROTOCOL_UDP, readIpPacket, skipExtensionHeaders } from "./ip-packet.ts";
import { type LinkContent, openLink } from "./link-layer.ts";
import { shortfall } from "./span.ts";
import { isTunnel, openTunnel } from "./tunnels.ts";

/** What decides how deep packets are looked into. */
export interface DecodeRules {
  /** Whether a tunnelled packet is taken for the packet inside; otherwise for the tunnel it travels in. */
  readonly tunnels: boolean;
}

/** What a packet is: a UDP datagram, or something else that is counted by its class. */
export type Decoded =
  | {
      readonly kind: "datagram";
      readonly datagram: Datagram;
      /** Numbers of the packets it was put together from; not there where one packet holds it. */
      readonly fragments?: readonly number[];
    }
  | { readonly kind: "other"; readonly class: UndecodedClass };

/** Tunnels that are opened, and datagrams that are put together, one inside the other. */
const MAX_LAYERS = 8;

const UNSUPPORTED_LINK_TYPE: ProblemWords = {
  effect: "left-out",
  found: "Packets have a link type this version cannot decode",
  kept: "they are counted as not IP",
  meaning: "If they hold SIP, it is in no flow.",
};
const NESTED_TOO_DEEP: ProblemWords = {
  effect: "left-out",
  found: `Packets hold more than ${MAX_LAYERS} tunnels or fragmented packets, one inside the other`,
  kept: `they are counted by what the first ${MAX_LAYERS} hold`,
  meaning: "If there is SIP further inside, it is in no flow. No network needs so many.",
};

const OTHER: Readonly<Record<UndecodedClass, Decoded>> = {
  malformed: { kind: "other", class: "malformed" },
  notIp: { kind: "other", class: "notIp" },
  fragment: { kind: "other", class: "fragment" },
  tcp: { kind: "other", class: "tcp" },
  otherTransport: { kind: "other", class: "otherTransport" },
  truncated: { kind: "other", class: "truncated" },
};

/**
 * Takes the packets of one capture apart as far as UDP, in the order of the file: a fragment is kept until the datagram
 * it is part of is whole, and the packet that completes it is taken for that datagram.
 */
export class PacketDecoder {
  readonly #tunnels: boolean;
  readonly #reassembly = new Reassembly();
  readonly #problems = new ProblemLog();

  constructor({ tunnels }: DecodeRules) {
    this.#tunnels = tunnels;
  }

  /** Memory that fragments take while they wait, in bytes. */
  get waitingBytes(): number {
    return this.#reassembly.waitingBytes;
  }

  /** The next packet of the capture, by the innermost packet in it. A datagram's payload is borrowed. */
  decode(packet: PacketRecord): Decoded {
    // Writers that state less than they stored are not believed.
    const end = Math.max(packet.originalLength, packet.bytes.length);
    const link = openLink(packet.linkType, packet.bytes, end);
    if (link === undefined) {
      this.#note("unsupported-link-type", UNSUPPORTED_LINK_TYPE, packet);
      return OTHER.notIp;
    }
    const content = typeof link === "string" ? link : readIpPacket(link);
    if (typeof content === "string") return OTHER[content];
    // The usual packet first: it is most of every capture.
    return isFragment(content) || isTunnel(content) ? this.#decodeLayers(content, packet) : decodeTransport(content);
  }

  /** Opens tunnels and puts fragments together, layer by layer. */
  #decodeLayers(outermost: IpPayload, packet: PacketRecord): Decoded {
    let content: IpPayload | UndecodedClass = outermost;
    // Where fragments belong: the tunnels they travel in.
    let path = "";
    let fragments: readonly number[] | undefined;
    for (let layers = 0; typeof content !== "string"; layers += 1) {
      if (isFragment(content)) {
        if (layers === MAX_LAYERS) this.#note("nested-too-deep", NESTED_TOO_DEEP, packet);
        const whole: WholeDatagram | undefined =
          layers === MAX_LAYERS ? undefined : this.#reassembly.add(content, path, packet, fragments ?? [packet.number]);
        fragments = whole?.packets;
        content = whole === undefined ? "fragment" : skipExtensionHeaders(whole.payload);
        continue;
      }
      const tunnel: LinkContent | undefined = this.#tunnels ? openTunnel(content) : undefined;
      if (tunnel !== undefined && layers === MAX_LAYERS) this.#note("nested-too-deep", NESTED_TOO_DEEP, packet);
      if (tunnel === undefined || layers === MAX_LAYERS) {
        const decoded = decodeTransport(content);
        return decoded.kind === "datagram" && fragments !== undefined ? { ...decoded, fragments } : decoded;
      }
      path += datagramKey(content);
      content = typeof tunnel === "string" ? tunnel : readIpPacket(tunnel);
    }
    return OTHER[content];
  }

  /** What went wrong so far, as if the capture ended here. */
  problems(): readonly Problem[] {
    return [...this.#problems.list(), ...this.#reassembly.problems()];
  }

  #note(code: string, words: ProblemWords, packet: PacketRecord): void {
    this.#problems.note(code, words, { firstPacket: packet.number, firstOffset: packet.offset });
  }
}

function isFragment(payload: IpPayload): payload is IpFragment {
  return payload.fragment !== null;
}

/** A whole payload as what its protocol says. UDP: RFC 768. */
function decodeTransport({ bytes, start, end, version, header, protocol }: IpPayload): Decoded {
  if (protocol !== PROTOCOL_UDP) return protocol === PROTOCOL_TCP ? OTHER.tcp : OTHER.otherTransport;
  const lacks = shortfall(bytes, start, 8, end);
  if (lacks !== undefined) return OTHER[lacks];
  const udpBytes = readU16(bytes, start + 4);
  const udpEnd = start + udpBytes;
  if (udpBytes < 8 || udpEnd > end) return OTHER.malformed;
  const storedEnd = Math.min(udpEnd, bytes.length);
  const isIpv4 = version === 4;
  return {
    kind: "datagram",
    datagram: {
      source: isIpv4 ? readIpv4(bytes, header + 12) : readIpv6(bytes, header + 8),
      destination: isIpv4 ? readIpv4(bytes, header + 16) : readIpv6(bytes, header + 24),
      sourcePort: readU16(bytes, start),
      destinationPort: readU16(bytes, start + 2),
      timeToLive: bytes[header + (isIpv4 ? 8 : 7)] as number,
      identification: isIpv4 ? readU16(bytes, header + 4) : null,
      payload: bytes.subarray(start + 8, storedEnd),
      missingBytes: udpEnd - storedEnd,
    },
  };
}
