import type { CommentSubject } from "./capture-comments.ts";
import type { CaptureLog } from "./capture-facts.ts";
import { TimeScale } from "./pcapng-time.ts";
import { readU16InOrder, readU32InOrder } from "./read-integers.ts";
import { DAMAGED, MAX_RECORD_BYTES, type OnPacket, type RecordReader } from "./record-reader.ts";

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const OBSOLETE_PACKET = 2;
const SIMPLE_PACKET = 3;
const INTERFACE_STATISTICS = 5;
const ENHANCED_PACKET = 6;

const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

/** Block type, total length and trailing total length: no block is smaller. */
const MIN_BLOCK_BYTES = 12;

/** Interfaces kept of one section, so that endless descriptions do not take endless memory. */
const MAX_INTERFACES = 65_536;

const OPTION_END = 0;
const OPTION_COMMENT = 1;
const OPTION_IF_TSRESOL = 9;
const OPTION_IF_TSOFFSET = 14;

/** What an interface description block says of its packets. */
interface CaptureInterface {
  readonly linkType: number;
  /** Most bytes stored of a packet; 0 means no limit. */
  readonly snapLength: number;
  readonly time: TimeScale;
}

/**
 * Reader of pcapng (draft-ietf-opsawg-pcapng): any number of sections, each with its own byte order and interfaces.
 * Blocks other than packets, descriptions and statistics are skipped unread: secrets for decryption and custom blocks
 * among them. The length that a section states is not needed, and not believed. A block whose length is sound but whose content is not is
 * noted and skipped too; only a length that cannot be trusted, an unreadable section header or a lost interface
 * description ends the reading.
 */
export class PcapngBlocks implements RecordReader {
  readonly #log: CaptureLog;
  #littleEndian = false;
  #interfaces: CaptureInterface[] = [];

  constructor(log: CaptureLog) {
    this.#log = log;
  }

