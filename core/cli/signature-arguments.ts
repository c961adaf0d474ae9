import { required } from "./case-arguments.ts";
import { type OptionValues, UsageError } from "./options.ts";

/** Arguments of `signature propose`. */
export interface SignatureArguments {
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

/** Reads what `signature` is given. Throws `UsageError`. */
export function readSignatureArguments(words: readonly string[], values: OptionValues): SignatureArguments {
  const [action, caseFile, ...others] = words;
  if (action !== "propose") throw new UsageError('signature has one use: "signature propose <case>".');
  if (caseFile === undefined || others.length > 0) throw new UsageError("signature propose needs one case.");
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
