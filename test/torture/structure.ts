import { gunzipSync, gzipSync } from "node:zlib";
import { concat, padTo32Bits, u32 } from "../builders/bytes.ts";

/**
 * A capture taken apart into what an edit can touch without being undone by the container: written again, its records
 * and blocks state their lengths rightly. This reader knows sound captures only and shares nothing with ours.
 */
export interface Structure {
  /** Of pcap the file header; of pcapng empty. */
  header: Uint8Array;
  parts: Part[];
  readonly littleEndian: boolean;
  readonly container: "pcap" | "pcapng";
  readonly gzip: boolean;
}

/** A record, or a block. */
export interface Part {
  /** Of a record its header, of a block its type and what precedes the packet; lengths in it are written anew. */
  readonly head: Uint8Array;
  /** The packet, or all of a block that holds none. */
  body: Uint8Array;
  /** Where in `head` the stored length stands; undefined where no field states it. */
  readonly storedLengthAt: number | undefined;
  /** What follows the packet inside its block: options. */
  readonly tail: Uint8Array;
}

const NOTHING = new Uint8Array();
const ENHANCED_PACKET = 6;
const OBSOLETE_PACKET = 2;
const SIMPLE_PACKET = 3;
const SECTION_HEADER = 0x0a0d0d0a;
/** Microseconds, nanoseconds and modified records, each in both byte orders. */
const PCAP_MAGICS = new Set([0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1, 0xa1b2cd34, 0x34cdb2a1]);

/** Takes a sound capture apart; undefined where its sections differ in byte order, or it is compressed with zstd. */
export function takeApart(capture: Uint8Array): Structure | undefined {
  const gzip = capture[0] === 0x1f && capture[1] === 0x8b;
  const bytes = gzip ? new Uint8Array(gunzipSync(capture)) : capture;
  const magic = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  if (magic === SECTION_HEADER) return takeBlocksApart(bytes, gzip);
  return PCAP_MAGICS.has(magic) ? takeRecordsApart(bytes, gzip, magic) : undefined;
}

/** The capture of these parts, with right lengths. */
export function putTogether({ header, parts, littleEndian, container, gzip }: Structure): Uint8Array {
  const bytes = concat(header, ...parts.map((part) => writePart(part, littleEndian, container === "pcapng")));
  return gzip ? new Uint8Array(gzipSync(bytes)) : bytes;
}

function takeRecordsApart(bytes: Uint8Array, gzip: boolean, magic: number): Structure {
  const littleEndian = magic >>> 16 !== 0xa1b2;
  const headBytes = magic === 0xa1b2cd34 || magic === 0x34cdb2a1 ? 24 : 16;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const parts: Part[] = [];
  for (let at = 24; at + headBytes <= bytes.length; ) {
    const end = at + headBytes + view.getUint32(at + 8, littleEndian);
    const head = bytes.slice(at, at + headBytes);
    parts.push({ head, body: bytes.slice(at + headBytes, end), storedLengthAt: 8, tail: NOTHING });
    at = end;
  }
  return { header: bytes.slice(0, 24), parts, littleEndian, container: "pcap", gzip };
}

function takeBlocksApart(bytes: Uint8Array, gzip: boolean): Structure | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const littleEndian = view.getUint32(8, true) === 0x1a2b3c4d;
  const parts: Part[] = [];
  for (let at = 0; at + 12 <= bytes.length; ) {
    const type = view.getUint32(at, littleEndian);
    if (type === SECTION_HEADER && (view.getUint32(at + 8, true) === 0x1a2b3c4d) !== littleEndian) return undefined;
    const end = at + view.getUint32(at + 4, littleEndian);
    parts.push(takeBlockApart(type, bytes.slice(at, end - 4), littleEndian));
    at = end;
  }
  return { header: NOTHING, parts, littleEndian, container: "pcapng", gzip };
}

/** @param block without its trailing length */
function takeBlockApart(type: number, block: Uint8Array, littleEndian: boolean): Part {
  if (type === SIMPLE_PACKET) {
    return { head: block.slice(0, 12), body: block.slice(12), storedLengthAt: 8, tail: NOTHING };
  }
  if (type !== ENHANCED_PACKET && type !== OBSOLETE_PACKET) {
    return { head: block.slice(0, 8), body: block.slice(8), storedLengthAt: undefined, tail: NOTHING };
  }
  const length = new DataView(block.buffer).getUint32(20, littleEndian);
  const tail = block.slice(28 + Math.ceil(length / 4) * 4);
  return { head: block.slice(0, 28), body: block.slice(28, 28 + length), storedLengthAt: 20, tail };
}

function writePart({ head, body, storedLengthAt, tail }: Part, littleEndian: boolean, isBlock: boolean): Uint8Array {
  const written = head.slice();
  if (storedLengthAt !== undefined) written.set(u32(body.length, littleEndian), storedLengthAt);
  if (!isBlock) return concat(written, body);
  const length = written.length + Math.ceil(body.length / 4) * 4 + tail.length + 4;
  written.set(u32(length, littleEndian), 4);
  return concat(written, padTo32Bits(body), tail, u32(length, littleEndian));
}
