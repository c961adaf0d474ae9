import { concat, octets, u32 } from "./bytes.ts";

/** A zstd frame that stores its bytes uncompressed, in blocks of the given size (RFC 8878 sections 3.1.1 and 3.1.1.2). */
export function zstdOfRawBlocks(bytes: Uint8Array, blockBytes: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += blockBytes) {
    const part = bytes.subarray(start, start + blockBytes);
    const last = start + blockBytes >= bytes.length ? 1 : 0;
    // 24 bits, little-endian: last block, type 0 (raw), size.
    blocks.push(u32(last | (part.length << 3), true).subarray(0, 3), part);
  }
  // No content size, no check sum, no dictionary; a window of 8 MiB (exponent 13, mantissa 0).
  return concat(u32(0xfd2fb528, true), octets(0x00, 13 << 3), ...blocks);
}
