import fs from "node:fs";
import { type InputList, listInputs } from "../list-inputs.ts";
import type { CaseFile } from "./case-file.ts";

/**
 * Files to read into a case that is open, without those of the case itself: reading one of them would end in closing it,
 * which gives up the lock that keeps other programs out.
 */
export function listCaseInputs(opened: CaseFile, paths: readonly string[]): InputList {
  const inputs = listInputs(paths);
  return { ...inputs, files: inputs.files.filter(({ path }) => !isPartOf(opened, path)) };
}

function isPartOf(opened: CaseFile, file: string): boolean {
  return fs.existsSync(file) && opened.owns(fs.realpathSync(file));
}
