import { createGunzip } from "node:zlib";
import type { ProblemWords } from "../capture/problem.ts";
import { type RegularFile, readChunks } from "./regular-file.ts";

/**
 * Compressed bytes are handed to the decompressor in slices of this size at fixed places of the file, so that what a
 * damaged stream still yields never depends on how the file was read. The output of the slice that holds the damage is
 * lost.
 */
const SLICE_BYTES = 4096;
const READ_BYTES = 1 << 20;
/** Check sum and length at the end (RFC 1952 section 2.3.1): a slice of their own, lest a wrong sum costs packets. */
const TRAILER_BYTES = 8;

/** What is wrong with a gzip stream, and what was kept of it. */
export type GzipDamage = Pick<ProblemWords, "found" | "kept">;

/** How a gzip stream ended: null when its check sums were right. */
export type GzipEnding = GzipDamage | null;

/**
 * Decompresses a gzip file, several members included, and hands out its bytes in order.
 *
 * @param onBytes gets the decompressed bytes and the number of compressed bytes read so far; false ends the reading
 */
export async function gunzipFile(
  file: RegularFile,
  onBytes: (bytes: Uint8Array, compressedBytes: number) => boolean,
): Promise<GzipEnding> {
  const gunzip = createGunzip();
  let compressedBytes = 0;
  let wanted = true;
  const ended = new Promise<GzipEnding>((resolve) => {
    gunzip.on("end", () => resolve(null));
    gunzip.on("error", (error: NodeJS.ErrnoException) => resolve(describeDamage(error, compressedBytes)));
  });
  gunzip.on("data", (bytes: Uint8Array) => {
    if (wanted) wanted = onBytes(bytes, compressedBytes);
  });
  for (const chunk of readChunks(file, READ_BYTES)) {
    for (let start = 0; start < chunk.length && wanted && !gunzip.errored; ) {
      const beforeTrailer = file.bytes - TRAILER_BYTES - compressedBytes;
      const length = beforeTrailer > 0 ? Math.min(SLICE_BYTES, beforeTrailer) : SLICE_BYTES;
      const slice = chunk.slice(start, start + length);
      start += slice.length;
      compressedBytes += slice.length;
      // A write that fails may never call back; the error event does.
      await Promise.race([new Promise<void>((resolve) => gunzip.write(slice, () => resolve())), ended]);
    }
    if (!wanted || gunzip.errored) break;
  }
  if (!wanted) {
    gunzip.destroy();
    return null;
  }
  if (!gunzip.errored) gunzip.end();
  return ended;
}

function describeDamage(error: NodeJS.ErrnoException, compressedBytes: number): GzipDamage {
  if (error.code === "Z_BUF_ERROR") {
    return { found: "The gzip stream ends too early", kept: "what it held up to there was read" };
  }
  return {
    found: `The gzip stream is damaged within the first ${compressedBytes} compressed bytes (${error.message})`,
    kept: "what precedes the damage was read",
  };
}
