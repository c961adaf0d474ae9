import { oneCase, oneOf, required } from "./case-arguments.ts";
import { type OptionName, type OptionValues, UsageError } from "./options.ts";

/** Arguments of `signature`. */
export type SignatureArguments =
  | ({ readonly action: "propose" } & ProposeArguments)
  | ({ readonly action: "list" } & LookArguments)
  | ({ readonly action: "show"; readonly id: string } & LookArguments);

/** What signatures are listed or shown of. */
export interface LookArguments {
  /** Null: those of packs alone. */
  readonly caseFile: string | null;
  readonly packFiles: readonly string[];
  readonly format: "table" | "json";
}

/** Arguments of `signature propose`. */
export interface ProposeArguments {
  readonly caseFile: string;
  readonly fingerprints: readonly string[];
  readonly tool: { readonly id: string; readonly name: string };
  readonly family: string | null;
  readonly variant: string;
  readonly packFiles: readonly string[];
  /** Pack to write; null writes none. */
  readonly out: string | null;
  /** Why the pack may hold the telescope all the same; null where it may not. */
  readonly release: string | null;
}

/** As packs have it, with room for a variant. */
const TOOL_ID = /^[a-z0-9][a-z0-9._-]{0,63}(?:\/[a-z0-9][a-z0-9._-]{0,63}){0,2}$/;
/** Longest name in a pack. */
const MOST_NAME = 200;

/** The options of each action. */
const KNOWN = {
  list: ["pack", "format"],
  show: ["pack", "format"],
  propose: ["fingerprint", "tool", "name", "family", "variant", "pack", "out", "allow-telescope"],
} as const satisfies Record<SignatureArguments["action"], readonly OptionName[]>;

/** Every option of an action of `signature`. */
export const SIGNATURE_OPTIONS: readonly OptionName[] = Object.values(KNOWN).flat();

/** Reads what `signature` is given. Throws `UsageError`. */
export function readSignatureArguments([word, ...words]: readonly string[], values: OptionValues): SignatureArguments {
  const action = Object.keys(KNOWN).find((known): known is SignatureArguments["action"] => known === word);
  if (action === undefined) throw new UsageError(`signature needs one of ${Object.keys(KNOWN).join(", ")}.`);
  for (const option of Object.keys(values) as OptionName[]) {
    if (!(KNOWN[action] as readonly OptionName[]).includes(option)) {
      throw new UsageError(`signature ${action} has no --${option}.`);
    }
  }
  switch (action) {
    case "list":
      if (words.length > 1) throw new UsageError("signature list takes one case, or none.");
      return { action, ...lookArguments(words[0], values) };
    case "show": {
      const id = words.at(-1);
      if (id === undefined || words.length > 2)
        throw new UsageError("signature show needs the id of one signature, behind its case where it is of one.");
      return { action, id, ...lookArguments(words.length === 2 ? words[0] : undefined, values) };
    }
    case "propose":
      return { action, ...proposeArguments(words, values) };
  }
}

function lookArguments(caseFile: string | undefined, values: OptionValues): LookArguments {
  return {
    caseFile: caseFile ?? null,
    packFiles: values.pack ?? [],
    format: oneOf(["table", "json"], "--format", values.format ?? "table"),
  };
}

function proposeArguments(words: readonly string[], values: OptionValues): ProposeArguments {
  const caseFile = oneCase("signature propose", words);
  const fingerprints = (values.fingerprint ?? "").split(",").map((id) => id.trim());
  if (fingerprints.includes("")) throw new UsageError("--fingerprint needs ids of fingerprints of the case.");
  const { tool = "", family, variant = "" } = values;
  if (!TOOL_ID.test(tool)) {
    throw new UsageError(
      '--tool needs the id of the tool, as own/voip-probe: lower-case letters, digits, ".", "_", "-".',
    );
  }
  const name = named("--name", values.name ?? "");
  return {
    caseFile,
    fingerprints: [...new Set(fingerprints)],
    tool: { id: tool, name },
    family: family === undefined ? null : named("--family", family),
    variant: variant === "" ? "" : named("--variant", variant),
    packFiles: values.pack ?? [],
    out: values.out ?? null,
    release: releaseOf(values),
  };
}

function named(option: string, text: string): string {
  const name = text.trim();
  if (name === "" || name.length > MOST_NAME)
    throw new UsageError(`${option} needs a name of 1 to ${MOST_NAME} characters.`);
  return name;
}

/** Why the telescope may leave. Throws `UsageError` where no reason is given. */
export function releaseOf(values: OptionValues): string | null {
  const reason = values["allow-telescope"];
  if (reason === undefined) return null;
  return required(reason, "--allow-telescope needs a reason, which the sheet will name.");
}
