import { joinSignatures } from "./compare-packs.ts";
import type { SignaturePack } from "./pack.ts";

/** What a made pack says of itself; what is not given is that of the first pack. */
export type PackFacts = Partial<Pick<SignaturePack, "id" | "name" | "packVersion" | "licence" | "authors">>;

/**
 * One pack of several: where two have a signature of one id, that of the later. With `only`, no other signatures. No seal
 * is kept, because the content is another.
 */
export function makePack(
  packs: readonly [SignaturePack, ...SignaturePack[]],
  facts: PackFacts,
  only: readonly string[] | null,
): SignaturePack {
  const [{ seal: _, revisions: __, ...first }] = packs;
  const signatures = packs.reduce<SignaturePack["signatures"]>((all, pack) => joinSignatures(all, pack.signatures), []);
  const without = new Map(packs.flatMap(({ withoutSignature }) => withoutSignature.map((tool) => [tool.tool, tool])));
  return {
    ...first,
    ...facts,
    authors: facts.authors ?? [...new Set(packs.flatMap(({ authors }) => authors))],
    signatures: only === null ? signatures : signatures.filter(({ id }) => only.includes(id)),
    withoutSignature: only === null ? [...without.values()] : [],
  };
}

/** Ours with the signatures of another pack, as its next minor version. */
export function importPack(ours: SignaturePack, theirs: SignaturePack): SignaturePack {
  const packVersion = nextMinor(ours.packVersion);
  const note = `Imported ${theirs.id} ${theirs.packVersion}.`;
  const joined = makePack([ours, theirs], { packVersion }, null);
  return { ...joined, changelog: [{ packVersion, note }, ...ours.changelog].slice(0, 500) };
}

function nextMinor(version: string): string {
  const [major = 0, minor = 0] = version.split("-")[0]?.split(".").map(Number) ?? [];
  return `${major}.${minor + 1}.0`;
}
