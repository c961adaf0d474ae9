import zlib from "node:zlib";
import { DamagedValue } from "./value-bytes.ts";

/** Values take about two fifths of their size; better compression would take longer than reading the capture. */
const LEVEL = 1;
/** No value that is stored comes near it: larger ones are damage, or malice. */
const MOST_BYTES = 1 << 30;

/** Bytes as they are stored. Bytes of their own: a buffer of zlib's lies in a larger one, all of which would cross threads. */
export function deflated(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(zlib.deflateRawSync(bytes, { level: LEVEL }));
}

/** The bytes that were stored. Throws `DamagedValue` for others. */
export function inflated(bytes: Uint8Array): Uint8Array {
  try {
    return zlib.inflateRawSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch {
    throw new DamagedValue("what is stored cannot be decompressed");
  }
}
