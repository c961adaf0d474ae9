import { MOST_SIDES } from "../contract/diff.ts";
import type { AnalysisRules } from "../flow/rule-texts.ts";
import { givenRulesOf, RULE_OPTIONS, rulesOf, threadsOf } from "./analyse-arguments.ts";
import { type OptionName, type OptionValues, UsageError } from "./options.ts";

/** Arguments of `diff`. */
export interface DiffArguments {
  /** A case, a capture, or a folder of captures. */
  readonly held: string;
  readonly references: readonly string[];
  readonly format: "table" | "json";
  readonly rules: AnalysisRules;
  /** Options of the rules that were given: a case has rules of its own. */
  readonly givenRules: readonly OptionName[];
  readonly packFiles: readonly string[];
  readonly threads: number;
}

/** Reads what `diff` is given. Throws `UsageError`. */
export function readDiffArguments(words: readonly string[], values: OptionValues): DiffArguments {
  const [held, ...references] = words;
  if (held === undefined || references.length < 2) {
    throw new UsageError(
      "diff needs a case or a capture, and at least two fingerprints, strands, packets or signatures.",
    );
  }
  if (references.length > MOST_SIDES) throw new UsageError(`diff compares at most ${MOST_SIDES}.`);
  const format = values.format ?? "table";
  if (format !== "table" && format !== "json") throw new UsageError("--format is table or json.");
  return {
    held,
    references,
    format,
    rules: rulesOf(givenRulesOf(values)),
    givenRules: RULE_OPTIONS.filter((option) => values[option] !== undefined),
    packFiles: values.pack ?? [],
    threads: threadsOf(values.threads),
  };
}
