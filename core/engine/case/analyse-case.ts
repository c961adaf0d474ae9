import type { DuckDBConnection } from "@duckdb/node-api";
import type { CrossCheck } from "../../contract/cross-check.ts";
import { DEFAULT_RULES } from "../../contract/rule-texts.ts";
import { type AnalysisRules, nanoseconds, type RuleTexts, readRules } from "../../flow/rule-texts.ts";
import type { Source } from "../../flow/source.ts";
import type { IpAddress } from "../../net/address.ts";
import type { ReportedCampaigns } from "../../report/campaign-report.ts";
import type { Report } from "../../report/report.ts";
import { type AnalysisOptions, type AnalysisResult, CrossChecks } from "../analyse.ts";
import type { IngestProgress } from "../read-files.ts";
import { patiently, type ReportRules, type ReportWaiter, reportReading, wasReadWhole } from "../report-reading.ts";
import { SelectedStates } from "../selected-states.ts";
import {
  addWaiting,
  type CaseCapture,
  insertRefusals,
  listCaptures,
  listRefused,
  listWaiting,
} from "./case-captures.ts";
import { CaseError } from "./case-fault.ts";
import type { CaseFile } from "./case-file.ts";
import { listCaseInputs, refusalsForCase } from "./case-inputs.ts";
import { packsOfCase } from "./case-library.ts";
import { caseRules, foldRulesText, setCaseRules } from "./case-settings.ts";
import { CaseStates } from "./case-states.ts";
import { type CaseReading, type CaseReadingEnd, readIntoCase } from "./read-into-case.ts";
import { reportedCampaigns } from "./reported-campaigns.ts";

/** What to add to a case, and what the case is judged by. */
export interface CaseAnalysisOptions extends Omit<AnalysisOptions, "rules"> {
  /** The rules that were given; for the others those of the case hold. */
  readonly givenRules: Partial<RuleTexts>;
  /** Read captures again that were read under other rules. */
  readonly reread: boolean;
  /** Whether requests get rows in the packet index. */
  readonly index: boolean;
}

/** What a case holds after an analysis. */
export interface CaseAnalysisResult extends AnalysisResult {
  /** Files that still wait to be read. */
  readonly waiting: readonly string[];
}

/** A running analysis. `result` rejects with `CaseError` where the case cannot be read or written. */
export interface CaseAnalysis {
  readonly result: Promise<CaseAnalysisResult>;
  /** Ends the reading soon; the result then holds what was read. */
  cancel(): void;
}

/** Reads what is new into a case, goes on with what an earlier reading left, and reports what the whole case holds. */
export function analyseCase(
  opened: CaseFile,
  options: CaseAnalysisOptions,
  onProgress: (progress: IngestProgress) => void,
): CaseAnalysis {
  let reading: CaseReading | null = null;
  let wasCancelled = false;
  const checks = new CrossChecks(options.crossCheckWorkerUrl);
  const run = async (): Promise<CaseAnalysisResult> => {
    const rules = await settleRules(opened, options);
    const inputs = listCaseInputs(opened, options.paths);
    const paths = await opened.save(async (connection) => {
      await insertRefusals(connection, refusalsForCase(inputs.refused, inputs.named));
      await addWaiting(
        connection,
        inputs.files.map((file) => file.path),
      );
      return listWaiting(connection);
    });
    reading = readIntoCase(opened, paths, readingOptions(options, rules, inputs.named), {
      onProgress,
      onSnapshot: () => undefined,
      onOutcome: () => undefined,
      onLost: () => undefined,
    });
    if (wasCancelled) reading.cancel();
    const end = await reading.ended;
    const held = await opened.use((connection) => heldUnder(connection, rules));
    const pathOf = (sha256: string) => held.captures.find(({ capture }) => capture.sha256 === sha256)?.path as string;
    const captures = held.captures.map(({ capture }) => capture);
    const crossChecks = await checks.run({ captures, pathOf });
    const campaigns = await reportedCampaigns(opened, rules.preset, {}, options.countsItself);
    const report = await patiently((waiter) =>
      reportHeld(waiter, opened, { ...held, campaigns }, { ...options, rules }, crossChecks),
    );
    const waiting = await opened.use(listWaiting);
    const ending = endingOf(report, end, held, checks.cancelled, waiting.length > 0);
    return { report, ending, waiting };
  };
  const cancel = () => {
    wasCancelled = true;
    reading?.cancel();
    checks.cancel();
  };
  return { result: run(), cancel };
}

/** The captures of a case that were read under some rules, and the files that were refused. */
interface HeldByCase {
  readonly captures: readonly CaseCapture[];
  readonly refused: Awaited<ReturnType<typeof listRefused>>;
}

async function heldUnder(connection: DuckDBConnection, rules: AnalysisRules): Promise<HeldByCase> {
  return { captures: await capturesUnder(connection, rules), refused: await listRefused(connection) };
}

/** The captures of a case that were read under these rules. */
export async function capturesUnder(connection: DuckDBConnection, rules: AnalysisRules): Promise<CaseCapture[]> {
  const text = foldRulesText(rules);
  return (await listCaptures(connection)).filter((capture) => capture.rules === text);
}

/** What a report of a case is of. */
interface Reported extends HeldByCase {
  readonly campaigns: ReportedCampaigns;
}

