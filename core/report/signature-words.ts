import type { SignatureDraft, SignatureRevisionView, SignatureRow } from "../contract/signatures.ts";

/** How a signature of a case stands; nothing is said of one that is as its pack has it. */
export function standingWords({ overrides, retired, pending }: SignatureRow): string[] {
  return [
    ...(overrides ? ["in place of a built-in one"] : []),
    ...(retired ? ["retired"] : []),
    ...(pending ? ["not in use yet"] : []),
  ];
}

/** What a revision made of a signature. */
export const REVISION_WORDS: Readonly<Record<SignatureRevisionView["kind"], string>> = {
  new: "written",
  changed: "changed",
  retired: "retired",
  "as-packed": "as packs have it again",
};

/** What a signature says of itself beside its fields, by name; what it does not say is left out. */
export function factsOf(definition: SignatureDraft): readonly (readonly [name: string, fact: string])[] {
  const { family, variant, parent, certainty, methods, compactNames, hints } = definition;
  const facts: readonly (readonly [string, string | null])[] = [
    ["Family", family],
    ["Variant", variant || null],
    ["Derived from", parent],
    ["Certainty", certainty],
    ["Methods", methods === null ? "any" : methods.join(", ")],
    ["Header names", compactNames ? "one letter, required" : null],
    ["Strategy", hints.strategy],
    ["Source port", hints.sourcePort],
  ];
  return facts.flatMap(([name, fact]) => (fact === null ? [] : [[name, fact] as const]));
}
