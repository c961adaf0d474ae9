import fs from "node:fs";
import path from "node:path";
import { onTestFinished } from "vitest";
import { openRegularFile, type RegularFile } from "../../core/engine/regular-file.ts";
import { temporaryFolder } from "./program.ts";

/** Writes bytes to a file and opens it as the program does, until the test ends. */
export function openBytes(bytes: Uint8Array): RegularFile {
  const file = path.join(temporaryFolder(), "file");
  fs.writeFileSync(file, bytes);
  return openPath(file);
}

/** Opens a file that must be readable, until the test ends. */
export function openPath(filePath: string): RegularFile {
  const file = openRegularFile(filePath);
  if ("code" in file) throw new Error(file.message);
  onTestFinished(() => file.close());
  return file;
}
