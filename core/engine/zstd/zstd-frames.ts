import { type Decompressed, type StreamEnding, streamCut, streamDamaged, streamEnded } from "../compressed-stream.ts";
import type { FileBytes } from "../file-bytes.ts";
import { MAX_BLOCK_BYTES, type ZstdLibrary } from "./zstd-library.ts";

/** Largest window that is opened, the default limit of the zstd program; what a frame does not fill takes no memory. */
const MAX_WINDOW_BYTES = 128 * 1024 * 1024;

const FRAME_MAGIC = 0xfd2fb528;
/** Skippable frames have any of the 16 numbers from this one on. */
const FIRST_SKIPPABLE_MAGIC = 0x184d2a50;

const RLE_BLOCK = 1;
const COMPRESSED_BLOCK = 2;

/** What a frame says of itself. */
interface FrameHeader {
  readonly windowBytes: number;
  /** The least window descriptor for that many bytes. */
  readonly windowDescriptor: number;
  /** Null where it is not stated. */
  readonly contentBytes: number | null;
  readonly hasCheckSum: boolean;
}

/**
 * Decompresses zstd (RFC 8878): any number of frames, skippable ones skipped. Yields what a block holds, borrowed until
 * the next one is asked for, and nothing at times, so that whoever reads can stop at any block. A block that
 * contradicts itself gives nothing; what precedes it was given. Check sums and stated lengths are compared. The library
 * decodes one block at a time, none larger than it may be, and nothing else of the file.
 */
export function* unzstd(file: FileBytes, library: ZstdLibrary): Generator<Decompressed, StreamEnding> {
  for (let frames = 0; ; frames += 1) {
    const frameStart = file.position;
    if (file.left === 0 && frames > 0) return streamEnded(0);
    const magicBytes = file.take(4);
    if (magicBytes === null) return frames === 0 ? streamCut(frameStart) : streamEnded(file.left);
    const magic = u32(magicBytes);
    if (magic - FIRST_SKIPPABLE_MAGIC >= 0 && magic - FIRST_SKIPPABLE_MAGIC < 16) {
      const size = file.take(4);
      if (size === null || !file.skip(u32(size))) return streamCut(frameStart);
      yield { bytes: NOTHING, compressedBytes: file.position };
      continue;
    }
    if (magic !== FRAME_MAGIC) return streamEnded(file.left + 4);
    const header = readFrameHeader(file);
    if (header === null) return streamCut(frameStart);
    if (typeof header === "string") return streamDamaged(frameStart, header);
    library.beginFrame(header.windowDescriptor);
    if (header.hasCheckSum) library.beginCheckSum();
    const maxBytes = Math.min(header.windowBytes, MAX_BLOCK_BYTES);
    let total = 0;
    for (let last = false; !last; ) {
      const blockStart = file.position;
      const blockHeader = file.take(3)?.slice();
      if (blockHeader === undefined) return streamCut(blockStart);
      const packed = u24(blockHeader);
      last = (packed & 1) === 1;
      const kind = (packed >> 1) & 3;
      const size = packed >> 3;
      if (size > maxBytes || kind > COMPRESSED_BLOCK)
        return streamDamaged(blockStart, "a block has an impossible header");
      const block = file.take(kind === RLE_BLOCK ? 1 : size);
      if (block === null) return streamCut(blockStart);
      const isEmpty = size === 0 && kind !== COMPRESSED_BLOCK;
      const bytes = isEmpty ? NOTHING : library.decodeBlock(blockHeader, block);
      if (bytes === null || bytes.length > maxBytes) return streamDamaged(blockStart, "a block contradicts itself");
      total += bytes.length;
      if (header.contentBytes !== null && total > header.contentBytes) {
        return streamDamaged(blockStart, "a frame holds more than it states");
      }
      if (header.hasCheckSum) library.addToCheckSum(bytes);
      yield { bytes, compressedBytes: file.position };
    }
    if (header.contentBytes !== null && total !== header.contentBytes) {
      return streamDamaged(file.position, "a frame holds less than it states");
    }
    if (header.hasCheckSum) {
      const stated = file.take(4);
      if (stated === null) return streamCut(file.position);
      if (u32(stated) !== library.checkSum())
        return streamDamaged(file.position - 4, "the check sum of a frame is wrong");
    }
  }
}

const NOTHING = new Uint8Array(0);

/** The header behind the magic number; null where the file ends before it does, a sentence where it cannot be read. */
function readFrameHeader(file: FileBytes): FrameHeader | string | null {
  const [descriptor] = file.take(1) ?? [];
  if (descriptor === undefined) return null;
  const contentForm = descriptor >> 6;
  const singleSegment = (descriptor & 0x20) !== 0;
  if ((descriptor & 0x08) !== 0) return "a frame uses a bit that has no meaning yet";
  const windowField = singleSegment ? NOTHING : file.take(1);
  if (windowField === null) return null;
  const [window] = windowField;
  const dictionaryId = file.take([0, 1, 2, 4][descriptor & 3] as number);
  if (dictionaryId === null) return null;
  if (dictionaryId.some((byte) => byte !== 0)) {
    return "a frame needs a dictionary: unpack the file with zstd -d -D DICTIONARY first";
  }
  const contentBytesField = file.take([singleSegment ? 1 : 0, 2, 4, 8][contentForm] as number);
  if (contentBytesField === null) return null;
  const contentBytes = contentBytesOf(contentBytesField);
  const windowBytes = window === undefined ? (contentBytes ?? 0) : windowOf(window);
  if (windowBytes > MAX_WINDOW_BYTES) {
    return `a frame asks for a window of ${windowBytes} bytes, more than 128 MiB: unpack the file with zstd -d --long=31 first`;
  }
  let windowDescriptor = 0;
  while (windowOf(windowDescriptor) < windowBytes) windowDescriptor += 1;
  return { windowBytes, windowDescriptor, contentBytes, hasCheckSum: (descriptor & 0x04) !== 0 };
}

/** Bytes of the window that a descriptor stands for; they grow with it. */
function windowOf(descriptor: number): number {
  return 2 ** (10 + (descriptor >> 3)) * (1 + (descriptor & 7) / 8);
}

/** 0, 1, 2, 4 or 8 bytes; the form of two bytes begins at 256. Exact up to 2^53. */
function contentBytesOf(field: Uint8Array): number | null {
  if (field.length === 0) return null;
  const value = field.reduceRight((high, byte) => high * 256 + byte, 0);
  return field.length === 2 ? value + 256 : value;
}

function u24(bytes: Uint8Array): number {
  return (bytes[0] as number) | ((bytes[1] as number) << 8) | ((bytes[2] as number) << 16);
}

function u32(bytes: Uint8Array): number {
  return (u24(bytes) | ((bytes[3] as number) << 24)) >>> 0;
}
