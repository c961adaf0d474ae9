import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { type CaseFault, isFault } from "./case/case-fault.ts";
import { type CaseFile, createCase, isCaseFile, openCase } from "./case/case-file.ts";
import { isOneOf } from "./output-place.ts";

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
 * Puts a closed case at another place, whole or not at all; a case that stood there is replaced, if nobody has it open.
 * The case stays where it was as well. One sentence where that failed.
 *
 * @param captures where the captures of the case lie: nothing is written over them
 */
export async function copyCase(from: string, to: string, captures: readonly string[]): Promise<string | null> {
  const name = path.basename(to);
  const kept = "The case stays as it was, at its old place.";
  const reason = await whyNotReplaced(to, captures);
  if (reason !== null) return `${reason} ${kept}`;
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
    return `${name} could not be saved (${code}). ${kept}`;
  }
}

async function whyNotReplaced(to: string, captures: readonly string[]): Promise<string | null> {
  const name = path.basename(to);
  if (isOneOf(to, captures)) return `${name} is a capture of this case. Choose another name.`;
  if (fs.existsSync(to) && isCaseFile(to)) {
    const there = await openCase(to, false);
    if (!isFault(there)) await there.close();
    else if (there.code === "case-in-use") return there.message;
  }
  // What was saved last of another case would be taken for that of this one.
  return fs.existsSync(`${to}${WAL}`) ? `${name}${WAL} is there, of another case. Choose another name.` : null;
}
