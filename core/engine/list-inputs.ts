import fs from "node:fs";
import path from "node:path";
import type { Refusal } from "../contract/ingest.ts";

/** A file to try. */
export interface InputFile {
  readonly path: string;
  /** Size as listed; 0 where it could not be told. */
  readonly bytes: number;
}

/** What the given paths stand for. */
export interface InputList {
  readonly files: InputFile[];
  readonly refused: Refusal[];
  /** Files that were named themselves, not found in a folder. */
  readonly named: ReadonlySet<string>;
}

const HARMLESS_IN_FOLDERS: ReadonlySet<Refusal["code"]> = new Set(["not-a-capture", "empty-file", "not-a-file"]);

/** Whether a refusal is no error: what a folder holds besides captures is listed only. */
export function isHarmless({ path: file, code }: Refusal, named: InputList["named"]): boolean {
  return HARMLESS_IN_FOLDERS.has(code) && !named.has(file);
}

/** Files for the given paths; a folder stands for its regular files, recursively, without symbolic links. */
export function listInputs(paths: readonly string[]): InputList {
  const files: InputFile[] = [];
  const refused: Refusal[] = [];
  const named = new Set<string>();
  for (const given of paths) {
    const stat = statOf(given);
    if (!stat?.isDirectory()) {
      named.add(given);
      files.push({ path: given, bytes: stat?.size ?? 0 });
      continue;
    }
    const found = filesIn(given, refused);
    if (found.length === 0 && !refused.some((refusal) => refusal.path === given)) {
      refused.push(refusal(given, "empty-folder", "The folder holds no files."));
    }
    for (const file of found) files.push({ path: file, bytes: statOf(file)?.size ?? 0 });
  }
  return { files, refused, named };
}

/** Undefined where there is nothing, or nothing that may be looked at: opening it will tell why. */
function statOf(given: string): fs.Stats | undefined {
  try {
    return fs.statSync(given);
  } catch {
    return undefined;
  }
}

function filesIn(folder: string, refused: Refusal[]): string[] {
  let entries: fs.Dirent[];
  try {
    entries = fs.readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    refused.push(refusal(folder, "not-readable", `The folder cannot be listed (${code}).`));
    return [];
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inside = path.join(folder, entry.name);
      if (entry.isDirectory()) return filesIn(inside, refused);
      return entry.isFile() ? [inside] : [];
    });
}

function refusal(given: string, code: Refusal["code"], message: string): Refusal {
  return { path: given, name: path.basename(given), code, message };
}
