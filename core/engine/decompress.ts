import type { Compression } from "../capture/sniff-container.ts";
import type { StreamEnding } from "./compressed-stream.ts";
import { FileBytes } from "./file-bytes.ts";
import { gunzipFile, type OnDecompressed } from "./gunzip.ts";
import type { RegularFile } from "./regular-file.ts";
import { unzstd } from "./zstd/zstd-frames.ts";
import { loadZstd } from "./zstd/zstd-library.ts";

/** Hands out the decompressed bytes of a file in order, however many; the ending is null where `onBytes` ended it. */
export async function decompressFile(
  file: RegularFile,
  compression: Compression,
  onBytes: OnDecompressed,
): Promise<StreamEnding | null> {
  if (compression === "gzip") return gunzipFile(file, onBytes);
  const blocks = unzstd(new FileBytes(file), await loadZstd());
  for (;;) {
    const step = blocks.next();
    if (step.done) return step.value;
    if (!onBytes(step.value.bytes, step.value.compressedBytes)) return null;
  }
}
