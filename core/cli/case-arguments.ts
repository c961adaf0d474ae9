import { CERTAINTIES, type LabelRequest, labelRequestSchema } from "../contract/labels.ts";
import { EXPORTED, type Exported } from "../engine/export/export-case.ts";
import { EXPORT_FORMATS, type ExportFormat } from "../engine/export/exported-table.ts";
import { parseFilter } from "../query/parse-filter.ts";
import { FLOWS } from "../query/tables.ts";
import { type OptionValues, UsageError } from "./options.ts";

/** Arguments of `merge`. */
export interface MergeArguments {
  readonly caseFiles: readonly string[];
  readonly out: string;
}

/** Reads what `merge` is given. Throws `UsageError`. */
export function readMergeArguments(caseFiles: readonly string[], values: OptionValues): MergeArguments {
  if (caseFiles.length < 2) throw new UsageError("merge needs at least two cases.");
  return { caseFiles, out: required(values.out, "merge needs --out, the case to make.") };
}

/** Arguments of `remove`. */
export interface RemoveArguments {
  readonly caseFile: string;
  /** Names or SHA-256 of captures. */
  readonly captures: readonly string[];
}

/** Reads what `remove` is given. Throws `UsageError`. */
export function readRemoveArguments([caseFile, ...captures]: readonly string[]): RemoveArguments {
  if (caseFile === undefined || captures.length === 0) {
    throw new UsageError("remove needs a case, and a capture of it by name or SHA-256.");
  }
  return { caseFile, captures };
}

/** Arguments of `new`. */
export interface NewArguments {
  readonly caseFile: string;
  readonly packFiles: readonly string[];
  readonly format: "table" | "json";
}

/** Reads what `new` is given. Throws `UsageError`. */
export function readNewArguments(caseFiles: readonly string[], values: OptionValues): NewArguments {
  return {
    caseFile: oneCase("new", caseFiles),
    packFiles: values.pack ?? [],
    format: oneOf(["table", "json"], "--format", values.format ?? "table"),
  };
}

/** Arguments of `compare`. */
export interface CompareArguments {
  /** The earlier and the later one. */
  readonly caseFiles: readonly [string, string];
  readonly packFiles: readonly string[];
  readonly format: "table" | "json";
}

/** Reads what `compare` is given. Throws `UsageError`. */
export function readCompareArguments(caseFiles: readonly string[], values: OptionValues): CompareArguments {
  const [earlier, later] = caseFiles;
  if (earlier === undefined || later === undefined || caseFiles.length > 2) {
    throw new UsageError("compare needs two cases, the earlier one first.");
  }
  return {
    caseFiles: [earlier, later],
    packFiles: values.pack ?? [],
    format: oneOf(["table", "json"], "--format", values.format ?? "table"),
  };
}

/** Arguments of `export`. */
export interface ExportArguments {
  readonly caseFile: string;
  readonly wanted: WantedExport;
  readonly out: string;
  readonly packFiles: readonly string[];
  /** Tables of countries and networks. */
  readonly geoFiles: readonly string[];
  /** The key by which addresses are rewritten; null where they stay. */
  readonly anonymise: string | null;
}

/** A table, or the packets themselves. */
export type WantedExport =
  | { readonly kind: "table"; readonly what: Exported; readonly format: ExportFormat }
  /** `filter`: over flows; empty for all packets. */
  | { readonly kind: "evidence"; readonly filter: string };

/** Reads what `export` is given. Throws `UsageError`. */
export function readExportArguments(caseFiles: readonly string[], values: OptionValues): ExportArguments {
  return {
    caseFile: oneCase("export", caseFiles),
    wanted: wantedExport(values),
    out: required(values.out, "export needs --out, the file to write."),
    packFiles: values.pack ?? [],
    geoFiles: values.geo ?? [],
    anonymise: anonymiseOf(values),
  };
}

function anonymiseOf({ anonymise, geo }: OptionValues): string | null {
  if (anonymise === undefined) return null;
  if (geo !== undefined) throw new UsageError("--geo would tell which networks --anonymise hides; give one of them.");
  return required(anonymise, "--anonymise needs a key, any text that you keep to yourself.");
}

/** `packets` as pcapng are the packets themselves, as `evidence` is. */
function wantedExport(values: OptionValues): WantedExport {
  const what = oneOf([...EXPORTED, "evidence"], "--what", values.what);
  const format = oneOf([...EXPORT_FORMATS, "pcapng"], "--format", values.format);
  if (format === "pcapng") {
    if (what === "evidence" || what === "packets") return { kind: "evidence", filter: filterOf(values.filter) };
    throw new UsageError("Only packets are written as pcapng: --what evidence.");
  }
  if (what === "evidence") throw new UsageError("Evidence is written as pcapng: --format pcapng.");
  if (values.filter !== undefined) throw new UsageError("--filter chooses the flows of --what evidence only.");
  return { kind: "table", what, format };
}

function filterOf(text = ""): string {
  const parsed = parseFilter(text, FLOWS);
  if (!parsed.ok) throw new UsageError(`--filter: ${parsed.fault.message}`);
  return text;
}

/** Arguments of `label`. */
export interface LabelArguments {
  readonly caseFile: string;
  /** Null: labels come one a line on standard input. */
  readonly label: LabelRequest | null;
}

/** Reads what `label` is given. Throws `UsageError`. */
export function readLabelArguments(caseFiles: readonly string[], values: OptionValues): LabelArguments {
  const caseFile = oneCase("label", caseFiles);
  const { stdin, ...said } = values;
  if (stdin) {
    const [option] = Object.keys(said);
    if (option !== undefined) throw new UsageError(`--stdin reads whole labels; leave --${option} out.`);
    return { caseFile, label: null };
  }
  required(values.fingerprint, "label needs --fingerprint, the id of a fingerprint of the case, or --stdin.");
  required(values.tool, "label needs --tool, the name to give.");
  if (said.certainty !== undefined) oneOf(CERTAINTIES, "--certainty", said.certainty);
  const label = labelRequestSchema.safeParse(said);
  if (!label.success) throw new UsageError(`--${label.error.issues[0]?.path.join(".")} is empty or too long.`);
  return { caseFile, label: label.data };
}

/** Arguments of `labels`. */
export interface LabelsArguments {
  readonly caseFile: string;
  /** With all labels that were ever given. */
  readonly all: boolean;
  readonly format: "table" | "json";
}

/** Reads what `labels` is given. Throws `UsageError`. */
export function readLabelsArguments(caseFiles: readonly string[], values: OptionValues): LabelsArguments {
  return {
    caseFile: oneCase("labels", caseFiles),
    all: values.all ?? false,
    format: oneOf(["table", "json"], "--format", values.format ?? "table"),
  };
}

/** The one case that was given. Throws `UsageError` for none or several. */
export function oneCase(kind: string, files: readonly string[]): string {
  const [file] = files;
  if (file === undefined || files.length > 1) throw new UsageError(`${kind} needs one case.`);
  return file;
}

/** The choice an option was given. Throws `UsageError` where it is none of them. */
export function oneOf<Value extends string>(
  choices: readonly Value[],
  option: string,
  given: string | undefined,
): Value {
  const chosen = choices.find((choice) => choice === given);
  if (chosen !== undefined) return chosen;
  throw new UsageError(`${option} is ${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}.`);
}

/** What an option was given. Throws `UsageError` with this sentence where that is nothing. */
export function required(value: string | undefined, sentence: string): string {
  if (value === undefined || value.trim() === "") throw new UsageError(sentence);
  return value;
}