/** The report of these captures, for whoever waits; null where nobody does any more. Throws `CaseError` for damage. */
async function reportHeld(
  waiter: ReportWaiter,
  opened: CaseFile,
  { captures, refused, campaigns }: Reported,
  judging: ReportRules,
  crossChecks: ReadonlyMap<string, CrossCheck>,
): Promise<Report | null> {
  const packs = await packsOfCase(opened, judging.packs);
  return opened.use(async (connection) => {
    const states = await statesOf(connection, captures, judging.rules);
    const read = { captures: captures.map(({ capture }) => capture), refused, states, crossChecks };
    return reportReading(waiter, read, { ...judging, packs }, campaigns);
  });
}

function statesOf(
  connection: DuckDBConnection,
  captures: readonly CaseCapture[],
  { flowTimeoutSeconds }: AnalysisRules,
): Promise<CaseStates> {
  const ids = captures.map(({ id }) => id);
  return CaseStates.of(connection, ids, nanoseconds(flowTimeoutSeconds));
}

/** The report of what a case holds. `given`: rules it is judged by instead of its own; none of reading. */
export async function reportOfCase(
  opened: CaseFile,
  judging: Omit<ReportRules, "rules">,
  given: Partial<RuleTexts> = {},
): Promise<Report> {
  return patiently((waiter) => reportOfCaseFor(waiter, opened, judging, given));
}

/** The same for whoever waits; null where nobody does any more. */
export async function reportOfCaseFor(
  waiter: ReportWaiter,
  opened: CaseFile,
  judging: Omit<ReportRules, "rules">,
  given: Partial<RuleTexts>,
): Promise<Report | null> {
  const { reported, rules } = await whatToReport(opened, judging, given);
  return reportHeld(waiter, opened, reported, { ...judging, rules }, new Map());
}

async function whatToReport(
  opened: CaseFile,
  { countsItself }: Omit<ReportRules, "rules">,
  given: Partial<RuleTexts>,
): Promise<{ readonly reported: Reported; readonly rules: AnalysisRules }> {
  const rules = rulesOf({ ...DEFAULT_RULES, ...(await opened.use(caseRules)), ...given });
  const held = await opened.use((connection) => heldUnder(connection, rules));
  const campaigns = await reportedCampaigns(opened, rules.preset, given, countsItself);
  return { reported: { ...held, campaigns }, rules };
}

/** The sources of a case that are looked into, a few at a time, in the order of their addresses, as long as that is wanted. */
export async function forSourcesOfCase(
  opened: CaseFile,
  rules: AnalysisRules,
  each: (sources: ReadonlyMap<IpAddress, Source>) => void,
  isWanted: () => boolean = () => true,
): Promise<void> {
  await opened.use(async (connection) => {
    const captures = await capturesUnder(connection, rules);
    const states = await statesOf(connection, captures, rules);
    const selected = new SelectedStates(states, nanoseconds(rules.flowTimeoutSeconds));
    for await (const sources of selected.portions()) {
      if (!isWanted()) return;
      each(sources);
    }
  });
}

function endingOf(
  report: AnalysisResult["report"],
  { cancelled, lost }: CaseReadingEnd,
  { captures, refused }: HeldByCase,
  checksCancelled: boolean,
  filesWait: boolean,
): AnalysisResult["ending"] {
  if (cancelled || checksCancelled) return "cancelled";
  if (captures.length === 0) return "nothing-read";
  const failed = lost.length > 0 || filesWait || refused.some(({ harmless }) => !harmless);
  return failed || !wasReadWhole(report) ? "incomplete" : "complete";
}

/** The rules that hold from now on. Other rules of reading need every capture anew, and that is only done if asked for. */
async function settleRules(opened: CaseFile, { givenRules, reread }: CaseAnalysisOptions): Promise<AnalysisRules> {
  return opened.save(async (connection) => {
    const stored = await caseRules(connection);
    const texts = { ...DEFAULT_RULES, ...stored, ...givenRules };
    const rules = rulesOf(texts);
    const text = foldRulesText(rules);
    const others = (await listCaptures(connection)).filter((capture) => capture.rules !== text);
    if (others.length > 0 && !reread) {
      const [first] = others;
      const held = `The captures of ${opened.name} were read under other rules (${first?.rules})`;
      const advice = "Give --reread to read them again, or leave the rules as they are";
      throw new CaseError({ code: "case-other-rules", message: `${held}. It was not changed. ${advice}.` });
    }
    await addWaiting(
      connection,
      others.map(({ path }) => path),
    );
    if (JSON.stringify(texts) !== JSON.stringify(stored)) await setCaseRules(connection, texts);
    return rules;
  });
}

/** The rules the case is judged by: its own, or the usual ones where it has none yet. */
export async function rulesOfCase(opened: CaseFile): Promise<AnalysisRules> {
  return rulesOf({ ...DEFAULT_RULES, ...(await opened.use(caseRules)) });
}

function rulesOf(texts: RuleTexts): AnalysisRules {
  const read = readRules(texts);
  if (read.ok) return read.rules;
  throw new CaseError({ code: "case-other-rules", message: Object.values(read.faults).join(" ") });
}

function readingOptions(
  { threads, chunkBytes, mostHeld, workerUrl, index }: CaseAnalysisOptions,
  rules: AnalysisRules,
  named: ReadonlySet<string>,
) {
  const { ports, flowTimeoutSeconds, tunnels } = rules;
  return {
    rules: { ports, flowTimeoutNs: nanoseconds(flowTimeoutSeconds), tunnels },
    rulesText: foldRulesText(rules),
    threads,
    chunkBytes,
    mostHeld,
    workerUrl,
    snapshots: false,
    index,
    named,
  };
}
