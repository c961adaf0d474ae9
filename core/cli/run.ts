import path from "node:path";
import { type AnalysisResult, analyse } from "../engine/analyse.ts";
import { analyseCase } from "../engine/case/analyse-case.ts";
import { listCaptures } from "../engine/case/case-captures.ts";
import { type CaseFile, isCaseFile } from "../engine/case/case-file.ts";
import { DEFAULT_CHUNK_BYTES, DEFAULT_MOST_HELD } from "../engine/ingest.ts";
import { listInputs } from "../engine/list-inputs.ts";
import { loadGeoTables } from "../engine/load-geo-tables.ts";
import { loadPacks } from "../engine/load-packs.ts";
import { loadPaperFacts } from "../engine/load-paper-facts.ts";
import { type OutputFile, openOutputFile, refusalOfOutput } from "../engine/output-file.ts";
import type { IngestProgress } from "../engine/read-files.ts";
import type { ReportRules } from "../engine/report-reading.ts";
import { castsDoubt, describeCrossCheck } from "../report/cross-check.ts";
import { formatCampaigns } from "../report/format-campaigns.ts";
import { formatFingerprints } from "../report/format-fingerprints.ts";
import { formatSummary } from "../report/format-summary.ts";
import { formatJsonInParts } from "../report/report-json.ts";
import { counted } from "../report/text-table.ts";
import type { AnalyseArguments } from "./analyse-arguments.ts";
import { parseCommand } from "./arguments.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { HELP } from "./help.ts";
import type { Installation } from "./installation.ts";
import type { OnInterrupt } from "./on-interrupt.ts";
import { runPack } from "./pack/run-pack.ts";
import { ProgressLine } from "./progress-line.ts";
import { runCaseCampaigns } from "./run-case-campaigns.ts";
import { runCompare } from "./run-compare.ts";
import { runDiff } from "./run-diff.ts";
import { runExport } from "./run-export.ts";
import { runLabel } from "./run-label.ts";
import { runLabels } from "./run-labels.ts";
import { runMerge } from "./run-merge.ts";
import { runNew } from "./run-new.ts";
import { runRemove } from "./run-remove.ts";
import { runReport } from "./run-report.ts";
import { runSignature } from "./run-signature.ts";
import { say, type Terminal } from "./terminal.ts";
import { withCase } from "./with-case.ts";

const EXIT_OF_ENDING: Readonly<Record<AnalysisResult["ending"], ExitCode>> = {
  complete: EXIT.complete,
  incomplete: EXIT.incomplete,
  "nothing-read": EXIT.nothing,
  cancelled: EXIT.cancelled,
};

/** Runs one command line and returns its exit code. Rejects only for internal errors. */
export async function run(
  args: readonly string[],
  installation: Installation,
  terminal: Terminal,
  onInterrupt: OnInterrupt,
): Promise<ExitCode> {
  const command = parseCommand(args);
  switch (command.kind) {
    case "help":
      terminal.out(HELP[command.topic]);
      return EXIT.complete;
    case "version":
      terminal.out(`ringprint ${installation.version}\n`);
      return EXIT.complete;
    case "wrong-usage":
      say(terminal, `${command.message} "ringprint --help" tells how to use it.`);
      return EXIT.nothing;
    case "analyse":
      return runAnalyse(command.options, installation, terminal, onInterrupt);
    case "fingerprint":
      return runFingerprint(command.options, installation, terminal, onInterrupt);
    case "diff":
      return runDiff(command.options, installation, terminal, onInterrupt);
    case "campaigns":
      return runCampaigns(command.options, installation, terminal, onInterrupt);
    case "report":
      return runReport(command.options, installation, terminal);
    case "merge":
      return runMerge(command.options, installation, terminal, onInterrupt);
    case "remove":
      return runRemove(command.options, terminal);
    case "new":
      return runNew(command.options, installation, terminal);
    case "compare":
      return runCompare(command.options, installation, terminal);
    case "export":
      return runExport(command.options, installation, terminal);
    case "label":
      return runLabel(command.options, terminal);
    case "labels":
      return runLabels(command.options, terminal);
    case "pack":
      return runPack(command.options, { installation, terminal });
    case "signature":
      return runSignature(command.options, installation, terminal);
  }
}

