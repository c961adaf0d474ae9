import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Refusal } from "../contract/ingest.ts";

const HASH_CHUNK_BYTES = 1 << 20;

/** What happened to a file since it was opened. */
export type FileChange = "grew" | "shrank" | "changed";

/**
 * A regular file opened for reading. It is read up to the size it had then, so that everything that reads it sees the
 * same bytes even if something is appended meanwhile.
 */
export class RegularFile {
  readonly path: string;
  readonly name: string;
  /** Size when it was opened. */
  readonly bytes: number;
  /** The system's code of the last error of reading: the file ends where it happened. Null without one. */
  fault: string | null = null;
  private readonly descriptor: number;
  private readonly opened: fs.BigIntStats;

  constructor(filePath: string, descriptor: number, opened: fs.BigIntStats) {
    this.path = filePath;
    this.name = path.basename(filePath);
    this.bytes = Number(opened.size);
    this.descriptor = descriptor;
    this.opened = opened;
  }

  /** Reads from `position` into the buffer and returns how many bytes came; 0 at the end, or after an error. */
  read(buffer: Uint8Array, position: number): number {
    const length = Math.min(buffer.length, this.bytes - position);
    if (length <= 0) return 0;
    try {
      return fs.readSync(this.descriptor, buffer, 0, length, position);
    } catch (error) {
      this.fault = (error as NodeJS.ErrnoException).code ?? "unknown reason";
      return 0;
    }
  }

  /** What the file has become since it was opened; null if it is what it was. */
  change(): FileChange | null {
    const now = fs.fstatSync(this.descriptor, { bigint: true });
    if (now.size < this.opened.size) return "shrank";
    if (now.size > this.opened.size) return "grew";
    return now.mtimeNs === this.opened.mtimeNs ? null : "changed";
  }

  close(): void {
    fs.closeSync(this.descriptor);
  }
}

/** Opens a regular file; folders, pipes and devices are refused without being read. */
export function openRegularFile(filePath: string): RegularFile | Refusal {
  const name = path.basename(filePath);
  const refuse = (code: Refusal["code"], message: string): Refusal => ({ path: filePath, name, code, message });
  let descriptor: number;
  try {
    // Without O_NONBLOCK, opening a pipe would wait for its writer.
    descriptor = fs.openSync(filePath, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
  } catch (error) {
    return refuse(...describeOpenError((error as NodeJS.ErrnoException).code, name));
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
  return new RegularFile(filePath, descriptor, stat);
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
    const length = file.read(buffer, position);
    if (length === 0) return;
    position += length;
    yield buffer.subarray(0, length);
  }
}

function describeOpenError(code: string | undefined, name: string): [Refusal["code"], string] {
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      // A name that is no UTF-8 reaches us with replacement characters, and is not found under them.
      return name.includes("\ufffd")
        ? ["not-readable", "The name of this file is no valid UTF-8, so it cannot be opened. Rename it."]
        : ["missing", "There is no such file."];
    case "EACCES":
    case "EPERM":
      return ["not-readable", "The file may not be read by this user. Change its permissions or copy it."];
    case "ELOOP":
      return ["not-readable", "The symbolic link leads in a circle. Name the file it should lead to."];
    default:
      return ["not-readable", `The file cannot be opened (${code ?? "unknown reason"}).`];
  }
}
