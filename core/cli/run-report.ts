import { listCaptures } from "../engine/case/case-captures.ts";
import type { CaseFile } from "../engine/case/case-file.ts";
import { readerReport } from "../engine/case/reader-report.ts";
import { loadGeoTables } from "../engine/load-geo-tables.ts";
import { loadPacks } from "../engine/load-packs.ts";
import { openOutputFile } from "../engine/output-file.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { Installation } from "./installation.ts";
import { printPdf } from "./print-pdf.ts";
import type { ReportArguments } from "./report-arguments.ts";
import { say, type Terminal } from "./terminal.ts";
import { withExistingCase } from "./with-case.ts";

/** Writes the report of a case for readers, whole or not at all. The case is only read. */
export async function runReport(
  options: ReportArguments,
  installation: Installation,
  terminal: Terminal,
): Promise<ExitCode> {
  const packs = loadPacks(installation.resources, options.packFiles);
  const geography = loadGeoTables(options.geoFiles);
  const errors = [...("errors" in packs ? packs.errors : []), ...("errors" in geography ? geography.errors : [])];
  for (const error of errors) say(terminal, error);
  if ("errors" in packs || "errors" in geography) return EXIT.nothing;
  const judging = { packs, geoTables: geography.tables, countsItself: options.countsItself };
  const code = await withExistingCase(options.caseFile, false, terminal, (opened) =>
    writeReport(opened, judging, options, installation, terminal),
  );
  return code ?? EXIT.nothing;
}

async function writeReport(
  opened: CaseFile,
  judging: Parameters<typeof readerReport>[1]["judging"],
  { caseFile, packFiles, geoFiles, out, format, givenRules, release }: ReportArguments,
  installation: Installation,
  terminal: Terminal,
): Promise<ExitCode> {
  const captures = (await opened.use(listCaptures)).map(({ path }) => path);
  const inputs = [caseFile, `${opened.path}.wal`, ...captures, ...packFiles, ...geoFiles];
  const file = openOutputFile(`--out: ${out}`, out, inputs);
  if (typeof file === "string") {
    say(terminal, file);
    return EXIT.nothing;
  }
  try {
    const { resources, version } = installation;
    const made = await readerReport(opened, { judging, givenRules, resources, version, release });
    if (made.kind === "leaks") {
      for (const leak of made.leaks) say(terminal, leak);
      if (made.advice !== null) say(terminal, made.advice);
      say(
        terminal,
        "Nothing was written. --telescope LIST says what the telescope is, --allow-telescope REASON lets it leave.",
      );
      return EXIT.nothing;
    }
    const content = format === "html" ? { bytes: made.html } : await printPdf(made.html, installation);
    const failure = "failure" in content ? content.failure : file.write([content.bytes]);
    if (failure === null) return EXIT.complete;
    say(terminal, failure);
    return EXIT.nothing;
  } finally {
    file.discard();
  }
}