async function runAnalyse(
  options: AnalyseArguments,
  installation: Installation,
  terminal: Terminal,
  onInterrupt: OnInterrupt,
): Promise<ExitCode> {
  const file = options.reportFile === null || options.reportFile === "-" ? null : options.reportFile;
  const reportFile =
    file === null ? null : openOutputFile(`--report: ${file}`, file, [...options.paths, ...options.geoFiles]);
  if (typeof reportFile === "string") {
    say(terminal, reportFile);
    return EXIT.nothing;
  }
  try {
    return await analyseAndPrint(options, installation, terminal, onInterrupt, reportFile);
  } finally {
    reportFile?.discard();
  }
}

async function analyseAndPrint(
  options: AnalyseArguments,
  installation: Installation,
  terminal: Terminal,
  onInterrupt: OnInterrupt,
  reportFile: OutputFile | null,
): Promise<ExitCode> {
  const result = await analyseWithProgress(options, installation, terminal, onInterrupt);
  if (result === null) return EXIT.nothing;
  const { report, ending } = result;
  if (ending !== "nothing-read") {
    const failure = reportFile?.write(formatJsonInParts(report)) ?? null;
    if (failure !== null) {
      say(terminal, failure);
      return EXIT.nothing;
    }
    if (options.format !== "json" && options.reportFile !== "-") terminal.out(formatSummary(report));
    else for (const part of formatJsonInParts(report)) terminal.out(part);
  }
  return EXIT_OF_ENDING[ending];
}

async function runFingerprint(
  options: AnalyseArguments,
  installation: Installation,
  terminal: Terminal,
  onInterrupt: OnInterrupt,
): Promise<ExitCode> {
  if (options.reportFile !== null) {
    say(terminal, "fingerprint writes no report; use analyse --report.");
    return EXIT.nothing;
  }
  if (options.crossCheck) {
    say(terminal, "fingerprint compares no readers; use analyse --cross-check.");
    return EXIT.nothing;
  }
  if (options.geoFiles.length > 0) {
    say(terminal, "fingerprint shows no countries; use analyse --geo.");
    return EXIT.nothing;
  }
  const result = await analyseWithProgress(options, installation, terminal, onInterrupt);
  if (result === null) return EXIT.nothing;
  const { report, ending } = result;
  if (ending !== "nothing-read") terminal.out(formatFingerprints(report, options.format));
  return EXIT_OF_ENDING[ending];
}

async function runCampaigns(
  options: AnalyseArguments,
  installation: Installation,
  terminal: Terminal,
  onInterrupt: OnInterrupt,
): Promise<ExitCode> {
  const [file] = options.paths;
  if (file !== undefined && options.paths.length === 1 && isCaseFile(file)) {
    return runCaseCampaigns(file, options, installation, terminal);
  }
  const result = await analyseWithProgress(options, installation, terminal, onInterrupt);
  if (result === null) return EXIT.nothing;
  const { report, ending } = result;
  if (ending !== "nothing-read") {
    terminal.out(formatCampaigns(report, loadPaperFacts(installation.resources), options.format));
  }
  return EXIT_OF_ENDING[ending];
}

/** Null when a signature pack, or a table of countries, cannot be loaded. Says on standard error what was not read, and why. */
async function analyseWithProgress(
  options: AnalyseArguments,
  installation: Installation,
  terminal: Terminal,
  onInterrupt: OnInterrupt,
): Promise<AnalysisResult | null> {
  const packs = loadPacks(installation.resources, options.packFiles);
  if ("errors" in packs) {
    for (const error of packs.errors) say(terminal, error);
    return null;
  }
  const geography = loadGeoTables(options.geoFiles);
  if ("errors" in geography) {
    for (const error of geography.errors) say(terminal, error);
    return null;
  }
  const { caseFile } = options;
  const loaded = { packs, geoTables: geography.tables, countsItself: options.countsItself };
  const listener = { terminal, onInterrupt };
  if (caseFile === null) return analyseNow(options, loaded, installation, listener);
  return withCase(caseFile, installation, terminal, (opened) =>
    analyseIntoCase(opened, options, loaded, installation, listener),
  );
}

