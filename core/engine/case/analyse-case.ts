import { DEFAULT_RULES } from "../../contract/rule-texts.ts";
import { type AnalysisRules, nanoseconds, type RuleTexts, readRules } from "../../flow/rule-texts.ts";
import { type AnalysisOptions, type AnalysisResult, CrossChecks } from "../analyse.ts";
import { isHarmless } from "../list-inputs.ts";
import type { IngestProgress } from "../read-files.ts";
import { reportReading, type WhatWasRead, wasReadWhole } from "../report-reading.ts";
import {
  addWaiting,
  type CaseCapture,
  insertRefusal,
  listCaptures,
  listRefused,
  listWaiting,
} from "./case-captures.ts";
import { CaseError } from "./case-fault.ts";
import type { CaseFile } from "./case-file.ts";
import { listCaseInputs } from "./case-inputs.ts";
import { caseRules, foldRulesText, setCaseRules } from "./case-settings.ts";
import { CaseStates } from "./case-states.ts";
import { type CaseReading, type CaseReadingEnd, readIntoCase } from "./read-into-case.ts";

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
      for (const refusal of inputs.refused) {
        await insertRefusal(connection, { ...refusal, harmless: isHarmless(refusal, inputs.named) });
      }
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
    const held = await readCase(opened, rules);
    const pathOf = (sha256: string) => held.captures.find(({ capture }) => capture.sha256 === sha256)?.path as string;
    const read = { ...held, captures: held.captures.map(({ capture }) => capture) };
    const crossChecks = await checks.run({ captures: read.captures, pathOf });
    const report = reportReading(read, { ...options, rules }, crossChecks);
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

/** What a case holds, ready to be reported. */
interface HeldByCase extends Omit<WhatWasRead, "captures" | "refused"> {
  readonly captures: readonly CaseCapture[];
  readonly refused: Awaited<ReturnType<typeof listRefused>>;
}

/** What the case holds of captures that were read under these rules. Throws `CaseError` for damage. */
export async function readCase(opened: CaseFile, rules: AnalysisRules): Promise<HeldByCase> {
  return opened.use(async (connection) => {
    const text = foldRulesText(rules);
    const captures = (await listCaptures(connection)).filter((capture) => capture.rules === text);
    const ids = captures.map(({ id }) => id);
    const states = await CaseStates.of(connection, ids, nanoseconds(rules.flowTimeoutSeconds));
    return { captures, sources: await states.load(), refused: await listRefused(connection) };
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
  { threads, chunkBytes, workerUrl, index }: CaseAnalysisOptions,
  rules: AnalysisRules,
  named: ReadonlySet<string>,
) {
  const { ports, flowTimeoutSeconds, tunnels } = rules;
  return {
    rules: { ports, flowTimeoutNs: nanoseconds(flowTimeoutSeconds), tunnels },
    rulesText: foldRulesText(rules),
    threads,
    chunkBytes,
    workerUrl,
    snapshots: false,
    index,
    named,
  };
}
