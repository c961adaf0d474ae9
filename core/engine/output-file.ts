import fs from "node:fs";
import { whyNotInPlaceOf } from "./output-place.ts";

/** A text on its way to a file: there whole at the end, or not at all. */
export interface OutputFile {
  /** Writes the text and puts it in its place; one sentence where that fails. */
  write(parts: Iterable<string | Uint8Array>): string | null;
  /** Takes away what was not put in its place. */
  discard(): void;
}

/**
 * Opens the file beside its place before the work begins, so that a text that cannot be written is told at once.
 * One sentence where it cannot, or where it would replace one of the inputs or a case. `called`: the file in sentences.
 */
export function openOutputFile(called: string, file: string, inputs: readonly string[]): OutputFile | string {
  const refused = refusalOfOutput(called, file, inputs);
  if (refused !== null) return refused;
  const partial = `${file}.${process.pid}.partial`;
  try {
    fs.writeFileSync(partial, "");
  } catch (error) {
    return `${called} cannot be written (${codeOf(error)}).`;
  }
  return {
    write(parts) {
      try {
        for (const part of parts) fs.appendFileSync(partial, part);
        fs.renameSync(partial, file);
        return null;
      } catch (error) {
        return `${called} could not be written (${codeOf(error)}); what stood there before is unchanged.`;
      }
    },
    discard: () => fs.rmSync(partial, { force: true }),
  };
}

/** Why a file must not be written, in one sentence; null where it may. */
export function refusalOfOutput(called: string, file: string, inputs: readonly string[]): string | null {
  const reason = whyNotInPlaceOf(file, inputs);
  return reason === null ? null : `${called} ${reason}`;
}

/** A file with its text. */
export interface WrittenFile {
  /** The file in sentences. */
  readonly called: string;
  readonly file: string;
  readonly text: string;
}

/**
 * Writes files, each whole or not at all, over none of the inputs; none where one of them has no place. One sentence where
 * that failed.
 */
export function writeFilesTogether(files: readonly WrittenFile[], inputs: readonly string[]): string | null {
  const opened = files.map(({ called, file, text }) => ({ output: openOutputFile(called, file, inputs), text }));
  let failure = opened.map(({ output }) => output).find((output) => typeof output === "string") ?? null;
  for (const { output, text } of opened) {
    if (typeof output === "string") continue;
    failure ??= output.write([text]);
    output.discard();
  }
  return failure;
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "unknown reason";
}
