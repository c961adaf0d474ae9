import fs from "node:fs";
import type { CrossCheck, CrossCheckRequest } from "../contract/cross-check.ts";
import { compareExtents, notComparable } from "../report/cross-check.ts";
import { readIndependently } from "./independent-reader.ts";
import { hasChanged, hashFile, openRegularFile, type RegularFile } from "./regular-file.ts";

/** Magic numbers of classic pcap with microseconds, in both byte orders: all that the independent reader knows. */
const MICROSECOND_MAGICS: ReadonlySet<string> = new Set(["a1b2c3d4", "d4c3b2a1"]);

/**
 * Reads a capture with the independent reader and sets what it finds beside what ours found. Both have read the same
 * bytes: the file's hash is compared before, and its state after.
 */
export async function checkCapture({ path, sha256, ours }: CrossCheckRequest): Promise<CrossCheck> {
  const file = openRegularFile(path);
  if ("code" in file) return notComparable("file-gone");
  try {
    if (hashFile(file, () => false) !== sha256) return notComparable("file-changed");
    if (!MICROSECOND_MAGICS.has(magicOf(file))) return notComparable("resolution");
    const { descriptor: fd } = file;
    const reading = await readIndependently(fs.createReadStream("", { fd, start: 0, autoClose: false }));
    if (hasChanged(file)) return notComparable("file-changed");
    return reading.kind === "read" ? compareExtents(ours, reading.extent) : notComparable("refused", reading.message);
  } finally {
    fs.closeSync(file.descriptor);
  }
}

function magicOf(file: RegularFile): string {
  const magic = Buffer.alloc(4);
  fs.readSync(file.descriptor, magic, 0, magic.length, 0);
  return magic.toString("hex");
}
