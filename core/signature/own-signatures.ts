import { compileLibrary, type SignatureDefinition, type SignatureLibrary } from "./signature.ts";

/** What a case says of a signature id itself: a signature of its own, in place of that of a pack where there is one; or that it does without it. */
export type OwnSignature = SignatureDefinition | "retired";

/** What a case says of signatures, by id. Each signature is sound in itself. */
export type OwnSignatures = ReadonlyMap<string, OwnSignature>;

/** The signatures of packs as a case has them. Ids that the case says nothing of stay as they are. */
export function libraryWith(library: SignatureLibrary, own: OwnSignatures): SignatureLibrary {
  if (own.size === 0) return library;
  const kept = library.signatures.map(({ definition }) => definition).filter(({ id }) => !own.has(id));
  const added = [...own.values()].filter((signature) => signature !== "retired");
  const compiled = compileLibrary([...kept, ...added]);
  if (!compiled.ok) throw new Error(`the signatures are not sound: ${JSON.stringify(compiled.errors)}`);
  return compiled.library;
}
