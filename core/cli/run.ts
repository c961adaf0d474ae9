import { type Analysis, type AnalysisResult, analyse } from "../engine/analyse.ts";
import { DEFAULT_CHUNK_BYTES } from "../engine/ingest.ts";
import { listInputs } from "../engine/list-inputs.ts";
import { loadGeoTables } from "../engine/load-geo-tables.ts";
import { loadPacks } from "../engine/load-packs.ts";
import { castsDoubt, describeCrossCheck } from "../report/cross-check.ts";
import { formatFingerprints } from "../report/format-fingerprints.ts";
import { formatSummary } from "../report/format-summary.ts";
import { formatJsonInParts } from "../report/report-json.ts";
import { counted } from "../report/text-table.ts";
import { type AnalyseArguments, parseCommand } from "./arguments.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { HELP } from "./help.ts";
import { ProgressLine } from "./progress-line.ts";
import { openReportFile, type ReportFile } from "./report-file.ts";
import { say, type Terminal } from "./terminal.ts";

/** Where the program's own files lie. */
export interface Installation {
  readonly version: string;
  /** Folder with packs and schemas. */
  readonly resources: string;
  readonly workerUrl: URL;
  readonly crossCheckWorkerUrl: URL;
}

/** Registers what to do when the analyst interrupts; returns how to take that back. */
export type OnInterrupt = (cancel: () => void) => () => void;

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
  }
}

async function runAnalyse(
  options: AnalyseArguments,
  installation: Installation,
  terminal: Terminal,
  onInterrupt: OnInterrupt,
): Promise<ExitCode> {
  const file = options.reportFile === null || options.reportFile === "-" ? null : options.reportFile;
  const reportFile = file === null ? null : openReportFile(file, [...options.paths, ...options.geoFiles]);
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
  reportFile: ReportFile | null,
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
  const progress = new ProgressLine(terminal, sizeOf(options.paths), performance.now());
  const { paths, ports, flowTimeoutSeconds, tunnels, preset, telescope, threads } = options;
  const { workerUrl } = installation;
  const crossCheckWorkerUrl = options.crossCheck ? installation.crossCheckWorkerUrl : null;
  const rules = { ports, flowTimeoutSeconds, tunnels, preset, telescope, packs, geoTables: geography.tables };
  const analysis: Analysis = analyse(
    { ...rules, paths, threads, chunkBytes: DEFAULT_CHUNK_BYTES, workerUrl, crossCheckWorkerUrl },
    (state) => progress.show(state, performance.now()),
  );
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
