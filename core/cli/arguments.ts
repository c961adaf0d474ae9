import { parseArgs } from "node:util";
import { DEFAULT_RULES } from "../contract/rule-texts.ts";
import { DEFAULT_THREADS } from "../engine/ingest.ts";
import { type AnalysisRules, type RuleTexts, readRules } from "../flow/rule-texts.ts";

/** What the analyst asked for. */
export type Command =
  | { readonly kind: "help"; readonly topic: "program" | "analyse" | "fingerprint" }
  | { readonly kind: "version" }
  | { readonly kind: "analyse"; readonly options: AnalyseArguments }
  | { readonly kind: "fingerprint"; readonly options: AnalyseArguments }
  | { readonly kind: "wrong-usage"; readonly message: string };

/** Arguments of `analyse` and `fingerprint`. */
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
}

const OPTIONS = {
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
  report: { type: "string" },
  format: { type: "string" },
  ports: { type: "string" },
  "flow-timeout": { type: "string" },
  "no-tunnels": { type: "boolean" },
  preset: { type: "string" },
  telescope: { type: "string" },
  pack: { type: "string", multiple: true },
  geo: { type: "string", multiple: true },
  threads: { type: "string" },
  "cross-check": { type: "boolean" },
  case: { type: "string" },
  reread: { type: "boolean" },
  "no-index": { type: "boolean" },
} as const;

const MAX_THREADS = 64;

class UsageError extends Error {}

/** Reads the command line. Wrong usage is a value with one sentence. */
export function parseCommand(args: readonly string[]): Command {
  try {
    return commandOf(args);
  } catch (error) {
    if (error instanceof UsageError) return { kind: "wrong-usage", message: error.message };
    if (error instanceof TypeError && "code" in error)
      return { kind: "wrong-usage", message: firstSentence(error.message) };
    throw error;
  }
}

function commandOf(args: readonly string[]): Command {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
    strict: true,
  });
  const [name, ...paths] = positionals;
  const kind = commandNamed(name);
  if (values.help || name === "help") {
    return { kind: "help", topic: kind ?? commandNamed(paths[0]) ?? "program" };
  }
  if (values.version) return { kind: "version" };
  if (name === undefined) return { kind: "help", topic: "program" };
  if (kind === undefined) throw new UsageError(`There is no command "${name}".`);
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
    kind,
    options: {
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
      threads: values.threads === undefined ? DEFAULT_THREADS : threadsOf(values.threads),
      crossCheck: values["cross-check"] ?? false,
    },
  };
}

/** Options that say something of a case. */
const CASE_OPTIONS = ["reread", "no-index"] as const;

/** The options behind the rules. */
const RULE_OPTIONS: Readonly<Record<keyof RuleTexts, string>> = {
  ports: "--ports",
  flowTimeout: "--flow-timeout",
  tunnels: "--no-tunnels",
  preset: "--preset",
  telescope: "--telescope",
};

interface RuleValues {
  readonly ports?: string | undefined;
  readonly "flow-timeout"?: string | undefined;
  readonly "no-tunnels"?: boolean | undefined;
  readonly preset?: string | undefined;
  readonly telescope?: string | undefined;
}

function givenRulesOf(values: RuleValues): Partial<RuleTexts> {
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

function rulesOf(given: Partial<RuleTexts>): AnalysisRules {
  const read = readRules({ ...DEFAULT_RULES, ...given });
  if (read.ok) return read.rules;
  const [[rule, message]] = Object.entries(read.faults) as [[keyof RuleTexts, string]];
  throw new UsageError(`${RULE_OPTIONS[rule]}: ${message}`);
}

function commandNamed(name: string | undefined): "analyse" | "fingerprint" | undefined {
  if (name === "analyse" || name === "analyze") return "analyse";
  return name === "fingerprint" ? "fingerprint" : undefined;
}

function threadsOf(text: string): number {
  const threads = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (threads < 1 || threads > MAX_THREADS) {
    throw new UsageError(`--threads is a number from 1 to ${MAX_THREADS}, not "${text}".`);
  }
  return threads;
}

function firstSentence(message: string): string {
  return `${message.split(". ")[0]?.replace(/\.$/, "")}.`;
}
