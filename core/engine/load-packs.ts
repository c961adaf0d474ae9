import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { decodePack, type SignaturePack } from "../pack/pack.ts";
import { compileLibrary, type SignatureLibrary } from "../signature/signature.ts";

/** What tells a pack from others: a version that was changed has another hash. */
export interface LoadedPackFacts {
  readonly id: string;
  readonly version: string;
  readonly signatures: number;
  readonly sha256: string;
}

/** Packs that were loaded, and their signatures as one library. */
export interface LoadedPacks {
  /** The pack that ships with the program. */
  readonly builtin: ReadPack;
  readonly packs: readonly LoadedPackFacts[];
  readonly library: SignatureLibrary;
  /** The pack of each signature, by id. */
  readonly packOf: ReadonlyMap<string, Pick<LoadedPackFacts, "id" | "version">>;
}

/** Why packs could not be loaded: one sentence for each fault. */
export interface PackLoadError {
  readonly errors: readonly string[];
}

/** More than any sensible pack; larger files are not read. */
const MAX_PACK_BYTES = 64 << 20;

/** Loads the built-in pack of the resources folder and the given packs; all or nothing. */
export function loadPacks(resources: string, packFiles: readonly string[]): LoadedPacks | PackLoadError {
  const builtin = readPackFile(builtinPackFile(resources));
  const packs: ReadPack[] = [];
  const errors: string[] = [];
  for (const loaded of [builtin, ...packFiles.map(readPackFile)]) {
    if ("errors" in loaded) errors.push(...loaded.errors);
    else packs.push(loaded);
  }
  if ("errors" in builtin || errors.length > 0) return { errors };
  const compiled = compileLibrary(packs.flatMap(({ pack }) => pack.signatures));
  if (!compiled.ok)
    return { errors: compiled.errors.map(({ signature, message }) => `Signature ${signature}: ${message}.`) };
  return {
    builtin,
    packs: packs.map(({ pack, text }) => ({
      id: pack.id,
      version: pack.packVersion,
      signatures: pack.signatures.length,
      sha256: createHash("sha256").update(text).digest("hex"),
    })),
    library: compiled.library,
    packOf: new Map(
      packs.flatMap(({ pack }) =>
        pack.signatures.map(({ id }) => [id, { id: pack.id, version: pack.packVersion }] as const),
      ),
    ),
  };
}

/** The pack that ships with the program. */
export function builtinPackFile(resources: string): string {
  return path.join(resources, "packs", "builtin.ringpack");
}

/** A pack by itself, its text, and its signatures ready to match. */
export interface ReadPack {
  readonly pack: SignaturePack;
  readonly library: SignatureLibrary;
  readonly text: string;
}

/** Reads one pack. */
export function readPackFile(file: string): ReadPack | PackLoadError {
  const name = path.basename(file);
  let text: string;
  try {
    const stat = fs.statSync(file);
    const { size } = stat;
    // Whoever writes into a pipe decides when its reader goes on.
    if (!stat.isFile()) return { errors: [`${name}: the pack is no regular file.`] };
    if (size > MAX_PACK_BYTES) return { errors: [`${name}: a pack of ${size} bytes is too large.`] };
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    return { errors: [`${name}: the pack cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown"}).`] };
  }
  const decoded = decodePack(text);
  if (decoded.ok) return { pack: decoded.pack, library: decoded.library, text };
  return {
    errors: decoded.errors.map(({ place, message }) => `${name}: ${place === "" ? "" : `${place}: `}${message}.`),
  };
}
