import path from "node:path";
import { comparedOf } from "../engine/compare-with-case.ts";
import { loadPacks } from "../engine/load-packs.ts";
import { compareReports } from "../report/compare-reports.ts";
import { formatComparison } from "../report/format-comparison.ts";
import { formatJson } from "../report/report-json.ts";
import type { CompareArguments } from "./case-arguments.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { Installation } from "./installation.ts";
import { say, type Terminal } from "./terminal.ts";
import { withExistingCase } from "./with-case.ts";

/** Prints what the later of two cases gained, lost and changed. Both are only read, one after the other. */
export async function runCompare(
  { caseFiles, packFiles, format }: CompareArguments,
  installation: Installation,
  terminal: Terminal,
): Promise<ExitCode> {
  const packs = loadPacks(installation.resources, packFiles);
  if ("errors" in packs) {
    for (const error of packs.errors) say(terminal, error);
    return EXIT.nothing;
  }
  const [earlier, later] = caseFiles;
  const read = (file: string) => withExistingCase(file, false, terminal, (opened) => comparedOf(opened, packs));
  const before = await read(earlier);
  const after = before && (await read(later));
  if (before === null || after === null) return EXIT.nothing;
  const comparison = compareReports(before, after);
  if (format === "json") terminal.out(formatJson(comparison));
  else {
    const names = [path.basename(earlier), path.basename(later)] as const;
    terminal.out(formatComparison(comparison, names).join("\n").concat("\n"));
  }
  return EXIT.complete;
}
