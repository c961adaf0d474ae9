import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const CAPTURES = new URL("../captures/", import.meta.url);

/** Bytes of a capture below test/captures, decompressed if it is a gzip file. */
export function readCaptureFile(name: string): Uint8Array {
  const bytes = readFileSync(fileURLToPath(new URL(name, CAPTURES)));
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}
