import type { Prefix } from "../../behaviour/telescope.ts";
import { readTelescope } from "../../flow/rule-texts.ts";
import { TARGET_NAMES, type TargetName } from "../../pack/export/export-pack.ts";
import type { PackFacts } from "../../pack/make-pack.ts";
import { oneOf, required } from "../case-arguments.ts";
import { type OptionName, type OptionValues, UsageError } from "../options.ts";
import { releaseOf } from "../signature-arguments.ts";
import type { GuardArguments } from "./guard.ts";

/** Arguments of `pack`. Where a pack is asked for, `builtin` is the one that ships with the program. */
export type PackArguments =
  | { readonly verb: "list"; readonly packs: readonly string[]; readonly format: "table" | "json" }
  | { readonly verb: "validate"; readonly pack: string }
  | { readonly verb: "test"; readonly pack: string }
  | { readonly verb: "diff"; readonly before: string; readonly after: string }
  | ({
      readonly verb: "build";
      readonly packs: readonly [string, ...string[]];
      readonly facts: PackFacts;
      /** Ids of the signatures to take; null for all. */
      readonly only: readonly string[] | null;
      readonly out: string;
    } & GuardArguments)
  | ({
      readonly verb: "import";
      readonly pack: string;
      readonly into: string;
      /** Licence of what is written; null where the licence of both is the same. */
      readonly licence: string | null;
      /** The pack to write; null to look only. */
      readonly out: string | null;
    } & GuardArguments)
  | ({
      readonly verb: "export";
      readonly pack: string;
      readonly target: TargetName;
      readonly out: string;
    } & GuardArguments)
  | {
      readonly verb: "verify";
      readonly pack: string;
      /** A case whose messages are judged; null: the pack's examples are. */
      readonly caseFile: string | null;
      readonly format: "table" | "json";
    }
  | { readonly verb: "key"; readonly out: string }
  | ({ readonly verb: "seal"; readonly pack: string; readonly key: string; readonly out: string } & GuardArguments);

type Verb = PackArguments["verb"];

/** The options of whatever leaves. */
const GUARD = ["telescope", "case", "allow-telescope"] as const satisfies readonly OptionName[];

/** The options of each verb. */
const KNOWN = {
  list: ["format"],
  validate: [],
  test: [],
  diff: [],
  build: ["out", "only", "id", "name", "pack-version", "licence", "author", ...GUARD],
  import: ["into", "out", "licence", ...GUARD],
  export: ["target", "out", ...GUARD],
  verify: ["case", "format"],
  key: ["out"],
  seal: ["key", "out", ...GUARD],
} as const satisfies Record<Verb, readonly OptionName[]>;

/** Every option of a verb of `pack`. */
export const PACK_OPTIONS: readonly OptionName[] = Object.values(KNOWN).flat();

/** Reads what `pack` is given. Throws `UsageError`. */
export function readPackArguments([word, ...packs]: readonly string[], values: OptionValues): PackArguments {
  const verb = Object.keys(KNOWN).find((known): known is Verb => known === word);
  if (verb === undefined) throw new UsageError(`pack needs one of ${Object.keys(KNOWN).join(", ")}.`);
  for (const option of Object.keys(values) as OptionName[]) {
    if (!(KNOWN[verb] as readonly OptionName[]).includes(option)) {
      throw new UsageError(`pack ${verb} has no --${option}.`);
    }
  }
  const out = () => required(values.out, `pack ${verb} needs --out, the file to write.`);
  switch (verb) {
    case "list":
      return { verb, packs, format: oneOf(["table", "json"], "--format", values.format ?? "table") };
    case "validate":
    case "test":
      return { verb, pack: onePack(verb, packs) };
    case "diff":
      return diffArguments(packs);
    case "build":
      return {
        verb,
        packs: somePacks(packs),
        facts: factsOf(values),
        only: values.only ?? null,
        out: out(),
        ...guardOf(values),
      };
    case "import":
      return {
        verb,
        pack: onePack(verb, packs),
        into: values.into ?? "builtin",
        licence: values.licence ?? null,
        out: values.out ?? null,
        ...guardOf(values),
      };
    case "export":
      return {
        verb,
        pack: onePack(verb, packs),
        target: oneOf(TARGET_NAMES, "--target", values.target),
        out: out(),
        ...guardOf(values),
      };
    case "verify":
      return {
        verb,
        pack: onePack(verb, packs),
        caseFile: values.case ?? null,
        format: oneOf(["table", "json"], "--format", values.format ?? "table"),
      };
    case "key":
      if (packs.length > 0) throw new UsageError("pack key takes no pack.");
      return { verb, out: out() };
    case "seal":
      return {
        verb,
        pack: onePack(verb, packs),
        key: required(values.key, "pack seal needs --key, a file that pack key made."),
        out: out(),
        ...guardOf(values),
      };
  }
}

function diffArguments([before, after, ...others]: readonly string[]): PackArguments {
  if (before === undefined || after === undefined || others.length > 0)
    throw new UsageError("pack diff needs two packs.");
  return { verb: "diff", before, after };
}

function factsOf(values: OptionValues): PackFacts {
  return {
    ...(values.id !== undefined && { id: values.id }),
    ...(values.name !== undefined && { name: values.name }),
    ...(values["pack-version"] !== undefined && { packVersion: values["pack-version"] }),
    ...(values.licence !== undefined && { licence: values.licence }),
    ...(values.author !== undefined && { authors: values.author }),
  };
}

function guardOf(values: OptionValues): GuardArguments {
  return {
    caseFile: values.case ?? null,
    telescope: values.telescope === undefined ? null : telescopeOf(values.telescope),
    release: releaseOf(values),
  };
}

function telescopeOf(text: string): readonly Prefix[] {
  const read = readTelescope(text);
  if (read.ok) return read.value;
  throw new UsageError(`--telescope: ${read.message}`);
}

function onePack(verb: Verb, packs: readonly string[]): string {
  const [pack] = packs;
  if (pack === undefined || packs.length > 1) throw new UsageError(`pack ${verb} needs one pack: a file, or builtin.`);
  return pack;
}

function somePacks([first, ...others]: readonly string[]): readonly [string, ...string[]] {
  if (first === undefined) throw new UsageError("pack build needs at least one pack: a file, or builtin.");
  return [first, ...others];
}
