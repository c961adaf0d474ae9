import fs from "node:fs";
import { ascii, concat, u32 } from "../builders/bytes.ts";
import { ethernet, ipv4, udp } from "../builders/packet.ts";
import { pcapFile } from "../builders/pcap.ts";
import { enhancedPacket, interfaceDescription, sectionHeader } from "../builders/pcapng.ts";
import type { LargeCapture } from "./large-capture.ts";

const START_SECONDS = 1_700_000_000;
/** The largest block and the largest packet that are read. */
const LARGEST_BYTES = 16 * 1024 * 1024;
const UNKNOWN_BLOCK = 0x0bad;

/** A frame with a request of a source, given as a 32-bit number, to one of 4,096 targets. */
function probe(source: number, target: number): Uint8Array {
  const octets = (address: number) => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255);
  const destination = octets(0xc6120000 + (target % 4096)); // 198.18.0.0/20, RFC 2544
  const text = [
    `OPTIONS sip:100@${destination.join(".")} SIP/2.0`,
    `Via: SIP/2.0/UDP ${octets(source).join(".")}:5060;branch=z9hG4bK-${target};rport`,
    'From: "sipvicious"<sip:100@1.1.1.1>;tag=6162',
    'To: "sipvicious"<sip:100@1.1.1.1>',
    `Call-ID: ${source}${target}`,
    "CSeq: 1 OPTIONS",
    "Max-Forwards: 70",
    "User-Agent: friendly-scanner",
    "Content-Length: 0",
    "",
    "",
  ].join("\r\n");
  return ethernet(ipv4(udp(ascii(text), { sourcePort: 5060 }), { source: octets(source), destination }));
}

/**
 * A sparse pcapng file of more than `leastBytes`: blocks of 16 MiB to be skipped, a request behind each of them, and at
 * the end a block whose length cannot be. Only the requests take room on the disk.
 */
export function writeSparsePcapng(file: string, leastBytes: number): LargeCapture {
  const descriptor = fs.openSync(file, "w");
  const header = concat(sectionHeader(), interfaceDescription());
  let [at, requests] = [header.length, 0];
  fs.writeSync(descriptor, header, 0, header.length, 0);
  while (at < leastBytes) {
    fs.writeSync(descriptor, concat(u32(UNKNOWN_BLOCK, true), u32(LARGEST_BYTES, true)), 0, 8, at);
    at += LARGEST_BYTES;
    fs.writeSync(descriptor, u32(LARGEST_BYTES, true), 0, 4, at - 4);
    const ticks = BigInt(START_SECONDS + requests) * 1_000_000n;
    const packet = enhancedPacket({ ticks, bytes: probe(0xcb007101, requests) });
    fs.writeSync(descriptor, packet, 0, packet.length, at);
    at += packet.length;
    requests += 1;
  }
  const damage = concat(u32(UNKNOWN_BLOCK, true), u32(7, true), new Uint8Array(24));
  fs.writeSync(descriptor, damage, 0, damage.length, at);
  fs.closeSync(descriptor);
  return { bytes: at + damage.length, requests, damageAt: at };
}

/** A sparse pcap file of more than `leastBytes`: packets of 16 MiB of zeros, a request behind each, and a cut record. */
export function writeSparsePcap(file: string, leastBytes: number): LargeCapture {
  const descriptor = fs.openSync(file, "w");
  const header = pcapFile({ snapLength: 0 });
  let [at, requests] = [header.length, 0];
  fs.writeSync(descriptor, header, 0, header.length, 0);
  const recordHeader = (length: number) =>
    concat(u32(START_SECONDS + requests, true), u32(0, true), u32(length, true), u32(length, true));
  while (at < leastBytes) {
    fs.writeSync(descriptor, recordHeader(LARGEST_BYTES), 0, 16, at);
    at += 16 + LARGEST_BYTES;
    const bytes = probe(0xcb007101, requests);
    const record = concat(recordHeader(bytes.length), bytes);
    fs.writeSync(descriptor, record, 0, record.length, at);
    at += record.length;
    requests += 1;
  }
  fs.writeSync(descriptor, recordHeader(1000), 0, 16, at);
  fs.closeSync(descriptor);
  return { bytes: at + 16, requests, damageAt: at };
}

/** A pcap file of requests from few sources, of at least so many bytes, all of them written. */
export function writeDensePcap(file: string, leastBytes: number): LargeCapture {
  const records = Array.from({ length: 4096 }, (_, index) => ({ bytes: probe(0xcb007100 + (index % 16), index) }));
  const header = pcapFile();
  const round = pcapFile({ records }).subarray(header.length);
  const view = new DataView(round.buffer, round.byteOffset, round.length);
  const starts: number[] = [];
  for (let at = 0; at < round.length; at += 16 + view.getUint32(at + 8, true)) starts.push(at);
  const descriptor = fs.openSync(file, "w");
  fs.writeSync(descriptor, header);
  let bytes = header.length;
  let requests = 0;
  for (let second = 0; bytes < leastBytes; second += 1) {
    for (const [index, start] of starts.entries()) {
      view.setUint32(start, START_SECONDS + second, true);
      view.setUint32(start + 4, index * 200, true);
    }
    fs.writeSync(descriptor, round);
    bytes += round.length;
    requests += starts.length;
  }
  fs.closeSync(descriptor);
  return { bytes, requests, damageAt: null };
}

/** A pcap file with one request of each of so many sources. */
export function writeSpoofedPcap(file: string, sources: number): LargeCapture {
  const descriptor = fs.openSync(file, "w");
  const header = pcapFile();
  fs.writeSync(descriptor, header);
  let bytes = header.length;
  for (let source = 0; source < sources; source += 1) {
    // Spread over the whole address space, each once.
    const packet = probe(Math.imul(source, 2654435761) >>> 0, source);
    const record = { seconds: START_SECONDS + Math.floor(source / 1000), fraction: source % 1000, bytes: packet };
    const written = pcapFile({ records: [record] }).subarray(header.length);
    fs.writeSync(descriptor, written);
    bytes += written.length;
  }
  fs.closeSync(descriptor);
  return { bytes, requests: sources, damageAt: null };
}
