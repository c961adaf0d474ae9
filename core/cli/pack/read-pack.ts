import { builtinPackFile, type PackLoadError, type ReadPack, readPackFile } from "../../engine/load-packs.ts";
import { writeFilesTogether } from "../../engine/output-file.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Installation } from "../installation.ts";
import { say, type Terminal } from "../terminal.ts";

/** Where a command on packs works. */
export interface PackDesk {
  readonly installation: Installation;
  readonly terminal: Terminal;
}

/** Where a pack lies; `builtin` is the one that ships with the program. */
export function packFile(name: string, { installation }: PackDesk): string {
  return name === "builtin" ? builtinPackFile(installation.resources) : name;
}

/** Reads packs and works on them; what is wrong with one is said. */
export function withPacks(
  names: readonly string[],
  desk: PackDesk,
  work: (...packs: readonly ReadPack[]) => ExitCode | Promise<ExitCode>,
): ExitCode | Promise<ExitCode> {
  const packs: ReadPack[] = [];
  for (const name of names) {
    const read = readPackFile(packFile(name, desk));
    if ("errors" in read) return sayErrors(read, desk);
    packs.push(read);
  }
  return work(...packs);
}

function sayErrors({ errors }: PackLoadError, { terminal }: PackDesk): ExitCode {
  for (const error of errors) say(terminal, error);
  return EXIT.nothing;
}

/** Writes files together, over none of the packs that were read. Says what failed. */
export function writeFiles(
  files: readonly (readonly [file: string, text: string])[],
  packs: readonly string[],
  desk: PackDesk,
): boolean {
  const inputs = packs.map((name) => packFile(name, desk));
  const failure = writeFilesTogether(
    files.map(([file, text]) => ({ called: `--out: ${file}`, file, text })),
    inputs,
  );
  if (failure !== null) say(desk.terminal, failure);
  return failure === null;
}