  read(bytes: Uint8Array, start: number, end: number, onPacket: OnPacket): number {
    if (end - start < MIN_BLOCK_BYTES) return MIN_BLOCK_BYTES;
    // The type of a section header reads the same in both byte orders; its next field but one tells the order.
    if (readU32InOrder(bytes, start, false) === SECTION_HEADER && !this.#readByteOrder(bytes, start)) return DAMAGED;
    const type = readU32InOrder(bytes, start, this.#littleEndian);
    const size = readU32InOrder(bytes, start + 4, this.#littleEndian);
    if (size < minBytes(type) || size % 4 !== 0 || size > MAX_RECORD_BYTES) {
      const claim = `The block at byte ${this.#log.offset} claims a length of ${size}`;
      this.#log.stop(
        "bad-block-length",
        `${claim}, but its kind has ${minBytes(type)} to ${MAX_RECORD_BYTES} bytes in steps of 4`,
      );
      return DAMAGED;
    }
    if (end - start < size) return size;
    const trailingSize = readU32InOrder(bytes, start + size - 4, this.#littleEndian);
    if (trailingSize !== size) {
      const lengths = `claims ${size} bytes at its start and ${trailingSize} at its end`;
      this.#log.stop("block-lengths-differ", `The block at byte ${this.#log.offset} ${lengths}`);
      return DAMAGED;
    }
    this.#readBlock(type, bytes, start, start + size - 4, onPacket);
    return size;
  }

  #readByteOrder(bytes: Uint8Array, start: number): boolean {
    this.#littleEndian = readU32InOrder(bytes, start + 8, true) === BYTE_ORDER_MAGIC;
    if (this.#littleEndian || readU32InOrder(bytes, start + 8, false) === BYTE_ORDER_MAGIC) return true;
    this.#log.stop("bad-byte-order-magic", `The section at byte ${this.#log.offset} has no valid byte-order magic`);
    return false;
  }

  /** The block reaches from its type at `start` to its trailing length at `end`. */
  #readBlock(type: number, bytes: Uint8Array, start: number, end: number, onPacket: OnPacket): void {
    switch (type) {
      case SECTION_HEADER:
        this.#readSection(bytes, start, end);
        break;
      case INTERFACE_DESCRIPTION:
        this.#readInterface(bytes, start, end);
        break;
      case ENHANCED_PACKET:
        this.#readTimedPacket(bytes, start, end, this.#u32(bytes, start + 8), onPacket);
        break;
      case OBSOLETE_PACKET:
        // The obsolete block has a 16-bit interface and a drop count where the enhanced one has a 32-bit interface.
        this.#readTimedPacket(bytes, start, end, this.#u16(bytes, start + 8), onPacket);
        break;
      case SIMPLE_PACKET:
        this.#readSimplePacket(bytes, start, end, onPacket);
        break;
      case INTERFACE_STATISTICS:
        this.#readComments("statistics", null, bytes, start + 20, end);
        break;
    }
  }

  #readSection(bytes: Uint8Array, start: number, end: number): void {
    const minorVersion = this.#u16(bytes, start + 14);
    // Version 1.2 is 1.0 as well: the draft asks readers to take it so.
    if (this.#u16(bytes, start + 12) !== 1 || (minorVersion !== 0 && minorVersion !== 2)) {
      this.#log.notice("unusual-version", null);
    }
    this.#interfaces = [];
    this.#readComments("section", null, bytes, start + 24, end);
  }

  #readInterface(bytes: Uint8Array, start: number, end: number): void {
    const linkType = this.#u16(bytes, start + 8);
    const snapLength = this.#u32(bytes, start + 12);
    this.#log.addLinkType(linkType);
    if (this.#interfaces.length === MAX_INTERFACES) {
      this.#log.notice("too-many-interfaces", null);
      return;
    }
    // Microseconds since 1970 unless the options say otherwise.
    let resolution = 6;
    let offsetSeconds = 0n;
    this.#readOptions(bytes, start + 16, end, (code, value, length) => {
      if (code === OPTION_COMMENT) this.#log.addComment("interface", null, bytes.subarray(value, value + length));
      if (code === OPTION_IF_TSRESOL) {
        if (length !== 1) return false;
        resolution = bytes[value] as number;
      }
      if (code === OPTION_IF_TSOFFSET) {
        if (length !== 8) return false;
        offsetSeconds = this.#i64(bytes, value);
      }
      return true;
    });
    this.#interfaces.push({ linkType, snapLength, time: new TimeScale(resolution, offsetSeconds) });
  }

  #readComments(about: CommentSubject, packet: number | null, bytes: Uint8Array, start: number, end: number): void {
    this.#readOptions(bytes, start, end, (code, value, length) => {
      if (code === OPTION_COMMENT) this.#log.addComment(about, packet, bytes.subarray(value, value + length));
      return true;
    });
  }

  /**
   * Hands each option from `start` to `end` to `accept`, with the place and length of its value, until the options end.
   * One that is longer than the block, or that `accept` does not take, is noted and ends them as well.
   */
  #readOptions(
    bytes: Uint8Array,
    start: number,
    end: number,
    accept: (code: number, value: number, length: number) => boolean,
  ): void {
    let at = start;
    while (at + 4 <= end) {
      const code = this.#u16(bytes, at);
      const length = this.#u16(bytes, at + 2);
      if (code === OPTION_END) return;
      const value = at + 4;
      if (value + length > end || !accept(code, value, length)) {
        this.#log.notice("bad-option", null);
        return;
      }
      at = value + paddedLength(length);
    }
  }

  /** Enhanced and obsolete packet blocks: the same fields from the time stamp on. */
  #readTimedPacket(bytes: Uint8Array, start: number, end: number, interfaceNumber: number, onPacket: OnPacket): void {
    const packetInterface = this.#interfaces[interfaceNumber];
    if (packetInterface === undefined) {
      this.#log.notice("unknown-interface", null);
      return;
    }
    const capturedLength = this.#u32(bytes, start + 20);
    const originalLength = this.#u32(bytes, start + 24);
    const packetStart = start + 28;
    if (packetStart + capturedLength > end) {
      this.#log.notice("packet-overruns-block", null);
      return;
    }
    const number = this.#log.packets + 1;
    if (capturedLength > originalLength) this.#log.notice("captured-above-original", number);
    const timeNs = packetInterface.time.timeNs(
      this.#u32(bytes, start + 12),
      this.#u32(bytes, start + 16),
      this.#log,
      number,
    );
    this.#log.packets = number;
    this.#readComments("packet", number, bytes, packetStart + paddedLength(capturedLength), end);
    onPacket({
      number,
      offset: this.#log.offset,
      dataOffset: this.#log.offset + packetStart - start,
      timeNs,
      linkType: packetInterface.linkType,
      bytes: bytes.subarray(packetStart, packetStart + capturedLength),
      originalLength,
    });
  }

  /** A simple packet belongs to the section's first interface, has no time, and leaves its captured length implied. */
  #readSimplePacket(bytes: Uint8Array, start: number, end: number, onPacket: OnPacket): void {
    const packetInterface = this.#interfaces[0];
    if (packetInterface === undefined) {
      this.#log.notice("unknown-interface", null);
      return;
    }
    const originalLength = this.#u32(bytes, start + 8);
    const capturedLength = Math.min(originalLength, packetInterface.snapLength || originalLength);
    const packetStart = start + 12;
    if (packetStart + capturedLength > end) {
      this.#log.notice("packet-overruns-block", null);
      return;
    }
    this.#log.packets += 1;
    onPacket({
      number: this.#log.packets,
      offset: this.#log.offset,
      dataOffset: this.#log.offset + packetStart - start,
      timeNs: null,
      linkType: packetInterface.linkType,
      bytes: bytes.subarray(packetStart, packetStart + capturedLength),
      originalLength,
    });
  }

  #u16(bytes: Uint8Array, offset: number): number {
    return readU16InOrder(bytes, offset, this.#littleEndian);
  }

  #u32(bytes: Uint8Array, offset: number): number {
    return readU32InOrder(bytes, offset, this.#littleEndian);
  }

  /** Signed 64-bit integer. */
  #i64(bytes: Uint8Array, offset: number): bigint {
    const first = BigInt(this.#u32(bytes, offset));
    const second = BigInt(this.#u32(bytes, offset + 4));
    return BigInt.asIntN(64, this.#littleEndian ? (second << 32n) | first : (first << 32n) | second);
  }
}

/** What a field of that many bytes takes up: fields are filled up to a multiple of four. */
function paddedLength(length: number): number {
  return Math.ceil(length / 4) * 4;
}

/** Size in bytes of the fixed fields of a block, with both lengths: a smaller one cannot be of this type. */
function minBytes(type: number): number {
  switch (type) {
    case SECTION_HEADER:
      return 28;
    case INTERFACE_DESCRIPTION:
      return 20;
    case ENHANCED_PACKET:
    case OBSOLETE_PACKET:
      return 32;
    case SIMPLE_PACKET:
      return 16;
    default:
      return MIN_BLOCK_BYTES;
  }
}
