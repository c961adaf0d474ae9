import { DEFAULT_RULES } from "../contract/rule-texts.ts";
import { DEFAULT_THREADS } from "../engine/ingest.ts";
import { type AnalysisRules, type RuleTexts, readRules } from "../flow/rule-texts.ts";
import { type OptionName, type OptionValues, UsageError } from "./options.ts";

/** Arguments of `analyse`, `fingerprint` and `campaigns`. */
export interface AnalyseArguments {
  readonly paths: readonly string[];
  /** File for the report's JSON, "-" for standard output, null for none. */
  readonly reportFile: string | null;
  readonly format: "table" | "json";
  readonly rules: AnalysisRules;
  /** Those of the rules that were given: a case has rules of its own for the others. */
  readonly givenRules: Partial<RuleTexts>;
  /** The case to add to and to report; null without one. */
  readonly caseFile: string | null;
  /** Read captures of the case again that were read under other rules. */
  readonly reread: boolean;
  /** Whether requests get rows in the case's packet index. */
  readonly index: boolean;
  readonly packFiles: readonly string[];
  /** Tables of countries and networks. */
  readonly geoFiles: readonly string[];
  readonly threads: number;
  /** Have captures read a second time by an independent reader. */
  readonly crossCheck: boolean;
  /** Whether a source is one of its own five nearest where campaigns are looked for. */
  readonly countsItself: boolean;
}

const MAX_THREADS = 64;

/** Reads what `analyse`, `fingerprint` and `campaigns` are given. Throws `UsageError`. */
export function readAnalyseArguments(
  kind: "analyse" | "fingerprint" | "campaigns",
  paths: readonly string[],
  values: OptionValues,
): AnalyseArguments {
  const caseFile = values.case ?? null;
  if (kind === "fingerprint" && caseFile !== null)
    throw new UsageError("fingerprint knows no case; use analyse --case.");
  if (paths.length === 0 && caseFile === null) throw new UsageError(`${kind} needs at least one capture or folder.`);
  const format = values.format ?? "table";
  if (format !== "table" && format !== "json") throw new UsageError("--format is table or json.");
  if (caseFile === null) {
    for (const option of CASE_OPTIONS)
      if (values[option] !== undefined) throw new UsageError(`--${option} needs --case.`);
  }
  const givenRules = givenRulesOf(values);
  return {
    paths,
    reportFile: values.report ?? null,
    format,
    rules: rulesOf(givenRules),
    givenRules,
    caseFile,
    reread: values.reread ?? false,
    index: values["no-index"] !== true,
    packFiles: values.pack ?? [],
    geoFiles: values.geo ?? [],
    threads: threadsOf(values.threads),
    crossCheck: values["cross-check"] ?? false,
    countsItself: values["older-count"] !== true,
  };
}

/** Options that say something of a case. */
const CASE_OPTIONS = ["reread", "no-index"] as const;

/** The options behind the rules. */
const OPTION_OF_RULE = {
  ports: "ports",
  flowTimeout: "flow-timeout",
  tunnels: "no-tunnels",
  preset: "preset",
  telescope: "telescope",
} as const satisfies Record<keyof RuleTexts, OptionName>;

/** Options that say under which rules captures are read. */
export const RULE_OPTIONS: readonly OptionName[] = Object.values(OPTION_OF_RULE);

/** The rules that were given, as texts. Throws `UsageError`. */
export function givenRulesOf(values: OptionValues): Partial<RuleTexts> {
  const { ports, preset, telescope } = values;
  if (telescope !== undefined && telescope.trim() === "") throw new UsageError("--telescope is empty.");
  return {
    ...(ports === undefined ? {} : { ports }),
    ...(values["flow-timeout"] === undefined ? {} : { flowTimeout: values["flow-timeout"] }),
    ...(values["no-tunnels"] === undefined ? {} : { tunnels: !values["no-tunnels"] }),
    ...(preset === undefined ? {} : { preset }),
    ...(telescope === undefined ? {} : { telescope }),
  };
}

/** These rules, and the usual ones for the others. Throws `UsageError`. */
export function rulesOf(given: Partial<RuleTexts>): AnalysisRules {
  const read = readRules({ ...DEFAULT_RULES, ...given });
  if (read.ok) return read.rules;
  const [[rule, message]] = Object.entries(read.faults) as [[keyof RuleTexts, string]];
  throw new UsageError(`--${OPTION_OF_RULE[rule]}: ${message}`);
}

/** Worker threads. Throws `UsageError`. */
export function threadsOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_THREADS;
  const threads = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (threads < 1 || threads > MAX_THREADS) {
    throw new UsageError(`--threads is a number from 1 to ${MAX_THREADS}, not "${text}".`);
  }
  return threads;
}
