import fs from "node:fs";
import path from "node:path";
import { decodePack, type SignaturePack } from "../pack/pack.ts";
import { compileLibrary, type SignatureLibrary } from "../signature/signature.ts";

/** Packs that were loaded, and their signatures as one library. */
export interface LoadedPacks {
  readonly packs: readonly { readonly id: string; readonly version: string; readonly signatures: number }[];
  readonly library: SignatureLibrary;
}

/** Why packs could not be loaded: one sentence for each fault. */
export interface PackLoadError {
  readonly errors: readonly string[];
}

/** More than any sensible pack; larger files are not read. */
const MAX_PACK_BYTES = 64 << 20;

/** Loads the built-in pack of the resources folder and the given packs; all or nothing. */
export function loadPacks(resources: string, packFiles: readonly string[]): LoadedPacks | PackLoadError {
  const packs: SignaturePack[] = [];
  const errors: string[] = [];
  for (const file of [path.join(resources, "packs", "builtin.ringpack"), ...packFiles]) {
    const loaded = readPack(file);
    if ("errors" in loaded) errors.push(...loaded.errors);
    else packs.push(loaded);
  }
  if (errors.length > 0) return { errors };
  const compiled = compileLibrary(packs.flatMap((pack) => pack.signatures));
  if (!compiled.ok)
    return { errors: compiled.errors.map(({ signature, message }) => `Signature ${signature}: ${message}.`) };
  return {
    packs: packs.map(({ id, packVersion, signatures }) => ({
      id,
      version: packVersion,
      signatures: signatures.length,
    })),
    library: compiled.library,
  };
}

function readPack(file: string): SignaturePack | PackLoadError {
  const name = path.basename(file);
  let text: string;
  try {
    const { size } = fs.statSync(file);
    if (size > MAX_PACK_BYTES) return { errors: [`${name}: a pack of ${size} bytes is too large.`] };
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    return { errors: [`${name}: the pack cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown"}).`] };
  }
  const decoded = decodePack(text);
  if (decoded.ok) return decoded.pack;
  return {
    errors: decoded.errors.map(({ place, message }) => `${name}: ${place === "" ? "" : `${place}: `}${message}.`),
  };
}
