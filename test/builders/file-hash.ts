import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** SHA-256 of a file's bytes: comparing those of large files one by one takes minutes. */
export function fileHash(file: string): string {
  return createHash("sha256").update(fs.readFileSync(file)).digest("hex");
}

/** Every file of a folder, by name, as the hash of its bytes. */
export function folderHashes(folder: string): Record<string, string> {
  return Object.fromEntries(fs.readdirSync(folder).map((name) => [name, fileHash(path.join(folder, name))]));
}
