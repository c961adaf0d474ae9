import fs from "node:fs";
import { ethernet, ipv4, udp } from "../builders/packet.ts";
import { pcapFile } from "../builders/pcap.ts";
import type { LargeCapture } from "./large-capture.ts";

/** How large a case of many flows is: `sources * flowsEach + 1` flows. */
export interface ManyFlows {
  readonly sources: number;
  /** Of each source, one a day. */
  readonly flowsEach: number;
  /** Of each flow. */
  readonly packetsEach: number;
  /** Packets of the one flow that has more than all others. */
  readonly sweepPackets: number;
}

/** Ten million packets, 200,001 flows; four million packets are of one of them. */
export const LARGE_CASE: ManyFlows = { sources: 20_000, flowsEach: 10, packetsEach: 30, sweepPackets: 4_000_000 };

/** Source of the flow that has more packets than all others. */
export const SWEEPER = "203.0.113.1";

const START_SECONDS = 1_700_000_000;
/** Sources that send at the same time. */
const CONCURRENT_SOURCES = 1000;
/** From the first of them to the first of the next thousand. */
const TURN_SECONDS = 700;
const FLOW_SECONDS = 600;
/** 198.18.0.0/16, RFC 2544. */
const TELESCOPE = 0xc6120000;
const FRAME_BYTES = 14 + 20 + 8;
const RECORD_BYTES = 16;
const MOST_PACKET_BYTES = 1024;
const BUFFER_BYTES = 1 << 24;

interface Sent {
  readonly seconds: number;
  readonly microseconds: number;
  /** Addresses as 32-bit numbers. */
  readonly source: number;
  readonly destination: number;
  readonly sourcePort: number;
  readonly timeToLive: number;
  readonly identification: number;
  readonly text: string;
}

/**
 * A pcap file of many flows: each source sends requests within ten minutes, again on each of several days, beside a
 * thousand others. Tools, methods, ports and orders of destinations differ by source. In the first day one source sweeps
 * the telescope again and again. Returns the bytes written.
 */
export function writeManyFlows(file: string, size: ManyFlows): LargeCapture {
  const { sources, flowsEach, packetsEach, sweepPackets } = size;
  const writer = new PacketWriter(file);
  const rounds = Math.ceil(sources / CONCURRENT_SOURCES) * packetsEach;
  let swept = 0;
  for (let day = 0; day < flowsEach; day += 1) {
    for (let round = 0; round < rounds; round += 1) {
      const turn = Math.floor(round / packetsEach);
      const step = round % packetsEach;
      const seconds =
        START_SECONDS + day * 86_400 + turn * TURN_SECONDS + Math.floor((step * FLOW_SECONDS) / packetsEach);
      const first = turn * CONCURRENT_SOURCES;
      const end = Math.min(sources, first + CONCURRENT_SOURCES);
      for (let index = first; index < end; index += 1) writer.write(requestOf(index, { day, step, seconds, first }));
      const wanted = day > 0 ? 0 : Math.round(((round + 1) * sweepPackets) / rounds) - swept;
      for (let index = 0; index < wanted; index += 1, swept += 1) {
        const later = 1 + Math.floor((index * (FLOW_SECONDS / packetsEach - 2)) / wanted);
        writer.write(sweepingRequest(swept, seconds + later));
      }
    }
  }
  return writer.close();
}

function requestOf(
  index: number,
  when: { readonly day: number; readonly step: number; readonly seconds: number; readonly first: number },
): Sent {
  const { day, step, seconds, first } = when;
  const number = day * 1000 + step;
  const source = 0x0b000000 + index;
  const isRandom = index % 3 !== 0;
  const target = isRandom ? scattered(index * 31 + number) : index * 7 + step;
  const destination = TELESCOPE + (target & 0xffff);
  return {
    seconds,
    microseconds: (index - first) * 900,
    source,
    destination,
    sourcePort: index % 4 === 1 ? 1024 + (scattered(index + number * 77) & 0x7fff) : 5060 + (index % 8),
    timeToLive: 40 + (index % 20),
    identification: index % 2 === 0 ? 0 : number,
    text: (MESSAGES[index % MESSAGES.length] as Message)(
      dotted(source),
      destination,
      scattered(index * 10_007 + number),
    ),
  };
}

function sweepingRequest(number: number, seconds: number): Sent {
  const destination = TELESCOPE + (Math.imul(number, 40_503) & 0xffff);
  return {
    seconds,
    microseconds: number % 1000,
    source: 0xcb007101,
    destination,
    sourcePort: 5060,
    timeToLive: 52,
    identification: number & 0xffff,
    text: svmap(SWEEPER, destination, scattered(number)),
  };
}

/** `id`: 32 bits without visible order, of each packet its own. */
type Message = (source: string, destination: number, id: number) => string;

