import { expect, test } from "vitest";
import {
  mergedSentences,
  mergeProgressWords,
  mergeShare,
  togetherSentences,
} from "../../../../renderer/features/merging/merge-words.ts";

const NOTHING = { labelConflicts: 0, signatureConflicts: 0, filtersLeftOut: 0 };

function bringing(captures: number) {
  return { kind: "brings", captures, alone: captures, labels: 0, signatures: 0, waiting: 0 } as const;
}

test.each([
  ["cases that have nothing in common", { captures: 3, labels: 0 }, "The merged case will hold 3 captures."],
  ["labels", { captures: 3, labels: 1 }, "The merged case will hold 3 captures and labels on 1 fingerprint."],
  [
    "a capture of both",
    { captures: 2, labels: 0 },
    "The merged case will hold 2 captures. Captures that several of the cases hold count once.",
  ],
  [
    "what was said differently",
    { captures: 3, labels: 2, labelConflicts: 1, signatureConflicts: 2 },
    "The merged case will hold 3 captures and labels on 2 fingerprints. To decide there, one by one: 1 fingerprint labelled differently, 2 signatures written differently.",
  ],
  [
    "filters that are too many",
    { captures: 3, labels: 0, filtersLeftOut: 1040 },
    "The merged case will hold 3 captures. Saved filters left out: 1,040, since a case keeps 200.",
  ],
])("before: %s", (_name, together, expected) => {
  const sentences = togetherSentences({ cases: 2, ...NOTHING, ...together }, [
    bringing(1),
    bringing(2),
    { kind: "same" },
  ]);
  expect(sentences.join(" ")).toBe(expected);
});

test.each([
  ["nothing to decide", {}, "all.ringcase holds 3 captures of 2 cases."],
  [
    "labels and a signature to decide, and where",
    { labelConflicts: 2, signatureConflicts: 1 },
    "all.ringcase holds 3 captures of 2 cases. To decide there, one by one: 2 fingerprints labelled differently (Label, disputed), 1 signature written differently (Signatures).",
  ],
])("behind: %s", (_name, merged, expected) => {
  const ending = { kind: "merged", cases: 2, captures: 3, ...NOTHING, ...merged } as const;
  expect(mergedSentences("all.ringcase", ending).join(" ")).toBe(expected);
});

test.each([
  [{ stage: "looking" }, "Looking at the cases to merge", 0],
  [{ stage: "copying", rows: 1, of: 3 }, "Merging cases: 33 %", 1 / 3],
  [{ stage: "copying", rows: 3, of: 3 }, "Writing the merged case", 1],
  [{ stage: "copying", rows: 0, of: 0 }, "Writing the merged case", 1],
] as const)("while: %o", (progress, words, share) => {
  expect([mergeProgressWords(progress), mergeShare(progress)]).toEqual([words, share]);
});
