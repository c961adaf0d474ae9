import fs from "node:fs";
import path from "node:path";
import type { Refusal } from "../contract/ingest.ts";

/** A file to try, and whether it was named itself: what a folder holds besides captures is no error. */
export interface InputFile {
  readonly path: string;
  readonly named: boolean;
}

/** Files for the given paths; a folder stands for its regular files, recursively, without symbolic links. */
export function listInputs(paths: readonly string[]): { readonly files: InputFile[]; readonly refused: Refusal[] } {
  const files: InputFile[] = [];
  const refused: Refusal[] = [];
  for (const given of paths) {
    if (!isFolder(given)) {
      files.push({ path: given, named: true });
      continue;
    }
    const found = filesIn(given);
    if (found.length === 0) {
      refused.push({
        path: given,
        name: path.basename(given),
        code: "empty-folder",
        message: "The folder holds no files.",
      });
    }
    files.push(...found.map((file) => ({ path: file, named: false })));
  }
  return { files, refused };
}

function isFolder(given: string): boolean {
  return fs.statSync(given, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function filesIn(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
