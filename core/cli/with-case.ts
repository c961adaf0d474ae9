import fs from "node:fs";
import { CaseError, type CaseFault, isFault } from "../engine/case/case-fault.ts";
import { type CaseFile, createCase, openCase } from "../engine/case/case-file.ts";
import type { Installation } from "./installation.ts";
import { say, type Terminal } from "./terminal.ts";

/**
 * Works on a case, which is made where there is none. What is wrong with it is said, and is null. However the work ends,
 * the case is closed behind it.
 */
export async function withCase<Value>(
  file: string,
  installation: Installation,
  terminal: Terminal,
  work: (opened: CaseFile) => Promise<Value>,
): Promise<Value | null> {
  const opened = fs.existsSync(file) ? await openCase(file, true) : await createCase(file, installation.version);
  return isFault(opened) ? sayFault(opened, terminal) : workOn(opened, terminal, work);
}

/** Works on a case that is there, read-only or to change it; else as `withCase`. */
export async function withExistingCase<Value>(
  file: string,
  writable: boolean,
  terminal: Terminal,
  work: (opened: CaseFile) => Promise<Value>,
): Promise<Value | null> {
  const opened = await openCase(file, writable);
  return isFault(opened) ? sayFault(opened, terminal) : workOn(opened, terminal, work);
}

async function workOn<Value>(
  opened: CaseFile,
  terminal: Terminal,
  work: (opened: CaseFile) => Promise<Value>,
): Promise<Value | null> {
  try {
    const value = await work(opened);
    await opened.close();
    return value;
  } catch (error) {
    await opened.close().catch(() => undefined);
    if (error instanceof CaseError) return sayFault(error.fault, terminal);
    throw error;
  }
}

function sayFault({ message }: CaseFault, terminal: Terminal): null {
  say(terminal, message);
  return null;
}
