import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { asciiJson } from "./ascii-json.ts";

/** Proof of who gave a pack its content: an Ed25519 signature (RFC 8032). Called a seal, because signatures are of tools. */
export interface Seal {
  readonly algorithm: "ed25519";
  /** 32 bytes in hex. */
  readonly publicKey: string;
  /** 64 bytes in hex, over the content of the pack. */
  readonly value: string;
}

/** A pack as far as sealing goes: plain data, and perhaps a seal. */
interface Sealable {
  readonly seal?: Seal | undefined;
}

/** A pair of keys as a file keeps it; whoever has it can seal packs in its owner's name. */
export interface SealingKey {
  readonly format: "ringprint.key";
  readonly version: 1;
  readonly publicKey: string;
  /** 32 bytes in hex. */
  readonly secretKey: string;
}

/** So that no seal is good for anything but a pack. */
const PURPOSE = "ringprint.pack version 1\n";

/** The pair of keys of 32 secret random bytes. */
export function sealingKey(secret: Uint8Array): SealingKey {
  const publicKey = bytesToHex(ed25519.getPublicKey(secret));
  return { format: "ringprint.key", version: 1, publicKey, secretKey: bytesToHex(secret) };
}

/** The key that a text holds, or undefined. Its public half is worked out, not believed. */
export function readSealingKey(text: string): SealingKey | undefined {
  try {
    const { format, secretKey } = JSON.parse(text) as Partial<SealingKey>;
    if (format !== "ringprint.key" || !/^[0-9a-f]{64}$/.test(secretKey ?? "")) return undefined;
    return sealingKey(hexToBytes(secretKey as string));
  } catch {
    return undefined;
  }
}

/** The pack with a seal over its content; an earlier seal is replaced. */
export function sealPack<Pack extends Sealable>(pack: Pack, { publicKey, secretKey }: SealingKey): Pack {
  const value = bytesToHex(ed25519.sign(sealedBytes(pack), hexToBytes(secretKey)));
  return { ...pack, seal: { algorithm: "ed25519", publicKey, value } };
}

/** Whether a pack is what its seal was set to; one without a seal is not. */
export function isSealIntact({ seal, ...pack }: Sealable): boolean {
  if (seal === undefined) return false;
  try {
    return ed25519.verify(hexToBytes(seal.value), sealedBytes(pack), hexToBytes(seal.publicKey));
  } catch {
    // Bytes that are no point of the curve.
    return false;
  }
}

/** The content in the one form that packs are written in. */
function sealedBytes({ seal: _, ...pack }: Sealable): Uint8Array {
  return utf8ToBytes(`${PURPOSE}${asciiJson(pack)}`);
}
