import { parseArgs } from "node:util";
import { describePrefixError, type Prefix, parsePrefix } from "../behaviour/telescope.ts";
import { DEFAULT_THREADS } from "../engine/ingest.ts";
import { PAPER_FLOW_TIMEOUT_SECONDS, PAPER_PORT, type Preset } from "../report/preset.ts";
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
  readonly preset: Preset;
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
  preset: { type: "string" },
  telescope: { type: "string" },
  pack: { type: "string", multiple: true },
  threads: { type: "string" },
  "cross-check": { type: "boolean" },
} as const;

/** Options of the specification that this version does not have yet: said, not ignored. */
const NOT_YET = ["--case", "--no-index"];

const SECONDS_PER_UNIT: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
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
  const ports = portsOf(values.ports ?? "5060");
  const flowTimeoutSeconds = secondsOf(values["flow-timeout"] ?? "20m");
  return {
    kind,
    options: {
      paths,
      reportFile: values.report ?? null,
      format,
      ports,
      flowTimeoutSeconds,
      tunnels: values["no-tunnels"] !== true,
      preset: presetOf(values.preset ?? "default", ports, flowTimeoutSeconds),
      telescope: values.telescope === undefined ? null : telescopeOf(values.telescope),
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

function portsOf(text: string): SipPorts {
  if (text === "any") return "any";
  const ports = text.split(",").map((part) => (/^\d{1,5}$/.test(part) ? Number(part) : Number.NaN));
  if (!ports.every((port) => port >= 1 && port <= 65_535)) {
    throw new UsageError(`--ports is "any" or a list of ports such as 5060,5061; "${text}" is neither.`);
  }
  return new Set(ports);
}

function secondsOf(text: string): number {
  const match = /^(\d{1,9}(?:\.\d{1,9})?)([smhd]?)$/.exec(text);
  const seconds = match === null ? 0 : Number(match[1]) * (SECONDS_PER_UNIT[match[2] || "s"] as number);
  if (seconds <= 0) throw new UsageError(`--flow-timeout is a time above zero such as 20m, 90s or 1h, not "${text}".`);
  return seconds;
}

/** The preset of this name. What it fixes may be given as well, but not otherwise. */
function presetOf(name: string, ports: SipPorts, flowTimeoutSeconds: number): Preset {
  if (name === "default") return name;
  if (name !== "paper") throw new UsageError(`--preset is default or paper, not "${name}".`);
  if (ports === "any" || ports.size !== 1 || !ports.has(PAPER_PORT)) {
    throw new UsageError(`--preset paper reads port ${PAPER_PORT} alone; leave out --ports, or --preset.`);
  }
  if (flowTimeoutSeconds !== PAPER_FLOW_TIMEOUT_SECONDS) {
    throw new UsageError("--preset paper ends a flow after 20 minutes; leave out --flow-timeout, or --preset.");
  }
  return name;
}

function telescopeOf(text: string): Prefix[] {
  return text.split(",").map((part) => {
    const parsed = parsePrefix(part);
    if (!parsed.ok) throw new UsageError(`--telescope: ${describePrefixError(parsed.error)}`);
    return parsed.prefix;
  });
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
