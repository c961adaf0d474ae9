import { type Decompressed, type StreamEnding, streamCut, streamDamaged, streamEnded } from "../compressed-stream.ts";
import type { FileBytes } from "../file-bytes.ts";
import { BlockDecoder, MAX_BLOCK_BYTES } from "./block-decoder.ts";
import { History } from "./history.ts";
import { Xxh64 } from "./xxh64.ts";

/** Largest window that is opened, the default limit of the zstd program; a frame takes no more memory than it fills. */
const MAX_WINDOW_BYTES = 128 * 1024 * 1024;

const FRAME_MAGIC = 0xfd2fb528;
/** Skippable frames have any of the 16 numbers from this one on. */
const FIRST_SKIPPABLE_MAGIC = 0x184d2a50;

const RAW_BLOCK = 0;
const RLE_BLOCK = 1;
const COMPRESSED_BLOCK = 2;

/** What a frame says of itself. */
interface FrameHeader {
  readonly windowBytes: number;
  /** Null where it is not stated. */
  readonly contentBytes: number | null;
  readonly hasCheckSum: boolean;
}

/**
 * Decompresses zstd (RFC 8878): any number of frames, skippable ones skipped. Yields what a block holds, borrowed until
 * the next one is asked for, and nothing at times, so that whoever reads can stop at any block. A block that
 * contradicts itself gives nothing; what precedes it was given. Check sums and stated lengths are compared.
 */
export function* unzstd(file: FileBytes): Generator<Decompressed, StreamEnding> {
  const history = new History();
  const decoder = new BlockDecoder(history);
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
    history.begin(header.windowBytes);
    decoder.begin();
    const checkSum = header.hasCheckSum ? new Xxh64() : null;
    const maxBytes = Math.min(header.windowBytes, MAX_BLOCK_BYTES);
    for (let last = false; !last; ) {
      const blockStart = file.position;
      const blockHeader = file.take(3);
      if (blockHeader === null) return streamCut(blockStart);
      const packed = u24(blockHeader);
      last = (packed & 1) === 1;
      const kind = (packed >> 1) & 3;
      const size = packed >> 3;
      if (size > maxBytes || kind > COMPRESSED_BLOCK)
        return streamDamaged(blockStart, "a block has an impossible header");
      const block = file.take(kind === RLE_BLOCK ? 1 : size);
      if (block === null) return streamCut(blockStart);
      const before = history.total;
      if (kind === COMPRESSED_BLOCK) {
        if (!decoder.decode(block, maxBytes)) return streamDamaged(blockStart, "a block contradicts itself");
      } else {
        history.makeRoom(size);
        if (kind === RAW_BLOCK) history.bytes.set(block, history.end);
        else history.bytes.fill(block[0] as number, history.end, history.end + size);
        history.wrote(size);
      }
      if (header.contentBytes !== null && history.total > header.contentBytes) {
        return streamDamaged(blockStart, "a frame holds more than it states");
      }
      const bytes = history.bytes.subarray(history.end - (history.total - before), history.end);
      checkSum?.update(bytes);
      yield { bytes, compressedBytes: file.position };
    }
    if (header.contentBytes !== null && history.total !== header.contentBytes) {
      return streamDamaged(file.position, "a frame holds less than it states");
    }
    if (checkSum !== null) {
      const stated = file.take(4);
      if (stated === null) return streamCut(file.position);
      if (u32(stated) !== checkSum.low32())
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
  const windowDescriptor = singleSegment ? NOTHING : file.take(1);
  if (windowDescriptor === null) return null;
  const [window] = windowDescriptor;
  const dictionaryId = file.take([0, 1, 2, 4][descriptor & 3] as number);
  if (dictionaryId === null) return null;
  if (dictionaryId.some((byte) => byte !== 0)) {
    return "a frame needs a dictionary: unpack the file with zstd -d -D DICTIONARY first";
  }
  const contentBytesField = file.take([singleSegment ? 1 : 0, 2, 4, 8][contentForm] as number);
  if (contentBytesField === null) return null;
  const contentBytes = contentBytesOf(contentBytesField);
  const windowBytes = window === undefined ? (contentBytes ?? 0) : 2 ** (10 + (window >> 3)) * (1 + (window & 7) / 8);
  if (windowBytes > MAX_WINDOW_BYTES) {
    return `a frame asks for a window of ${windowBytes} bytes, more than 128 MiB: unpack the file with zstd -d --long=31 first`;
  }
  return { windowBytes, contentBytes, hasCheckSum: (descriptor & 0x04) !== 0 };
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
