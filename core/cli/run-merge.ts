import { MOST_SAVED_FILTERS } from "../contract/saved-filter.ts";
import { isFault } from "../engine/case/case-fault.ts";
import { mergeCases } from "../engine/case/merge-cases.ts";
import type { SignatureConflict } from "../engine/case/signature-conflicts.ts";
import { counted, formatTable } from "../report/text-table.ts";
import { visibleText } from "../report/visible-text.ts";
import type { MergeArguments } from "./case-arguments.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { Installation } from "./installation.ts";
import { describeConflicts } from "./label-text.ts";
import type { OnInterrupt } from "./on-interrupt.ts";
import { say, type Terminal } from "./terminal.ts";

/** Merges cases into a new one. An interrupt ends it, and leaves no case. */
export async function runMerge(
  { caseFiles, out }: MergeArguments,
  installation: Installation,
  terminal: Terminal,
  onInterrupt: OnInterrupt,
): Promise<ExitCode> {
  let isWanted = true;
  const stopListening = onInterrupt(() => {
    isWanted = false;
  });
  const listener = { isWanted: () => isWanted, onRows: () => undefined };
  const merged = await mergeCases(caseFiles, out, installation.version, listener);
  stopListening();
  if (merged === null) return EXIT.cancelled;
  if (isFault(merged)) {
    say(terminal, merged.message);
    return EXIT.nothing;
  }
  say(terminal, `${out} holds ${counted(merged.captures, "capture")} of ${counted(merged.cases, "case")}.`);
  if (merged.filtersLeftOut > 0) {
    const most = `a case keeps ${counted(MOST_SAVED_FILTERS, "filter")}`;
    say(terminal, `${counted(merged.filtersLeftOut, "saved filter")} of the cases left out: ${most}.`);
  }
  for (const line of describeConflicts(merged.conflicts)) terminal.out(`${line}\n`);
  for (const line of describeSignatureConflicts(merged.signatureConflicts)) terminal.out(`${line}\n`);
  return EXIT.complete;
}

function describeSignatureConflicts(conflicts: readonly SignatureConflict[]): string[] {
  if (conflicts.length === 0) return [];
  const columns = ["Signature", "Holds that of", "Other of"].map((title) => ({ title, align: "left" }) as const);
  const rows = conflicts.map(({ id, holds, other }) => [id, holds.author, other.author].map(visibleText));
  return [
    "Signatures that were written differently, each without knowing the other",
    ...formatTable(columns, rows),
    "Open the case and decide in the view Signatures.",
  ];
}
