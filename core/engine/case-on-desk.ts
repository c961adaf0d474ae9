import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { type CaseFault, isFault } from "./case/case-fault.ts";
import { type CaseFile, createCase, openCase } from "./case/case-file.ts";

/** Suffix of the file beside an open case that belongs to it. */
const WAL = ".wal";
const EXTENSION = ".ringcase";

/** A case that is open, and whether the analyst has given it a place. */
export interface CaseOnDesk {
  readonly opened: CaseFile;
  /** It lies in the program's own folder until it is saved. */
  readonly untitled: boolean;
}

/** A new case without a name. Throws where the program's own folder cannot be written. */
export async function newUntitled(folder: string, program: string): Promise<CaseOnDesk> {
  fs.mkdirSync(folder, { recursive: true });
  const opened = await createCase(path.join(folder, `${randomUUID()}${EXTENSION}`), program);
  if (isFault(opened)) throw new Error(opened.message);
  return { opened, untitled: true };
}

/** A case the analyst chose, or one that was left without a name. */
export async function openOnDesk(file: string, untitledFolder: string): Promise<CaseOnDesk | CaseFault> {
  const opened = await openCase(file, true);
  return isFault(opened) ? opened : { opened, untitled: path.dirname(file) === untitledFolder };
}

/** Takes away a case without a name that was closed and holds nothing the analyst did: it can be read again. */
export function removeUntitled(file: string): void {
  for (const part of [file, `${file}${WAL}`]) fs.rmSync(part, { force: true });
}

/**
 * Puts a closed case at another place, whole or not at all; what stood there is replaced. The case stays where it was as
 * well. One sentence where that failed.
 */
export function copyCase(from: string, to: string): string | null {
  const partial = `${to}.${process.pid}.partial`;
  try {
    fs.copyFileSync(from, partial);
    const descriptor = fs.openSync(partial, "r+");
    try {
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
    fs.renameSync(partial, to);
    return null;
  } catch (error) {
    fs.rmSync(partial, { force: true });
    const code = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    return `${path.basename(to)} could not be saved (${code}). The case stays as it was, at its old place.`;
  }
}
