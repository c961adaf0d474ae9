import { setImmediate } from "node:timers/promises";
import { openCapture } from "../../capture/open-capture.ts";
import type { OnPacket } from "../../capture/record-reader.ts";
import type { KnownCapture } from "../case/packet-bytes.ts";
import { compressionOf, feedFile } from "../read-capture.ts";
import { hashFile, openRegularFile, type RegularFile } from "../regular-file.ts";

/** A capture whose bytes must be those that were read. */
export interface WantedCapture extends KnownCapture {
  readonly sha256: string;
}

const CHUNK_BYTES = 1 << 20;

/**
 * Opens a capture whose bytes are those that were read, by their SHA-256; else one sentence. Who opens it closes it.
 */
export function openUnchanged({ path, name, sha256 }: WantedCapture): RegularFile | string {
  const file = openRegularFile(path);
  if ("code" in file) return `${name} is needed for its packets, and cannot be read where it was. ${file.message}`;
  const found = hashFile(file, () => false);
  if (file.fault === null && found === sha256) return file;
  file.close();
  if (file.fault !== null) return `${name} cannot be read to its end (${file.fault}).`;
  return `${name} is no longer the file that was read: its SHA-256 is another.`;
}

/** Hands out the packets of an unchanged capture once more, as they were read; one sentence where it changes meanwhile. */
export async function readPackets(file: RegularFile, onPacket: OnPacket): Promise<string | null> {
  const compression = compressionOf(file);
  if (compression !== null && typeof compression === "object") return compression.message;
  const reader = openCapture();
  await feedFile(file, compression, CHUNK_BYTES, (bytes) => {
    reader.push(bytes, onPacket);
    return reader.reading;
  });
  reader.end();
  await setImmediate();
  if (file.fault !== null) return `${file.name} cannot be read to its end (${file.fault}).`;
  return file.change() === null ? null : `${file.name} was changed while it was read.`;
}
