import { isFault } from "../engine/case/case-fault.ts";
import { mergeCases } from "../engine/case/merge-cases.ts";
import { counted } from "../report/text-table.ts";
import type { MergeArguments } from "./case-arguments.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { Installation } from "./installation.ts";
import { say, type Terminal } from "./terminal.ts";

/** Merges cases into a new one. */
export async function runMerge(
  { caseFiles, out }: MergeArguments,
  installation: Installation,
  terminal: Terminal,
): Promise<ExitCode> {
  const merged = await mergeCases(caseFiles, out, installation.version);
  if (isFault(merged)) {
    say(terminal, merged.message);
    return EXIT.nothing;
  }
  say(terminal, `${out} holds ${counted(merged.captures, "capture")} of ${counted(merged.cases, "case")}.`);
  return EXIT.complete;
}
