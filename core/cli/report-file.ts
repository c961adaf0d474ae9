import fs from "node:fs";
import { looksLikeCase } from "../engine/case/case-file.ts";
import { listInputs } from "../engine/list-inputs.ts";

/** A report on its way to a file: there whole at the end, or not at all. */
export interface ReportFile {
  /** Writes the report and puts it in its place; one sentence where that fails. */
  write(parts: Iterable<string>): string | null;
  /** Takes away what was not put in its place. */
  discard(): void;
}

/**
 * Opens the file beside its place before the work begins, so that a report that cannot be written is told at once.
 * One sentence where it cannot, or where the report would replace one of the inputs or a case.
 */
export function openReportFile(file: string, inputs: readonly string[]): ReportFile | string {
  const refused = refusalOfOutput("--report", file, inputs);
  if (refused !== null) return refused;
  const partial = `${file}.${process.pid}.partial`;
  try {
    fs.writeFileSync(partial, "");
  } catch (error) {
    return `--report: ${file} cannot be written (${codeOf(error)}).`;
  }
  return {
    write(parts) {
      try {
        for (const part of parts) fs.appendFileSync(partial, part);
        fs.renameSync(partial, file);
        return null;
      } catch (error) {
        return `--report: ${file} could not be written (${codeOf(error)}); what stood there before is unchanged.`;
      }
    },
    discard: () => fs.rmSync(partial, { force: true }),
  };
}

/** Why a file must not be written, in one sentence; null where it may. */
export function refusalOfOutput(option: string, file: string, inputs: readonly string[]): string | null {
  if (isOneOf(file, inputs)) return `${option}: ${file} is one of the captures, cases or tables; choose another file.`;
  if (statOf(file)?.isDirectory()) return `${option}: ${file} is a folder.`;
  return looksLikeCase(file) ? `${option}: ${file} is a case; choose another file.` : null;
}

/** Whether a path is the same file as one of the inputs, by whatever name. */
function isOneOf(file: string, inputs: readonly string[]): boolean {
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

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "unknown reason";
}