/** Packs and tables the analysis uses. */
type Loaded = Omit<ReportRules, "rules">;

/** Who is told of the progress, and who may interrupt. */
interface Listener {
  readonly terminal: Terminal;
  readonly onInterrupt: OnInterrupt;
}

function analyseNow(
  options: AnalyseArguments,
  loaded: Loaded,
  installation: Installation,
  listener: Listener,
): Promise<AnalysisResult> {
  return shown(options, listener, (onProgress) => {
    const { rules } = options;
    return analyse({ ...howToRead(options, installation), ...loaded, rules }, onProgress);
  });
}

async function analyseIntoCase(
  opened: CaseFile,
  options: AnalyseArguments,
  loaded: Loaded,
  installation: Installation,
  listener: Listener,
): Promise<AnalysisResult | null> {
  const { givenRules, reread, index, reportFile } = options;
  const held = (await opened.use(listCaptures)).map((capture) => capture.path);
  const refusal = reportFile === null ? null : refusalOfOutput(`--report: ${reportFile}`, reportFile, held);
  if (refusal !== null) {
    say(listener.terminal, refusal);
    return null;
  }
  const paths = options.paths.map((given) => path.resolve(given));
  const how = { ...howToRead(options, installation), ...loaded, paths, givenRules, reread, index };
  const result = await shown(options, listener, (onProgress) => analyseCase(opened, how, onProgress));
  for (const waiting of result.waiting) {
    say(listener.terminal, `${path.basename(waiting)}: waits to be read. "analyse --case" goes on with it.`);
  }
  return result;
}

function howToRead(options: AnalyseArguments, installation: Installation) {
  const { paths, threads } = options;
  const { workerUrl } = installation;
  const [chunkBytes, mostHeld] = [DEFAULT_CHUNK_BYTES, DEFAULT_MOST_HELD];
  const crossCheckWorkerUrl = options.crossCheck ? installation.crossCheckWorkerUrl : null;
  return { paths, threads, chunkBytes, mostHeld, workerUrl, crossCheckWorkerUrl };
}

/** Runs an analysis with its progress shown. An interrupt ends it soon. */
async function shown<Result extends AnalysisResult>(
  options: AnalyseArguments,
  { terminal, onInterrupt }: Listener,
  start: (onProgress: (progress: IngestProgress) => void) => { readonly result: Promise<Result>; cancel(): void },
): Promise<Result> {
  const progress = new ProgressLine(terminal, sizeOf(options.paths), performance.now());
  const analysis = start((state) => progress.show(state, performance.now()));
  const restore = onInterrupt(analysis.cancel);
  try {
    const result = await analysis.result;
    progress.clear();
    sayWhatWasNotRead(result, terminal);
    return result;
  } finally {
    restore();
  }
}

function sayWhatWasNotRead({ report, ending }: AnalysisResult, terminal: Terminal): void {
  for (const { name, message } of report.notRead) say(terminal, `${name}: not read. ${message}`);
  for (const capture of report.captures) {
    if (!capture.complete && capture.reason !== null) say(terminal, `${capture.name}: ${capture.reason}`);
    for (const { message, count, effect } of capture.problems) {
      if (effect === "left-out") say(terminal, `${capture.name}: ${message} (${counted(count, "packet")})`);
    }
    const { crossCheck } = capture;
    if (crossCheck !== null && castsDoubt(crossCheck)) {
      say(terminal, `${capture.name}: ${describeCrossCheck(crossCheck)}`);
    }
  }
  for (const { name, unreadable } of report.parameters.geoTables) {
    if (unreadable > 0)
      say(terminal, `${name}: damaged, its records of ${counted(unreadable, "source")} cannot be read.`);
  }
  if (ending === "nothing-read") say(terminal, "Nothing could be read.");
  if (ending === "cancelled") say(terminal, "Cancelled. What was read until then is shown.");
}

function sizeOf(paths: readonly string[]): number {
  return listInputs(paths).files.reduce((sum, file) => sum + file.bytes, 0);
}
