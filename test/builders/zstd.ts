import { concat, octets, u32 } from "./bytes.ts";

/** Exponent 13, mantissa 0. */
const WINDOW_OF_8_MIB = 13 << 3;

/** A zstd frame with a window descriptor, whatever its blocks hold; the last of them is marked as last. */
export function zstdFrame(
  blocks: readonly ZstdBlock[],
  fields: { readonly descriptor?: number; readonly window?: number; readonly tail?: Uint8Array } = {},
): Uint8Array {
  return concat(
    octets(0x28, 0xb5, 0x2f, 0xfd),
    octets(fields.descriptor ?? 0, fields.window ?? 0x38), // a window of 128 KiB
    ...blocks.map((block, index) => {
      const header = (block.size << 3) | (block.kind << 1) | (index === blocks.length - 1 ? 1 : 0);
      return concat(u32(header, true).subarray(0, 3), block.body);
    }),
    fields.tail ?? octets(),
  );
}

interface ZstdBlock {
  readonly kind: number;
  readonly size: number;
  readonly body: Uint8Array;
}

export function rawBlock(bytes: Uint8Array): ZstdBlock {
  return { kind: 0, size: bytes.length, body: bytes };
}

export function repeatedByteBlock(byte: number, count: number): ZstdBlock {
  return { kind: 1, size: count, body: octets(byte) };
}

export function compressedBlock(bytes: Uint8Array): ZstdBlock {
  return { kind: 2, size: bytes.length, body: bytes };
}

/** A frame that readers skip. */
export function skippableFrame(bytes: Uint8Array): Uint8Array {
  return concat(octets(0x5a, 0x2a, 0x4d, 0x18), u32(bytes.length, true), bytes);
}

/** A zstd frame that stores its bytes uncompressed, in blocks of the given size (RFC 8878 sections 3.1.1 and 3.1.1.2). */
export function zstdOfRawBlocks(bytes: Uint8Array, blockBytes: number): Uint8Array {
  const count = Math.ceil(bytes.length / blockBytes);
  const blocks = Array.from({ length: count }, (_, index) =>
    rawBlock(bytes.subarray(index * blockBytes, (index + 1) * blockBytes)),
  );
  return zstdFrame(blocks, { window: WINDOW_OF_8_MIB });
}
