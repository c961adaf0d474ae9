import { recordedPack } from "../pack/export/recorded-pack.ts";
import type { ReadyPack } from "../pack/export/rule-revisions.ts";
import { makePack, type PackFacts } from "../pack/make-pack.ts";
import { decodePack, formatPack, type SignaturePack } from "../pack/pack.ts";
import type { OwnSignatures } from "../signature/own-signatures.ts";
import type { LoadedPacks } from "./load-packs.ts";

/** Why signatures make no pack, one sentence for each fault. */
export interface NoPack {
  readonly kind: "refused";
  readonly faults: string[];
}

/** Signatures of a case as a pack: those of the program's pack, with what the case has written in place of them. */
export function packOfCase(
  { builtin }: LoadedPacks,
  written: OwnSignatures,
  ids: readonly string[],
  facts: PackFacts,
): ReadyPack | NoPack {
  const own = [...written.values()].filter((signature) => signature !== "retired");
  const ofCase: SignaturePack = { ...builtin.pack, withoutSignature: [], signatures: own };
  const made = makePack([builtin.pack, ofCase], facts, ids);
  const there = new Set(made.signatures.map(({ id }) => id));
  const missing = ids.filter((id) => written.get(id) === "retired" || !there.has(id));
  if (missing.length > 0)
    return { kind: "refused", faults: [`There is no signature ${missing.join(", ")} to export.`] };
  const decoded = decodePack(formatPack(recordedPack(made, builtin)));
  if (decoded.ok) return decoded;
  return { kind: "refused", faults: decoded.errors.map(({ place, message }) => `${place}: ${message}.`) };
}
