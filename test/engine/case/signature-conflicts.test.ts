import { expect, test } from "vitest";
import type { SignatureRevision } from "../../../core/engine/case/own-signatures.ts";
import { signatureConflicts } from "../../../core/engine/case/signature-conflicts.ts";
import type { OwnSignature } from "../../../core/signature/own-signatures.ts";
import type { SignatureDefinition } from "../../../core/signature/signature.ts";
import { builtinPack } from "../../builders/library.ts";

const [base] = builtinPack.signatures as [SignatureDefinition];
const noted = (notes: string): SignatureDefinition => ({ ...base, id: "own/a", notes });

type Stand = OwnSignature | null;

/** Who wrote what, and what they found. */
type Written = readonly [author: string, before: Stand, after: Stand, state?: "undone"];

/** Of what was written in the order of time. */
function conflictsOf(written: readonly Written[]): readonly string[] {
  const revisions = written.map(
    ([author, before, after, state], index): SignatureRevision => ({
      event: index + 1,
      atMs: index,
      author,
      reason: null,
      pack: null,
      changes: [{ id: "own/a", before, after }],
      undone: state === "undone",
      applied: false,
    }),
  );
  return signatureConflicts(revisions).map(({ id, holds, other }) => `${id}: ${holds.author} over ${other.author}`);
}

test.each<[string, readonly Written[], readonly string[]]>([
  [
    "one after the other, each knowing what was there",
    [
      ["ann", null, noted("1")],
      ["bob", noted("1"), noted("2")],
    ],
    [],
  ],
  [
    "each without the other",
    [
      ["ann", null, noted("1")],
      ["bob", null, noted("2")],
    ],
    ["own/a: bob over ann"],
  ],
  [
    "the same by both",
    [
      ["ann", null, noted("1")],
      ["bob", null, noted("1")],
    ],
    [],
  ],
  [
    "changed by one, retired by the other",
    [
      ["zoe", null, noted("0")],
      ["ann", noted("0"), noted("1")],
      ["bob", noted("0"), "retired"],
    ],
    ["own/a: bob over ann"],
  ],
  [
    "one of them taken back",
    [
      ["ann", null, noted("1")],
      ["bob", null, noted("2"), "undone"],
    ],
    [],
  ],
  [
    "decided for what holds",
    [
      ["ann", null, noted("1")],
      ["bob", null, noted("2")],
      ["cat", noted("2"), noted("2")],
    ],
    [],
  ],
  [
    "decided for the other",
    [
      ["ann", null, noted("1")],
      ["bob", null, noted("2")],
      ["cat", noted("2"), noted("1")],
    ],
    [],
  ],
  [
    "a decision that was taken back",
    [
      ["ann", null, noted("1")],
      ["bob", null, noted("2")],
      ["cat", noted("2"), noted("1"), "undone"],
    ],
    ["own/a: bob over ann"],
  ],
])("%s", (_name, written, expected) => {
  expect(conflictsOf(written)).toEqual(expected);
});

test("keys in another order are no difference", () => {
  const turned = Object.fromEntries(Object.entries(noted("1")).reverse()) as unknown as SignatureDefinition;
  expect(
    conflictsOf([
      ["ann", null, noted("1")],
      ["bob", null, turned],
    ]),
  ).toEqual([]);
});
