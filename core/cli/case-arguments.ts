import { type LabelRequest, labelRequestSchema } from "../engine/case/labels.ts";
import { EXPORTED, type Exported } from "../engine/export/export-case.ts";
import { EXPORT_FORMATS, type ExportFormat } from "../engine/export/exported-table.ts";
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

/** Arguments of `export`. */
export interface ExportArguments {
  readonly caseFile: string;
  readonly what: Exported;
  readonly format: ExportFormat;
  readonly out: string;
  readonly packFiles: readonly string[];
}

/** Reads what `export` is given. Throws `UsageError`. */
export function readExportArguments(caseFiles: readonly string[], values: OptionValues): ExportArguments {
  return {
    caseFile: oneCase("export", caseFiles),
    what: oneOf(EXPORTED, "--what", values.what),
    format: oneOf(EXPORT_FORMATS, "--format", values.format),
    out: required(values.out, "export needs --out, the file to write."),
    packFiles: values.pack ?? [],
  };
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

function oneCase(kind: string, files: readonly string[]): string {
  const [file] = files;
  if (file === undefined || files.length > 1) throw new UsageError(`${kind} needs one case.`);
  return file;
}

function oneOf<Value extends string>(choices: readonly Value[], option: string, given: string | undefined): Value {
  const chosen = choices.find((choice) => choice === given);
  if (chosen !== undefined) return chosen;
  throw new UsageError(`${option} is ${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}.`);
}

function required(value: string | undefined, sentence: string): string {
  if (value === undefined || value.trim() === "") throw new UsageError(sentence);
  return value;
}
