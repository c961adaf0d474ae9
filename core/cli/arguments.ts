import { parseArgs } from "node:util";
import type { Prefix } from "../behaviour/telescope.ts";
import { DEFAULT_RULES } from "../contract/rule-texts.ts";
import { DEFAULT_THREADS } from "../engine/ingest.ts";
import { type ReadRule, readFlowTimeout, readPorts, readTelescope } from "../flow/rule-texts.ts";
import type { SipPorts } from "../sip/packet-class.ts";

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
  readonly ports: SipPorts;
  readonly flowTimeoutSeconds: number;
  readonly tunnels: boolean;
  readonly telescope: readonly Prefix[] | null;
  readonly packFiles: readonly string[];
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
  telescope: { type: "string" },
  pack: { type: "string", multiple: true },
  threads: { type: "string" },
  "cross-check": { type: "boolean" },
} as const;

/** Options of the specification that this version does not have yet: said, not ignored. */
const NOT_YET = ["--case", "--no-index", "--preset"];

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
  const missing = args.find((arg) => NOT_YET.some((option) => arg === option || arg.startsWith(`${option}=`)));
  if (missing !== undefined) throw new UsageError(`${missing} is not available in this version.`);
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
  if (paths.length === 0) throw new UsageError(`${kind} needs at least one capture or folder.`);
  const format = values.format ?? "table";
  if (format !== "table" && format !== "json") throw new UsageError("--format is table or json.");
  return {
    kind,
    options: {
      paths,
      reportFile: values.report ?? null,
      format,
      ports: ruleOf("--ports", readPorts(values.ports ?? DEFAULT_RULES.ports)),
      flowTimeoutSeconds: ruleOf(
        "--flow-timeout",
        readFlowTimeout(values["flow-timeout"] ?? DEFAULT_RULES.flowTimeout),
      ),
      tunnels: values["no-tunnels"] !== true,
      telescope: values.telescope === undefined ? null : ruleOf("--telescope", readTelescope(values.telescope)),
      packFiles: values.pack ?? [],
      threads: values.threads === undefined ? DEFAULT_THREADS : threadsOf(values.threads),
      crossCheck: values["cross-check"] ?? false,
    },
  };
}

function commandNamed(name: string | undefined): "analyse" | "fingerprint" | undefined {
  if (name === "analyse" || name === "analyze") return "analyse";
  return name === "fingerprint" ? "fingerprint" : undefined;
}

function ruleOf<Value>(option: string, read: ReadRule<Value>): Value {
  if (!read.ok) throw new UsageError(`${option}: ${read.message}`);
  return read.value;
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
