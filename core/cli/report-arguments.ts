import type { RuleTexts } from "../flow/rule-texts.ts";
import { givenRulesOf, rulesOf } from "./analyse-arguments.ts";
import { oneCase, required } from "./case-arguments.ts";
import { type OptionValues, UsageError } from "./options.ts";

/** What a report for readers is written as. */
export type ReportFormat = "html" | "pdf";

/** Arguments of `report`. */
export interface ReportArguments {
  readonly caseFile: string;
  readonly out: string;
  readonly format: ReportFormat;
  /** Preset and telescope to judge the case by instead of its own. */
  readonly givenRules: Partial<RuleTexts>;
  readonly packFiles: readonly string[];
  readonly geoFiles: readonly string[];
  readonly countsItself: boolean;
  /** Why the telescope's addresses may leave; null where they may not. */
  readonly release: string | null;
}

/** Reads what `report` is given. Throws `UsageError`. */
export function readReportArguments(caseFiles: readonly string[], values: OptionValues): ReportArguments {
  const caseFile = oneCase("report", caseFiles);
  const out = required(values.out, "report needs --out, the file to write: F.html or F.pdf.");
  const reason = values["allow-telescope"];
  const givenRules = givenRulesOf(values);
  rulesOf(givenRules);
  return {
    caseFile,
    out,
    format: formatOf(out),
    givenRules,
    packFiles: values.pack ?? [],
    geoFiles: values.geo ?? [],
    countsItself: values["older-count"] !== true,
    release:
      reason === undefined ? null : required(reason, "--allow-telescope needs a reason, which the report will name."),
  };
}

function formatOf(file: string): ReportFormat {
  const name = file.toLowerCase();
  if (name.endsWith(".html") || name.endsWith(".htm")) return "html";
  if (name.endsWith(".pdf")) return "pdf";
  throw new UsageError("--out names a file that ends in .html or .pdf.");
}
