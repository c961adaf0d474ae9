import { parsePrefix } from "../../behaviour/telescope.ts";
import type { RuleTexts } from "../../flow/rule-texts.ts";
import { describeLeak, findLeaksInTexts } from "../../pack/leak-guard.ts";
import { type ReportDocument, textsOfOthers } from "../../report/html/document.ts";
import { formatHtml } from "../../report/html/format-html.ts";
import { reportDocument } from "../../report/html/report-document.ts";
import type { Report } from "../../report/report.ts";
import { loadPaperFacts } from "../load-paper-facts.ts";
import type { ReportRules, ReportWaiter } from "../report-reading.ts";
import { reportOfCase, reportOfCaseFor, rulesOfCase } from "./analyse-case.ts";
import type { CaseFile } from "./case-file.ts";

/** What a report for readers is made with, beside the case. */
export interface ReaderReportOptions {
  readonly judging: Omit<ReportRules, "rules">;
  /** Rules the case is judged by instead of its own; none of reading. */
  readonly givenRules: Partial<RuleTexts>;
  /** Folder with the paper's numbers. */
  readonly resources: string;
  /** Of the program. */
  readonly version: string;
  /** Why the telescope's addresses may leave; null where they may not. */
  readonly release: string | null;
}

/** The report of a case for readers, as HTML; or the places, a sentence each, at which it would give the telescope away. */
export type ReaderReport = { readonly document: ReportDocument } & (
  | { readonly kind: "report"; readonly html: string }
  | { readonly kind: "leaks"; readonly leaks: readonly string[]; readonly advice: string | null }
);

/** Makes the report of a case for readers. Throws `CaseError` for damage. */
export async function readerReport(opened: CaseFile, options: ReaderReportOptions): Promise<ReaderReport> {
  return forReaders(opened, await reportOfCase(opened, options.judging, options.givenRules), options);
}

/** The same for whoever waits; null where nobody does any more. */
export async function readerReportFor(
  waiter: ReportWaiter,
  opened: CaseFile,
  options: ReaderReportOptions,
): Promise<ReaderReport | null> {
  const report = await reportOfCaseFor(waiter, opened, options.judging, options.givenRules);
  return report === null ? null : forReaders(opened, report, options);
}

async function forReaders(
  opened: CaseFile,
  report: Report,
  { resources, version, release }: ReaderReportOptions,
): Promise<ReaderReport> {
  const document = reportDocument({ report, facts: loadPaperFacts(resources), version, release });
  if (release === null) {
    const { prefixes, inferred } = report.parameters.telescope;
    // What is given now takes the place of a guess, but releases nothing that was given for the case.
    const ofCase = (await rulesOfCase(opened)).telescope ?? [];
    const leaks = findLeaksInTexts(textsOfOthers(document), [...prefixes.map(knownPrefix), ...ofCase]);
    if (leaks.length > 0)
      return { kind: "leaks", document, leaks: leaks.map(describeLeak), advice: inferred ? INFERRED : null };
  }
  return { kind: "report", document, html: formatHtml(document) };
}

const INFERRED = "The telescope is inferred from the destinations in whole blocks; if it is smaller, say which it is.";

function knownPrefix(text: string) {
  const parsed = parsePrefix(text);
  if (!parsed.ok) throw new Error(`the report names the prefix ${text}`);
  return parsed.prefix;
}
