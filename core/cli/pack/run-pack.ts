import type { ReadPack } from "../../engine/load-packs.ts";
import type { ExitCode } from "../exit-code.ts";
import { buildPack, importInto, sealInto, writeKey } from "./change-packs.ts";
import { diffPacks, listPacks, testPack, validatePack } from "./look-at-packs.ts";
import type { PackArguments } from "./pack-arguments.ts";
import { type PackDesk, withPacks } from "./read-pack.ts";
import { verifyPack } from "./verify-pack.ts";
import { writeExport } from "./write-export.ts";

/** Works on signature packs. Nothing but the file after `--out`, and the sheet beside an export, is written. */
export async function runPack(options: PackArguments, desk: PackDesk): Promise<ExitCode> {
  switch (options.verb) {
    case "list":
      return withPacks(options.packs.length === 0 ? ["builtin"] : options.packs, desk, (...packs) =>
        listPacks(packs, options.format, desk),
      );
    case "validate":
      return withPack(options.pack, desk, (read) => validatePack(read, desk));
    case "test":
      return withPack(options.pack, desk, (read) => testPack(read, desk));
    case "diff":
      return withPacks([options.before, options.after], desk, (before, after) =>
        diffPacks(before as ReadPack, after as ReadPack, desk),
      );
    case "build":
      return withPacks(options.packs, desk, (...packs) => buildPack(packs, options, desk));
    case "import":
      return withPacks([options.pack, options.into], desk, (...packs) => importInto(packs, options, desk));
    case "export":
      return withPack(options.pack, desk, (read) => writeExport(read, options, desk));
    case "verify":
      return withPack(options.pack, desk, (read) => verifyPack(read, options, desk));
    case "key":
      return writeKey(options, desk);
    case "seal":
      return withPack(options.pack, desk, (read) => sealInto(read, options, desk));
  }
}

function withPack(
  name: string,
  desk: PackDesk,
  work: (read: ReadPack) => ExitCode | Promise<ExitCode>,
): ExitCode | Promise<ExitCode> {
  return withPacks([name], desk, (read) => work(read as ReadPack));
}
