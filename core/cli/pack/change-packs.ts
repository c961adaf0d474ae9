import { makeKeyFile, readKeyFile } from "../../engine/key-file.ts";
import type { ReadPack } from "../../engine/load-packs.ts";
import { type ImportedSignature, previewImport } from "../../pack/compare-packs.ts";
import { recordedPack } from "../../pack/export/recorded-pack.ts";
import { importPack, makePack } from "../../pack/make-pack.ts";
import { decodePack, formatPack, type SignaturePack } from "../../pack/pack.ts";
import { sealPack } from "../../pack/seal.ts";
import { counted } from "../../report/text-table.ts";
import { visibleText } from "../../report/visible-text.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { say } from "../terminal.ts";
import { type GuardArguments, guardedTelescope, guardTelescope, NOT_GUARDED } from "./guard.ts";
import type { PackArguments } from "./pack-arguments.ts";
import { type PackDesk, writeFiles } from "./read-pack.ts";

type Arguments<Verb extends PackArguments["verb"]> = Extract<PackArguments, { verb: Verb }>;

/** Writes one pack of several. */
export async function buildPack(
  [first, ...others]: readonly ReadPack[],
  { packs, facts, only, out, ...guard }: Arguments<"build">,
  desk: PackDesk,
): Promise<ExitCode> {
  if (first === undefined) return EXIT.nothing;
  const made = makePack([first.pack, ...others.map(({ pack }) => pack)], facts, only);
  const missing = (only ?? []).filter((id) => !made.signatures.some((signature) => signature.id === id));
  if (missing.length > 0) {
    say(desk.terminal, `No pack given has a signature ${missing.join(", ")}. Nothing was written.`);
    return EXIT.nothing;
  }
  const licences = licencesOf([first, ...others]);
  if (facts.licence === undefined && licences.length > 1) return sayLicences(licences, desk);
  return writeGuarded(recordedPack(made, first), guard, out, packs, desk);
}

/** Shows what an import would do; with `--out`, does it, unless something conflicts. */
export async function importInto(
  [theirs, ours]: readonly ReadPack[],
  { pack, into, out, licence, ...guard }: Arguments<"import">,
  desk: PackDesk,
): Promise<ExitCode> {
  if (theirs === undefined || ours === undefined) return EXIT.nothing;
  const { terminal } = desk;
  const preview = previewImport(ours.pack.signatures, theirs.pack.signatures);
  for (const { signature, kind, differs, because } of preview) {
    const why = because === "" ? differs.join(", ") : because;
    terminal.out(`${visibleText(`${kind} ${signature}${why === "" ? "" : `: ${why}`}`)}\n`);
  }
  const count = (wanted: ImportedSignature["kind"]) => preview.filter(({ kind }) => kind === wanted).length;
  const [isNew, changed, conflicting] = [count("new"), count("changed"), count("conflicting")];
  say(terminal, `${isNew} new, ${changed} changed, ${count("identical")} identical, ${conflicting} conflicting.`);
  if (conflicting > 0) {
    say(terminal, `Nothing was imported: ${counted(conflicting, "signature")} cannot be taken as they are.`);
    return out === null ? EXIT.incomplete : EXIT.nothing;
  }
  if (out === null) return EXIT.complete;
  if (isNew + changed === 0) {
    say(terminal, "There is nothing to import, and nothing was written.");
    return EXIT.complete;
  }
  const licences = licencesOf([ours, theirs]);
  if (licence === null && licences.length > 1) return sayLicences(licences, desk);
  const imported = importPack(ours.pack, theirs.pack);
  const licensed = licence === null ? imported : { ...imported, licence };
  return writeGuarded(recordedPack(licensed, ours), guard, out, [pack, into], desk);
}

function licencesOf(packs: readonly ReadPack[]): string[] {
  return [...new Set(packs.map(({ pack }) => pack.licence))];
}

/** A pack has one licence: which of several it gets, nobody but the analyst may say. */
function sayLicences(licences: readonly string[], { terminal }: PackDesk): ExitCode {
  say(terminal, `The packs have different licences: ${licences.join(", ")}. --licence says that of the new pack.`);
  say(terminal, "Nothing was written.");
  return EXIT.nothing;
}

/** Writes a pack unless it gives the telescope away. */
async function writeGuarded(
  pack: SignaturePack,
  guard: GuardArguments,
  out: string,
  inputs: readonly string[],
  desk: PackDesk,
): Promise<ExitCode> {
  const telescope = await guardedTelescope(guard, desk);
  if (telescope === undefined) return EXIT.nothing;
  if (guardTelescope(pack, { telescope, release: guard.release }, desk.terminal) === null) return EXIT.nothing;
  const files = guard.caseFile === null ? inputs : [...inputs, guard.caseFile];
  const code = writePack(pack, out, files, desk);
  if (telescope === null && code === EXIT.complete) say(desk.terminal, NOT_GUARDED);
  return code;
}

/** Makes a pair of keys, in a file that nobody else may read; a file that is there is not written over. */
export function writeKey({ out }: Arguments<"key">, { terminal }: PackDesk): ExitCode {
  const key = makeKeyFile(out);
  if ("code" in key) {
    say(terminal, `--out: ${out} cannot be written (${key.code}).`);
    return EXIT.nothing;
  }
  say(terminal, `${out} holds a secret. Packs sealed with it name the key ${key.publicKey}.`);
  return EXIT.complete;
}

/** Writes the pack with a seal. */
export async function sealInto(
  { pack }: ReadPack,
  { pack: name, key: keyFile, out, ...guard }: Arguments<"seal">,
  desk: PackDesk,
): Promise<ExitCode> {
  const key = readKeyFile(keyFile);
  if (key !== undefined) return writeGuarded(sealPack(pack, key), guard, out, [name, keyFile], desk);
  say(desk.terminal, `--key: ${keyFile} cannot be read, or is no file that "pack key" made.`);
  return EXIT.nothing;
}

/** Writes a pack, if it is one that would be read back. */
function writePack(pack: SignaturePack, out: string, inputs: readonly string[], desk: PackDesk): ExitCode {
  const text = formatPack(pack);
  const decoded = decodePack(text);
  if (!decoded.ok) {
    for (const { place, message } of decoded.errors) say(desk.terminal, `${place}: ${message}.`);
    say(desk.terminal, "Nothing was written.");
    return EXIT.nothing;
  }
  if (!writeFiles([[out, text]], inputs, desk)) return EXIT.nothing;
  say(desk.terminal, `${out} is ${pack.id} ${pack.packVersion} with ${counted(pack.signatures.length, "signature")}.`);
  return EXIT.complete;
}
