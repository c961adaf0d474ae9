import fs from "node:fs";
import { isCaseFile } from "./case/case-file.ts";
import { listInputs } from "./list-inputs.ts";

/**
 * Why nothing may be written in the place of a file: it is one of these inputs, by whatever name, a folder, or a case. The
 * end of a sentence that begins with the file; null where it may.
 */
export function whyNotInPlaceOf(file: string, inputs: readonly string[]): string | null {
  if (isOneOf(file, inputs)) return "is one of the captures, cases or tables; choose another file.";
  if (statOf(file)?.isDirectory()) return "is a folder.";
  return isCaseFile(file) ? "is a case; choose another file." : null;
}

/** Whether a path is the same file as one of the inputs, by whatever name. */
export function isOneOf(file: string, inputs: readonly string[]): boolean {
  const target = statOf(file);
  if (target === undefined) return false;
  return listInputs(inputs).files.some((input) => {
    const stat = statOf(input.path);
    return stat !== undefined && stat.dev === target.dev && stat.ino === target.ino;
  });
}

function statOf(file: string): fs.BigIntStats | undefined {
  try {
    return fs.statSync(file, { bigint: true });
  } catch {
    return undefined;
  }
}
