import type { SignatureRevisionView, SignatureRow } from "../contract/signatures.ts";

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
