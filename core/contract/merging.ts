import { z } from "zod";

const count = z.int().nonnegative();

/** Cases that are merged with the open one at most, at once. */
export const MOST_MERGED = 100;

/** Why cases are not merged. */
export const MERGE_FAULTS = [
  "no-case-open",
  "still-reading",
  "already-merging",
  "case-missing",
  "case-exists",
  "case-in-use",
  "not-a-case",
  "newer-case",
  "damaged-case",
  "case-not-readable",
  "case-not-writable",
  "case-other-rules",
  "case-changed",
] as const;

/** A failure with a sentence: what was found, what became of it, what to do. */
const mergeFaultSchema = z.object({ code: z.enum(MERGE_FAULTS), message: z.string().max(4000) });
export type MergeFault = z.infer<typeof mergeFaultSchema>;

/** A case that is to be merged. */
const mergePartSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("brings"),
    captures: count,
    /** Captures that none of the other cases holds. */
    alone: count,
    /** Fingerprints that are labelled. */
    labels: count,
    /** Signatures that were written, changed or retired. */
    signatures: count,
    /** Files that are to be read yet. */
    waiting: count,
  }),
  /** The open case, or one that stands before it. */
  z.object({ kind: z.literal("same") }),
  z.object({ kind: z.literal("refused"), fault: mergeFaultSchema }),
]);
export type MergePart = z.infer<typeof mergePartSchema>;

/** What would be merged; nothing is written yet. */
export const mergePlanSchema = z.discriminatedUnion("kind", [
  /** Known once all captures are read. */
  z.object({ kind: z.literal("reading") }),
  z.object({
    kind: z.literal("plan"),
    /** What the open case brings. */
    open: mergePartSchema,
    /** The others, in the order they were given. */
    others: z.array(mergePartSchema).max(MOST_MERGED),
    /** What all of them are together. Null: some cannot be merged, or there is no other case. */
    together: z
      .object({
        cases: count,
        captures: count,
        labels: count,
        /** Labels and signatures that contradict each other: they are decided in the merged case. */
        labelConflicts: count,
        signatureConflicts: count,
        /** Saved filters that are too many for one case. */
        filtersLeftOut: count,
      })
      .nullable(),
  }),
]);
export type MergePlan = z.infer<typeof mergePlanSchema>;

/** What came of merging, as the engine says it. */
const endedMergeSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("merged"),
    cases: count,
    captures: count,
    labelConflicts: count,
    signatureConflicts: count,
    filtersLeftOut: count,
  }),
  /** No file is left of it. */
  z.object({ kind: z.literal("cancelled") }),
  /** No file was written. */
  z.object({ kind: z.literal("refused"), fault: mergeFaultSchema }),
]);
export type EndedMerge = z.infer<typeof endedMergeSchema>;

/** The same for the window. */
export const mergingSchema = z.discriminatedUnion("kind", [
  /** The dialog was closed without a choice. */
  z.object({ kind: z.literal("closed") }),
  z.object({
    kind: z.literal("ended"),
    /** Of the file that was to be made, without its folder. */
    name: z.string().max(4096),
    /** By which it can be opened. */
    token: z.uuid(),
    ending: endedMergeSchema,
  }),
]);
export type Merging = z.infer<typeof mergingSchema>;

/** How far a merge is. */
export const mergeProgressSchema = z.discriminatedUnion("stage", [
  z.object({ stage: z.literal("none") }),
  z.object({ stage: z.literal("looking") }),
  z.object({ stage: z.literal("copying"), rows: count, of: count }),
]);
export type MergeProgress = z.infer<typeof mergeProgressSchema>;
