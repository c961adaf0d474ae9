import { Zstd } from "@hpcc-js/wasm-zstd";
import { createXXHash64 } from "hash-wasm";

/** Most bytes a block holds, compressed or not (RFC 8878 section 3.1.1.2.4). */
export const MAX_BLOCK_BYTES = 128 * 1024;

const BLOCK_HEADER_BYTES = 3;

/**
 * What libraries do of zstd: the decoding of blocks is libzstd, the check sum is hash-wasm's XXH64. A thread has one,
 * and reads one stream at a time with it.
 */
export interface ZstdLibrary {
  /** Begins a frame, whose window is as its descriptor says (RFC 8878 section 3.1.1.1.2). */
  beginFrame(windowDescriptor: number): void;
  /** What a block of at least one byte with this header holds; null where it contradicts itself, or holds nothing. */
  decodeBlock(header: Uint8Array, body: Uint8Array): Uint8Array | null;
  /** Begins a check sum. */
  beginCheckSum(): void;
  addToCheckSum(bytes: Uint8Array): void;
  /** The lower 32 bits of the hash of all that was added since the check sum began, unsigned. */
  checkSum(): number;
}

/** What of the wrapper's insides is used: the pinned version has it, and no test passes without it. */
interface WrapperMemory {
  heapToUint8Array(part: unknown): Uint8Array;
  heapView(part: unknown): Uint8Array;
}

let loading: Promise<ZstdLibrary> | null = null;

/** Loads the libraries, the first time in a thread: a tenth of a second that only a file in zstd costs. */
export function loadZstd(): Promise<ZstdLibrary> {
  loading ??= load();
  return loading;
}

async function load(): Promise<ZstdLibrary> {
  const [zstd, xxh64] = await Promise.all([Zstd.load(), createXXHash64()]);
  // The wrapper spreads what comes out into numbers before it copies them, which takes ten times as long as decoding.
  // biome-ignore lint/complexity/useLiteralKeys: the property is private, and this is how TypeScript lets one at it.
  const memory: WrapperMemory = zstd["_mainModule"];
  memory.heapToUint8Array = (part) => memory.heapView(part).slice();
  const block = new Uint8Array(BLOCK_HEADER_BYTES + MAX_BLOCK_BYTES);
  return {
    beginFrame(windowDescriptor) {
      // Neither size nor check sum are stated: whoever walks the frame compares both, and tells which one is wrong.
      zstd.reset();
      zstd.decompressChunk(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, windowDescriptor), 0);
    },
    decodeBlock(header, body) {
      block.set(header);
      block.set(body, BLOCK_HEADER_BYTES);
      // libzstd writes no more than it is given room for. The wrapper says of an error only that nothing came out.
      const bytes = zstd.decompressChunk(block.subarray(0, BLOCK_HEADER_BYTES + body.length), MAX_BLOCK_BYTES);
      return bytes.length === 0 ? null : bytes;
    },
    beginCheckSum() {
      xxh64.init();
    },
    addToCheckSum(bytes) {
      xxh64.update(bytes);
    },
    checkSum() {
      const hash = xxh64.digest("binary");
      return new DataView(hash.buffer, hash.byteOffset).getUint32(4);
    },
  };
}
