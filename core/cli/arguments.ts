import { type AnalyseArguments, readAnalyseArguments } from "./analyse-arguments.ts";
import {
  type CompareArguments,
  type ExportArguments,
  type LabelArguments,
  type LabelsArguments,
  type MergeArguments,
  type NewArguments,
  type RemoveArguments,
  readCompareArguments,
  readExportArguments,
  readLabelArguments,
  readLabelsArguments,
  readMergeArguments,
  readNewArguments,
  readRemoveArguments,
} from "./case-arguments.ts";
import { type DiffArguments, readDiffArguments } from "./diff-arguments.ts";
import { type OptionName, type OptionValues, splitWords, UsageError } from "./options.ts";
import { PACK_OPTIONS, type PackArguments, readPackArguments } from "./pack/pack-arguments.ts";
import { type ReportArguments, readReportArguments } from "./report-arguments.ts";
import { readSignatureArguments, SIGNATURE_OPTIONS, type SignatureArguments } from "./signature-arguments.ts";

/** What the analyst asked for. */
export type Command =
  | { readonly kind: "help"; readonly topic: CommandName | "program" }
  | { readonly kind: "version" }
  | { readonly kind: "analyse" | "fingerprint" | "campaigns"; readonly options: AnalyseArguments }
  | { readonly kind: "diff"; readonly options: DiffArguments }
  | { readonly kind: "report"; readonly options: ReportArguments }
  | { readonly kind: "merge"; readonly options: MergeArguments }
  | { readonly kind: "remove"; readonly options: RemoveArguments }
  | { readonly kind: "new"; readonly options: NewArguments }
  | { readonly kind: "compare"; readonly options: CompareArguments }
  | { readonly kind: "export"; readonly options: ExportArguments }
  | { readonly kind: "label"; readonly options: LabelArguments }
  | { readonly kind: "labels"; readonly options: LabelsArguments }
  | { readonly kind: "pack"; readonly options: PackArguments }
  | { readonly kind: "signature"; readonly options: SignatureArguments }
  | { readonly kind: "wrong-usage"; readonly message: string };

const READING: readonly OptionName[] = [
  "report",
  "format",
  "ports",
  "flow-timeout",
  "no-tunnels",
  "preset",
  "telescope",
  "pack",
  "geo",
  "threads",
  "cross-check",
  "case",
  "reread",
  "no-index",
];

/** The options each command knows. */
const KNOWN = {
  analyse: READING,
  fingerprint: READING,
  diff: ["format", "ports", "flow-timeout", "no-tunnels", "preset", "telescope", "pack", "threads"],
  campaigns: [
    "format",
    "ports",
    "flow-timeout",
    "no-tunnels",
    "preset",
    "telescope",
    "pack",
    "geo",
    "threads",
    "older-count",
  ],
  report: ["out", "preset", "telescope", "pack", "geo", "older-count", "allow-telescope"],
  merge: ["out"],
  remove: [],
  new: ["pack", "format"],
  compare: ["pack", "format"],
  label: ["fingerprint", "tool", "family", "variant", "certainty", "reason", "stdin"],
  export: ["what", "format", "out", "pack", "geo", "filter", "anonymise"],
  labels: ["all", "format"],
  pack: PACK_OPTIONS,
  signature: SIGNATURE_OPTIONS,
} as const satisfies Record<string, readonly OptionName[]>;

/** Name of a command. */
export type CommandName = keyof typeof KNOWN;

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
  const { values, positionals } = splitWords(args);
  const [name, ...words] = positionals;
  const kind = commandNamed(name);
  if (values.help || name === "help") {
    return { kind: "help", topic: kind ?? commandNamed(words[0]) ?? "program" };
  }
  if (values.version) return { kind: "version" };
  if (name === undefined) return { kind: "help", topic: "program" };
  if (kind === undefined) throw new UsageError(`There is no command "${name}".`);
  for (const option of Object.keys(values) as OptionName[]) {
    if (!(KNOWN[kind] as readonly OptionName[]).includes(option)) throw new UsageError(`${kind} has no --${option}.`);
  }
  return readArguments(kind, words, values);
}

function readArguments(kind: CommandName, words: readonly string[], values: OptionValues): Command {
  switch (kind) {
    case "analyse":
    case "fingerprint":
    case "campaigns":
      return { kind, options: readAnalyseArguments(kind, words, values) };
    case "diff":
      return { kind, options: readDiffArguments(words, values) };
    case "report":
      return { kind, options: readReportArguments(words, values) };
    case "merge":
      return { kind, options: readMergeArguments(words, values) };
    case "remove":
      return { kind, options: readRemoveArguments(words) };
    case "new":
      return { kind, options: readNewArguments(words, values) };
    case "compare":
      return { kind, options: readCompareArguments(words, values) };
    case "export":
      return { kind, options: readExportArguments(words, values) };
    case "label":
      return { kind, options: readLabelArguments(words, values) };
    case "labels":
      return { kind, options: readLabelsArguments(words, values) };
    case "pack":
      return { kind, options: readPackArguments(words, values) };
    case "signature":
      return { kind, options: readSignatureArguments(words, values) };
  }
}

function commandNamed(name: string | undefined): CommandName | undefined {
  if (name === "analyze") return "analyse";
  return name !== undefined && Object.hasOwn(KNOWN, name) ? (name as CommandName) : undefined;
}

function firstSentence(message: string): string {
  return `${message.split(". ")[0]?.replace(/\.$/, "")}.`;
}
