import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { PacketRecord } from "./packet-record.ts";

/** What a packet is written of. */
export type WrittenPacket = Pick<PacketRecord, "timeNs" | "linkType" | "bytes" | "originalLength">;

/** What is said of a packet beside it. */
export interface WrittenWords {
  /** Of the interface: where the packet came from. */
  readonly origin: string;
  readonly comment: string;
}

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;

const OPTION_COMMENT = 1;
const SECTION_APPLICATION = 4;
const INTERFACE_NAME_IN_WORDS = 3;
const INTERFACE_RESOLUTION = 9;
const INTERFACE_OFFSET = 14;

/** Times are nanoseconds: 10^-9 seconds. */
const NANOSECONDS = Uint8Array.of(9);
/** Stamps are not negative: those of packets before 1970 count from the second that 64 bits of nanoseconds begin in. */
const LEAST_SECOND = -9_223_372_037n;
const NS_PER_SECOND = 1_000_000_000n;

/**
 * Writes packets as pcapng (draft-ietf-opsawg-pcapng): byte-exact frames with their link type, their length on the wire
 * and, where they have one, their time in nanoseconds. A packet without a time can only be written as a simple packet
 * block, which has no comment and belongs to the first interface of its section: it gets a section of its own kind,
 * and the comment is the section's.
 */
export class PcapngWriter {
  readonly #application: string;
  /** What tells the section that is being written from others; null before the first. */
  #section: string | null = null;
  /** Numbers of its interfaces. */
  readonly #interfaces = new Map<string, number>();

  /** @param application what writes the file */
  constructor(application: string) {
    this.#application = application;
  }

  /** The blocks of the next packet, with those that must stand before it. */
  blocks(packet: WrittenPacket, words: WrittenWords): Uint8Array {
    return packet.timeNs === null
      ? joined(this.#untimed(packet, words))
      : joined(this.#timed(packet, packet.timeNs, words));
  }

  /** The whole file where there is no packet: a section that says so. */
  emptyFile(): Uint8Array {
    return this.#sectionHeader(null);
  }

  #timed(packet: WrittenPacket, timeNs: bigint, { origin, comment }: WrittenWords): Uint8Array[] {
    const blocks = this.#enter("timed", null);
    const offset = timeNs < 0n ? LEAST_SECOND : 0n;
    const ticks = timeNs - offset * NS_PER_SECOND;
    const number = this.#interface(blocks, packet.linkType, 0, offset, origin);
    const fields = [number, Number(ticks >> 32n), Number(ticks & 0xffff_ffffn)];
    const body = [
      ...fields.map(u32),
      u32(packet.bytes.length),
      u32(packet.originalLength),
      padded(packet.bytes),
      ...options([OPTION_COMMENT, utf8ToBytes(comment)]),
    ];
    return [...blocks, block(ENHANCED_PACKET, body)];
  }

  #untimed({ linkType, bytes, originalLength }: WrittenPacket, { origin, comment }: WrittenWords): Uint8Array[] {
    // How much is stored follows from the snap length of the interface.
    const snapLength = bytes.length < originalLength ? bytes.length : 0;
    const blocks = this.#enter(JSON.stringify([linkType, snapLength, origin, comment]), comment);
    this.#interface(blocks, linkType, snapLength, 0n, origin);
    return [...blocks, block(SIMPLE_PACKET, [u32(Math.max(originalLength, bytes.length)), padded(bytes)])];
  }

  /** Begins a section unless it is the one that is being written. */
  #enter(section: string, comment: string | null): Uint8Array[] {
    if (this.#section === section) return [];
    this.#section = section;
    this.#interfaces.clear();
    return [this.#sectionHeader(comment)];
  }

  #sectionHeader(comment: string | null): Uint8Array {
    return block(SECTION_HEADER, [
      u32(0x1a2b3c4d),
      Uint8Array.of(1, 0, 0, 0),
      // The length of the section is not stated.
      new Uint8Array(8).fill(0xff),
      ...options(...(comment === null ? [] : [[OPTION_COMMENT, utf8ToBytes(comment)] as const]), [
        SECTION_APPLICATION,
        utf8ToBytes(this.#application),
      ]),
    ]);
  }

  /** Number of an interface of the section; where it is new its block is added. */
  #interface(blocks: Uint8Array[], linkType: number, snapLength: number, offset: bigint, origin: string): number {
    const key = JSON.stringify([linkType, offset === 0n, origin]);
    const known = this.#interfaces.get(key);
    if (known !== undefined) return known;
    const number = this.#interfaces.size;
    this.#interfaces.set(key, number);
    const body = [
      Uint8Array.of(linkType & 0xff, linkType >>> 8, 0, 0),
      u32(snapLength),
      ...options(
        [INTERFACE_NAME_IN_WORDS, utf8ToBytes(origin)],
        [INTERFACE_RESOLUTION, NANOSECONDS],
        ...(offset === 0n ? [] : [[INTERFACE_OFFSET, i64(offset)] as const]),
      ),
    ];
    blocks.push(block(INTERFACE_DESCRIPTION, body));
    return number;
  }
}

function block(type: number, body: readonly Uint8Array[]): Uint8Array {
  const length = u32(body.reduce((sum, part) => sum + part.length, 12));
  return joined([u32(type), length, ...body, length]);
}

/** Options, and the end of them. */
function options(...given: readonly (readonly [code: number, value: Uint8Array])[]): Uint8Array[] {
  const written = given.flatMap(([code, value]) => [optionHeader(code, value.length), padded(value)]);
  return [...written, optionHeader(0, 0)];
}

function optionHeader(code: number, length: number): Uint8Array {
  return Uint8Array.of(code & 0xff, code >>> 8, length & 0xff, length >>> 8);
}

/** Filled up with zeros to a multiple of four. */
function padded(bytes: Uint8Array): Uint8Array {
  if (bytes.length % 4 === 0) return bytes;
  const filled = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  filled.set(bytes);
  return filled;
}

function u32(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
}

function i64(value: bigint): Uint8Array {
  const unsigned = BigInt.asUintN(64, value);
  return joined([u32(Number(unsigned & 0xffff_ffffn)), u32(Number(unsigned >> 32n))]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
