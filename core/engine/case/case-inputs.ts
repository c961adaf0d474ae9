import fs from "node:fs";
import type { Refusal } from "../../contract/ingest.ts";
import { type InputList, isHarmless, listInputs } from "../list-inputs.ts";
import type { CaseRefusal } from "./case-captures.ts";
import type { CaseFile } from "./case-file.ts";

/**
 * Files to read into a case that is open, without those of the case itself: reading one of them would end in closing it,
 * which gives up the lock that keeps other programs out.
 */
export function listCaseInputs(opened: CaseFile, paths: readonly string[]): InputList {
  const inputs = listInputs(paths);
  return { ...inputs, files: inputs.files.filter(({ path }) => !isPartOf(opened, path)) };
}

/** Refusals as a case notes them. `named`: files that were given themselves, not found in a folder. */
export function refusalsForCase(refused: readonly Refusal[], named: InputList["named"]): CaseRefusal[] {
  return refused.map((refusal) => ({ ...refusal, harmless: isHarmless(refusal, named) }));
}

function isPartOf(opened: CaseFile, file: string): boolean {
  return fs.existsSync(file) && opened.owns(fs.realpathSync(file));
}
