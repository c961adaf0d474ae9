import { Readable } from "node:stream";
import type { CrossCheck, CrossCheckRequest } from "../contract/cross-check.ts";
import { compareExtents, notComparable } from "../report/cross-check.ts";
import { readIndependently } from "./independent-reader.ts";
import { hashFile, openRegularFile, type RegularFile, readChunks } from "./regular-file.ts";

/** Magic numbers of classic pcap with microseconds, in both byte orders: all that the independent reader knows. */
const MICROSECOND_MAGICS: ReadonlySet<string> = new Set(["a1b2c3d4", "d4c3b2a1"]);
const CHUNK_BYTES = 1 << 16;

/**
 * Reads a capture with the independent reader and sets what it finds beside what ours found. Both have read the same
 * bytes: the file's hash is compared before, and its state after.
 */
export async function checkCapture({ path, sha256, ours }: CrossCheckRequest): Promise<CrossCheck> {
  const file = openRegularFile(path);
  if ("code" in file) return notComparable("file-gone");
  try {
    const hash = hashFile(file, () => false);
    if (file.fault !== null) return notComparable("file-gone");
    if (hash !== sha256) return notComparable("file-changed");
    if (!MICROSECOND_MAGICS.has(magicOf(file))) return notComparable("resolution");
    const reading = await readIndependently(Readable.from(ownChunks(file)));
    if (file.fault !== null) return notComparable("file-gone");
    if (file.change() !== null) return notComparable("file-changed");
    return reading.kind === "read" ? compareExtents(ours, reading.extent) : notComparable("refused", reading.message);
  } finally {
    file.close();
  }
}

/** The file's bytes in chunks that stay valid: the reader keeps what it has not read yet. */
function* ownChunks(file: RegularFile): Generator<Buffer> {
  for (const chunk of readChunks(file, CHUNK_BYTES)) yield Buffer.from(chunk);
}

function magicOf(file: RegularFile): string {
  const magic = Buffer.alloc(4);
  file.read(magic, 0);
  return magic.toString("hex");
}
