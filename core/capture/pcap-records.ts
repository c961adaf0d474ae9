import type { CaptureLog } from "./capture-facts.ts";
import { readU16InOrder, readU32InOrder } from "./read-integers.ts";
import { DAMAGED, MAX_RECORD_BYTES, type OnPacket, type RecordReader } from "./record-reader.ts";

/** Size of the file header in bytes. */
const FILE_HEADER_BYTES = 24;

/** Packets up to this size are read whatever snap length the file states: libpcap's MAXIMUM_SNAPLEN. */
const USUAL_MAX_PACKET_BYTES = 262_144;

const MAGIC_NANOSECONDS = 0xa1b23c4d;
/** "Modified" libpcap of Alexey Kuznetsov: records carry interface, protocol and packet type as well. */
const MAGIC_MODIFIED = 0xa1b2cd34;

/**
 * Reader of the classic pcap format (draft-ietf-opsawg-pcap): microseconds, nanoseconds and modified records, in
 * both byte orders. The first record is the file header, whose magic number the caller has recognised.
 */
export class PcapRecords implements RecordReader {
  readonly #log: CaptureLog;
  #headerRead = false;
  #littleEndian = false;
  #recordHeaderBytes = 16;
  #nsPerTick = 1000;
  #linkType = 0;
  #maxPacketBytes = 0;
  /** Neighbouring packets mostly share their second: its nanoseconds are computed once. */
  #second = 0;
  #secondNs = 0n;
  /** Time of the packet before; times of pcap are not negative. */
  #lastNs = 0n;

  constructor(log: CaptureLog) {
    this.#log = log;
  }

  read(bytes: Uint8Array, start: number, end: number, onPacket: OnPacket): number {
    return this.#headerRead ? this.#readRecord(bytes, start, end, onPacket) : this.#readFileHeader(bytes, start, end);
  }

  #readFileHeader(bytes: Uint8Array, start: number, end: number): number {
    if (end - start < FILE_HEADER_BYTES) return FILE_HEADER_BYTES;
    const bigEndianMagic = readU32InOrder(bytes, start, false);
    const littleEndian = bigEndianMagic >>> 16 !== 0xa1b2;
    const magic = readU32InOrder(bytes, start, littleEndian);
    if (magic === MAGIC_NANOSECONDS) this.#nsPerTick = 1;
    if (magic === MAGIC_MODIFIED) this.#recordHeaderBytes = 24;
    this.#littleEndian = littleEndian;

    if (readU16InOrder(bytes, start + 4, littleEndian) !== 2) this.#log.notice("unusual-version", null);

    // A snap length of 0 means no limit. One that is too small is not believed, because some writers state it wrongly.
    const snapLength = readU32InOrder(bytes, start + 16, littleEndian) || MAX_RECORD_BYTES;
    this.#maxPacketBytes = Math.min(Math.max(snapLength, USUAL_MAX_PACKET_BYTES), MAX_RECORD_BYTES);

    // The upper half tells about frame check sequences, which are not needed: IP states its own length.
    this.#linkType = readU32InOrder(bytes, start + 20, littleEndian) & 0xffff;
    this.#log.addLinkType(this.#linkType);
    this.#headerRead = true;
    return FILE_HEADER_BYTES;
  }

  #readRecord(bytes: Uint8Array, start: number, end: number, onPacket: OnPacket): number {
    const headerBytes = this.#recordHeaderBytes;
    if (end - start < headerBytes) return headerBytes;
    const capturedLength = readU32InOrder(bytes, start + 8, this.#littleEndian);
    if (capturedLength > this.#maxPacketBytes) {
      const claim = `The record at byte ${this.#log.offset} claims ${capturedLength} stored bytes`;
      this.#log.stop("record-too-large", `${claim}, more than the ${this.#maxPacketBytes} that can be`);
      return DAMAGED;
    }
    const size = headerBytes + capturedLength;
    if (end - start < size) return size;

    const number = this.#log.packets + 1;
    const originalLength = readU32InOrder(bytes, start + 12, this.#littleEndian);
    if (capturedLength > originalLength) this.#log.notice("captured-above-original", number);
    const timeNs = this.#timeNs(bytes, start, number);
    if (timeNs < this.#lastNs) this.#log.notice("clock-backwards", number);
    this.#lastNs = timeNs;
    this.#log.packets = number;
    onPacket({
      number,
      offset: this.#log.offset,
      dataOffset: this.#log.offset + headerBytes,
      timeNs,
      linkType: this.#linkType,
      bytes: bytes.subarray(start + headerBytes, start + size),
      originalLength,
    });
    return size;
  }

  #timeNs(bytes: Uint8Array, start: number, number: number): bigint {
    const seconds = readU32InOrder(bytes, start, this.#littleEndian);
    const fractionNs = readU32InOrder(bytes, start + 4, this.#littleEndian) * this.#nsPerTick;
    if (seconds !== this.#second) {
      this.#second = seconds;
      this.#secondNs = BigInt(seconds) * 1_000_000_000n;
    }
    if (fractionNs >= 1_000_000_000) this.#log.notice("fraction-over-one-second", number);
    return this.#secondNs + BigInt(fractionNs);
  }
}
