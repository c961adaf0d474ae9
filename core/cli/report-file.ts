import fs from "node:fs";
import { whyNotInPlaceOf } from "../engine/output-place.ts";

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
  const reason = whyNotInPlaceOf(file, inputs);
  return reason === null ? null : `${option}: ${file} ${reason}`;
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "unknown reason";
}
