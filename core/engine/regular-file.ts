import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Refusal } from "../contract/ingest.ts";

/** A regular file opened for reading. */
export interface RegularFile {
  readonly descriptor: number;
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  /** Size, time of change and identity: other values later mean the file was changed meanwhile. */
  readonly state: string;
}

const HASH_CHUNK_BYTES = 1 << 20;

/** Opens a regular file; folders, pipes and devices are refused without being read. */
export function openRegularFile(filePath: string): RegularFile | Refusal {
  const name = path.basename(filePath);
  const refuse = (code: Refusal["code"], message: string): Refusal => ({ path: filePath, name, code, message });
  let descriptor: number;
  try {
    // Without O_NONBLOCK, opening a pipe would wait for its writer.
    descriptor = fs.openSync(filePath, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return refuse("missing", "There is no such file.");
    return refuse("not-readable", `The file cannot be opened (${code ?? "unknown reason"}).`);
  }
  const stat = fs.fstatSync(descriptor, { bigint: true });
  if (!stat.isFile()) {
    fs.closeSync(descriptor);
    return refuse(
      "not-a-file",
      "This is no regular file; pipes and devices are not read. Save the capture to a file first.",
    );
  }
  if (stat.size === 0n) {
    fs.closeSync(descriptor);
    return refuse("empty-file", "The file is empty.");
  }
  return { descriptor, path: filePath, name, bytes: Number(stat.size), state: stateOf(stat) };
}

/** True when the file is no longer what it was when it was opened. */
export function hasChanged(file: RegularFile): boolean {
  return stateOf(fs.fstatSync(file.descriptor, { bigint: true })) !== file.state;
}

/** SHA-256 of the file's bytes in lower-case hex, or undefined when `cancelled` said so meanwhile. */
export function hashFile(file: RegularFile, cancelled: () => boolean): string | undefined {
  const hash = createHash("sha256");
  for (const chunk of readChunks(file, HASH_CHUNK_BYTES)) {
    if (cancelled()) return undefined;
    hash.update(chunk);
  }
  return hash.digest("hex");
}

/** The file's bytes from the start in chunks. A chunk is valid until the next one is asked for. */
export function* readChunks(file: RegularFile, chunkBytes: number): Generator<Uint8Array> {
  const buffer = new Uint8Array(Math.min(chunkBytes, file.bytes));
  let position = 0;
  for (;;) {
    const length = fs.readSync(file.descriptor, buffer, 0, buffer.length, position);
    if (length === 0) return;
    position += length;
    yield buffer.subarray(0, length);
  }
}

function stateOf(stat: fs.BigIntStats): string {
  return `${stat.dev}:${stat.ino}:${stat.size}:${stat.mtimeNs}`;
}
