import { libraryWith, type OwnSignatures } from "../../signature/own-signatures.ts";
import type { LoadedPacks } from "../load-packs.ts";
import type { CaseFile } from "./case-file.ts";
import { listEvents } from "./events.ts";
import { hashOfOwn, signaturesOf } from "./own-signatures.ts";

/** Stands for the signatures of a case among the packs it was named by. */
const OWN_PACK = "case";

/** Packs as a case has them: with its own signatures. */
export interface CaseLibrary extends LoadedPacks {
  /** Hash of the signatures of the case; null: it has none. */
  readonly own: string | null;
}

/** Packs with signatures of a case in place of theirs. */
export function caseLibrary(packs: LoadedPacks, own: OwnSignatures): CaseLibrary {
  const library = libraryWith(packs.library, own);
  return library === packs.library ? { ...packs, own: null } : { ...packs, library, own: hashOfOwn(own) };
}

/** Packs with the signatures by which a case is named, which stand among them as a pack of their own. */
export async function packsOfCase(opened: CaseFile, packs: LoadedPacks): Promise<LoadedPacks> {
  const { inUse } = signaturesOf(await opened.use(listEvents), opened.name);
  const { library, own } = caseLibrary(packs, inUse);
  if (own === null) return packs;
  const signatures = [...inUse.values()].filter((signature) => signature !== "retired").length;
  return {
    ...packs,
    library,
    packs: [...packs.packs, { id: OWN_PACK, version: own.slice(0, 12), signatures, sha256: own }],
  };
}
