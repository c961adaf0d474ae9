import { createGunzip } from "node:zlib";
import { type StreamEnding, streamCut, streamDamaged, streamEnded } from "./compressed-stream.ts";
import { type RegularFile, readChunks } from "./regular-file.ts";

/** Compressed bytes handed to zlib at once. What the slice that holds damage gives is lost to it, and fetched again. */
const SLICE_BYTES = 16 * 1024;
const READ_BYTES = 1 << 20;
/** A slice may unpack to a thousand times its size; it comes in pieces of this one. */
const OUTPUT_BYTES = 64 * 1024;
/** What zlib says when the file ends before the stream does. */
const FILE_ENDED = "Z_BUF_ERROR";

/** Gets decompressed bytes and the number of compressed bytes used up so far; false ends the reading. */
export type OnDecompressed = (bytes: Uint8Array, compressedBytes: number) => boolean;

/**
 * Decompresses a gzip file (RFC 1952), several members included, and hands out its bytes in order. Of a damaged file
 * everything is handed out that precedes the compressed byte at which zlib noticed the damage. The ending is null where
 * `onBytes` ended the reading.
 */
export async function gunzipFile(file: RegularFile, onBytes: OnDecompressed): Promise<StreamEnding | null> {
  let given = 0;
  const first = await runGunzip(file, Number.POSITIVE_INFINITY, (bytes, compressedBytes) => {
    given += bytes.length;
    return onBytes(bytes, compressedBytes);
  });
  // Where the file ends too early no write failed, and nothing was kept back.
  if (first === null || first.error === null || first.error.code === FILE_ENDED) return first && endingOf(file, first);
  // Once more, byte by byte where the damage is: a write that fails keeps back what it had unpacked before it failed.
  let known = given;
  const second = await runGunzip(file, first.accepted, (bytes, compressedBytes) => {
    const fresh = bytes.subarray(Math.min(known, bytes.length));
    known -= bytes.length - fresh.length;
    return onBytes(fresh, compressedBytes);
  });
  return second && endingOf(file, second);
}

/** How far zlib came. */
interface GunzipRun {
  /** Bytes of all writes that did not fail, as far as they were used up. */
  readonly accepted: number;
  readonly error: NodeJS.ErrnoException | null;
}

/** Feeds the file to zlib, from `bytewiseFrom` on byte by byte; null if `onBytes` ended it. */
async function runGunzip(file: RegularFile, bytewiseFrom: number, onBytes: OnDecompressed): Promise<GunzipRun | null> {
  const gunzip = createGunzip({ chunkSize: OUTPUT_BYTES });
  let given = 0;
  let wanted = true;
  let error: NodeJS.ErrnoException | null = null;
  let wake = (): void => undefined;
  const woken = (act: () => void) =>
    new Promise<void>((resolve) => {
      wake = resolve;
      act();
    });
  const offer = (bytes: Uint8Array) => {
    if (wanted) wanted = onBytes(bytes, given);
    if (!wanted) wake();
  };
  gunzip.on("data", offer);
  gunzip.on("end", () => wake());
  gunzip.on("error", (reason) => {
    error = reason;
    wake();
  });
  try {
    for (const chunk of readChunks(file, READ_BYTES)) {
      for (let start = 0; start < chunk.length; ) {
        const slice = chunk.subarray(start, start + (given < bytewiseFrom ? SLICE_BYTES : 1));
        const accepted = given;
        start += slice.length;
        given += slice.length;
        // A write that fails may never call back; the error event does.
        await woken(() => gunzip.write(slice, () => wake()));
        if (error !== null) return { accepted, error };
        // Nothing may come out for long: whoever wants to stop is asked all the same.
        offer(NOTHING);
        if (!wanted) return null;
        // Zeros behind the last member are the only bytes that zlib leaves.
        if (gunzip.bytesWritten < given) return { accepted: gunzip.bytesWritten, error: null };
      }
    }
    await woken(() => gunzip.end());
    return wanted ? { accepted: given, error } : null;
  } finally {
    gunzip.destroy();
  }
}

const NOTHING = new Uint8Array(0);

function endingOf(file: RegularFile, { accepted, error }: GunzipRun): StreamEnding {
  if (error === null) return streamEnded(file.bytes - accepted);
  if (error.code === FILE_ENDED) return streamCut(accepted);
  // The two bytes that tell a member were read, and the first of them was accepted.
  if (error.message === "incorrect header check" && accepted > 1) return streamEnded(file.bytes - accepted + 1);
  return streamDamaged(accepted, error.message);
}
