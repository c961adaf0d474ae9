import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { openRegularFile, readChunks } from "./regular-file.ts";

const CHUNK_BYTES = 1 << 22;

/** Why a file is not the one with this SHA-256, in a sentence; null: it is. Others get their turn while it is read. */
export async function whyNotThatFile(path: string, sha256: string): Promise<string | null> {
  const file = openRegularFile(path);
  if ("code" in file) return `${file.name}: ${file.message}`;
  try {
    const hash = createHash("sha256");
    for (const chunk of readChunks(file, CHUNK_BYTES)) {
      hash.update(chunk);
      await setImmediate();
    }
    if (file.fault !== null) return `${file.name} cannot be read to its end (${file.fault}).`;
    return hash.digest("hex") === sha256
      ? null
      : `${file.name} is another file: its SHA-256 is not that of the capture that was read. Nothing was changed.`;
  } finally {
    file.close();
  }
}
