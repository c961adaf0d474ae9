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
