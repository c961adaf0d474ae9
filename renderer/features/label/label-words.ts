import type { SaidOfFingerprint } from "../../../core/contract/labels.ts";
import type { QueuePart } from "./queue.ts";

/** Names of the parts of the queue, and the sign each entry of it bears. */
export const PART_WORDS: Readonly<Record<QueuePart, { readonly title: string; readonly sign: string }>> = {
  waiting: { title: "Waiting", sign: "?" },
  flagged: { title: "Flagged", sign: "⚑" },
  rejected: { title: "Rejected", sign: "✗" },
  labelled: { title: "Labelled", sign: "✓" },
  disputed: { title: "Disputed", sign: "⚡" },
};

/** What a label says, in a line. */
export function nameOfLabel({ tool, family, variant }: NonNullable<SaidOfFingerprint["label"]>): string {
  const further = [family, variant].filter((said) => said !== null);
  return further.length === 0 ? tool : `${tool} (${further.join(", ")})`;
}

/** Who said something, and when, to the minute. */
export function describeBy({ author, at }: { readonly author: string; readonly at: string }): string {
  return `${author}, ${at.slice(0, 16).replace("T", " ")} UTC`;
}

/** What a review says. */
export const VERDICT_WORDS = {
  rejected: "rejects the suggestions",
  flagged: "flags it for another look",
  agrees: "agrees with the label",
  dissents: "dissents from the label",
} as const;