const svmap: Message = (source, destination, id) =>
  `OPTIONS sip:100@${dotted(destination)} SIP/2.0\r
Via: SIP/2.0/UDP ${source}:5060;branch=z9hG4bK-${id};rport\r
Max-Forwards: 70\r
To: "sipvicious"<sip:100@1.1.1.1>\r
From: "sipvicious"<sip:100@1.1.1.1>;tag=${hexAscii(hex(destination))}3133633401${hexAscii(String(id))}\r
User-Agent: friendly-scanner\r
Call-ID: ${id}${scattered(id)}\r
Contact: sip:100@${source}:5060\r
CSeq: 1 OPTIONS\r
Accept: application/sdp\r
Content-Length: 0\r
\r
`;

const nmap: Message = (_source, _destination, id) =>
  `OPTIONS sip:nm SIP/2.0\r
Via: SIP/2.0/UDP nm;branch=foo;rport\r
Max-Forwards: 70\r
From: <sip:a@a>;tag=1\r
To: <sip:b@b>\r
Call-ID: ${id % 65_536}\r
CSeq: 42 OPTIONS\r
Contact: <sip:a@a>\r
Accept: application/sdp\r
Content-Length: 0\r
\r
`;

const register: Message = (source, destination, id) =>
  `REGISTER sip:${dotted(destination)} SIP/2.0\r
Via: SIP/2.0/UDP ${source}:5060;branch=z9hG4bK${hex(id)}\r
From: <sip:1000@${dotted(destination)}>;tag=${hex(scattered(id))}\r
To: <sip:1000@${dotted(destination)}>\r
Call-ID: ${hex(id)}@${source}\r
CSeq: 1 REGISTER\r
Contact: <sip:1000@${source}:5060>\r
Expires: 60\r
Content-Length: 0\r
\r
`;

const invite: Message = (source, destination, id) =>
  `INVITE sip:9011442079460${100 + (id % 100)}@${dotted(destination)} SIP/2.0\r
To: <sip:9011442079460${100 + (id % 100)}@${dotted(destination)}>\r
From: <sip:100@${dotted(destination)}>;tag=${hex(id)}\r
Via: SIP/2.0/UDP ${source}:5060;branch=z9hG4bK${hex(scattered(id))};rport\r
Call-ID: ${hex(id)}\r
CSeq: 1 INVITE\r
Contact: <sip:100@${source}:5060>\r
Max-Forwards: 70\r
Content-Length: 0\r
\r
`;

/** What sources send, one after the other. */
const MESSAGES: readonly Message[] = [svmap, nmap, svmap, register, svmap, invite, nmap];

function dotted(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

function hex(number: number): string {
  return number.toString(16).padStart(8, "0");
}

function hexAscii(text: string): string {
  return Buffer.from(text, "latin1").toString("hex");
}

/** A number without visible order, the same for the same one. */
function scattered(number: number): number {
  const mixed = Math.imul(number ^ (number >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 12)) >>> 0;
}

/** Writes packets of one form, megabytes at once. */
class PacketWriter {
  private readonly descriptor: number;
  private readonly buffer = Buffer.alloc(BUFFER_BYTES);
  private readonly frame = Buffer.from(ethernet(ipv4(udp(new Uint8Array()))));
  private at = 0;
  private bytes = 0;
  private requests = 0;

  constructor(file: string) {
    this.descriptor = fs.openSync(file, "w");
    const header = pcapFile();
    this.buffer.set(header);
    this.at = header.length;
  }

  write({ seconds, microseconds, source, destination, sourcePort, timeToLive, identification, text }: Sent): void {
    if (this.at + RECORD_BYTES + FRAME_BYTES + MOST_PACKET_BYTES > BUFFER_BYTES) this.flush();
    const { buffer, at } = this;
    const frameAt = at + RECORD_BYTES;
    const textAt = frameAt + FRAME_BYTES;
    const length = buffer.write(text, textAt, "latin1");
    buffer.set(this.frame, frameAt);
    const [ipAt, udpAt] = [frameAt + 14, textAt - 8];
    buffer.writeUInt32LE(seconds, at);
    buffer.writeUInt32LE(microseconds, at + 4);
    buffer.writeUInt32LE(FRAME_BYTES + length, at + 8);
    buffer.writeUInt32LE(FRAME_BYTES + length, at + 12);
    buffer.writeUInt16BE(28 + length, ipAt + 2);
    buffer.writeUInt16BE(identification, ipAt + 4);
    buffer.writeUInt8(timeToLive, ipAt + 8);
    buffer.writeUInt32BE(source, ipAt + 12);
    buffer.writeUInt32BE(destination, ipAt + 16);
    buffer.writeUInt16BE(sourcePort, udpAt);
    buffer.writeUInt16BE(8 + length, udpAt + 4);
    this.at = textAt + length;
    this.requests += 1;
  }

  close(): LargeCapture {
    this.flush();
    fs.closeSync(this.descriptor);
    return { bytes: this.bytes, requests: this.requests, damageAt: null };
  }

  private flush(): void {
    fs.writeSync(this.descriptor, this.buffer, 0, this.at);
    this.bytes += this.at;
    this.at = 0;
  }
}
