import { reportOfCase } from "../engine/case/analyse-case.ts";
import { loadGeoTables } from "../engine/load-geo-tables.ts";
import { loadPacks } from "../engine/load-packs.ts";
import { loadPaperFacts } from "../engine/load-paper-facts.ts";
import { formatCampaigns } from "../report/format-campaigns.ts";
import type { AnalyseArguments } from "./analyse-arguments.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { Installation } from "./installation.ts";
import { say, type Terminal } from "./terminal.ts";
import { withExistingCase } from "./with-case.ts";

/** Rules that a case can be judged by otherwise than it was read. */
const JUDGING_RULES: readonly string[] = ["preset", "telescope"];

/** Prints the campaigns of a case. The case is only read. */
export async function runCaseCampaigns(
  caseFile: string,
  { givenRules, packFiles, geoFiles, countsItself, format }: AnalyseArguments,
  installation: Installation,
  terminal: Terminal,
): Promise<ExitCode> {
  if (Object.keys(givenRules).some((rule) => !JUDGING_RULES.includes(rule))) {
    say(terminal, "A case was read under rules of its own; of the rules only --preset and --telescope can be given.");
    return EXIT.nothing;
  }
  const packs = loadPacks(installation.resources, packFiles);
  const geography = loadGeoTables(geoFiles);
  const errors = [...("errors" in packs ? packs.errors : []), ...("errors" in geography ? geography.errors : [])];
  for (const error of errors) say(terminal, error);
  if ("errors" in packs || "errors" in geography) return EXIT.nothing;
  const judging = { packs, geoTables: geography.tables, countsItself };
  const code = await withExistingCase(caseFile, false, terminal, async (opened) => {
    const report = await reportOfCase(opened, judging, givenRules);
    terminal.out(formatCampaigns(report, loadPaperFacts(installation.resources), format));
    return EXIT.complete;
  });
  return code ?? EXIT.nothing;
}
