import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { readSealingKey, type SealingKey, sealingKey } from "../pack/seal.ts";
import { readPackFile } from "./load-packs.ts";

/** A key is a few hundred bytes; what is larger is something else. */
const MAX_KEY_BYTES = 1 << 16;

/** Makes a pair of keys, in a file that nobody else may read. What stood there stays, and the code says why nothing was made. */
export function makeKeyFile(file: string): SealingKey | { readonly code: string } {
  const key = sealingKey(randomBytes(32));
  try {
    fs.writeFileSync(file, `${JSON.stringify(key, null, 2)}\n`, { flag: "wx", mode: 0o600 });
    return key;
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code ?? "unknown reason" };
  }
}

/** The pair of keys in a file; undefined where it holds none. */
export function readKeyFile(file: string): SealingKey | undefined {
  try {
    const stat = fs.statSync(file);
    if (!stat.isFile() || stat.size > MAX_KEY_BYTES) return undefined;
    return readSealingKey(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** A public key, and whether the file it comes from holds its secret half. */
export interface PublicKeyOfFile {
  readonly publicKey: string;
  readonly holdsSecret: boolean;
}

/** The public key of a file that a pair of keys was made in, or of a pack with a seal; null where there is none. */
export function publicKeyOf(file: string): PublicKeyOfFile | null {
  const pair = readKeyFile(file);
  if (pair !== undefined) return { publicKey: pair.publicKey, holdsSecret: true };
  const read = readPackFile(file);
  if ("errors" in read || read.pack.seal === undefined) return null;
  return { publicKey: read.pack.seal.publicKey, holdsSecret: false };
}
