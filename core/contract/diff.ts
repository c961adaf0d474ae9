import { z } from "zod";
import { drawnPartSchema } from "./inspection.ts";

const count = z.int().nonnegative();

/** Most sides of one diff. */
export const MOST_SIDES = 8;

/**
 * What is compared, as text: id of a fingerprint (or what it begins with), of a strand or of a signature; or a packet as
 * `<capture>#<number>`, the capture by its name or SHA-256.
 */
export const referenceSchema = z.string().trim().min(1).max(600);

/** One side of a diff: what its column is headed with. */
export const diffSideSchema = z.object({
  /** Names it again, in this case and whatever else is in it. */
  reference: referenceSchema,
  kind: z.enum(["fingerprint", "strand", "packet", "signature"]),
  /** Id, or name of the capture and number of the packet. */
  title: z.string(),
  /** The tool its messages were named as, or the signature is of; null: none. */
  tool: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Packets it was folded from; null for a signature. */
  packets: count.nullable(),
});
export type DiffSideView = z.infer<typeof diffSideSchema>;

/** What a side has for a key. */
export const diffCellSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("value"),
    /** The template, or the pattern of a signature, in one piece. */
    text: z.string(),
    parts: z.array(drawnPartSchema),
    /** In every message; of a signature: required. */
    mandatory: z.boolean(),
    /** Messages that have the key; null for a signature. */
    packets: count.nullable(),
    /** The signature asks for several values. */
    mustVary: z.boolean(),
    /** Distinct values; null: more than eight, or those of a signature. */
    distinct: count.nullable(),
    /** Distinct values of the messages kept, tokens as {Name}. */
    values: z.array(z.string()).max(8),
  }),
  /** No message has the key. */
  z.object({ kind: z.literal("none") }),
  /** Behind the place where the snap length cut the messages. */
  z.object({ kind: z.literal("unknown") }),
  /** The signature does not speak of the key. */
  z.object({ kind: z.literal("unsaid") }),
  /** The signature knows the key, and takes any value. */
  z.object({ kind: z.literal("any") }),
  /** The signature takes no message that has the key. */
  z.object({ kind: z.literal("forbidden") }),
]);
export type DiffCellView = z.infer<typeof diffCellSchema>;

export const ROW_KINDS = ["equal", "gaps", "presence", "value", "missing"] as const;

/** One key of all sides; see core/fingerprint/diff.ts for the kinds. */
export const diffRowSchema = z.object({
  key: z.string(),
  kind: z.enum(ROW_KINDS),
  /** One for each side, in their order. */
  cells: z.array(diffCellSchema),
});
export type DiffRowView = z.infer<typeof diffRowSchema>;

/** Sides laid side by side. */
export const diffSchema = z.object({
  format: z.literal("ringprint.diff"),
  version: z.literal(1),
  /** What differs, in one sentence. */
  summary: z.string(),
  /** Rows that are not equal, and one where the header order differs. */
  differences: count,
  sides: z.array(diffSideSchema).min(2).max(MOST_SIDES),
  rows: z.array(diffRowSchema),
  headerOrder: z.object({
    differs: z.boolean(),
    /** Header names of each side in order; null: the order varies, or is not known. */
    orders: z.array(z.array(z.string()).nullable()),
    /** Of each side, the names that stand elsewhere in another one. */
    moved: z.array(z.array(z.string())),
  }),
});
export type DiffView = z.infer<typeof diffSchema>;

/** Why there is no diff. A sentence for the analyst. */
export const diffFaultSchema = z.object({
  /** The reference it is about; null: all of them. */
  reference: z.string().nullable(),
  code: z.enum(["not-found", "ambiguous", "not-readable", "still-reading"]),
  message: z.string(),
});
export type DiffFault = z.infer<typeof diffFaultSchema>;

/** A diff, or why there is none. */
export const diffAnswerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("diff"), diff: diffSchema }),
  z.object({ kind: z.literal("fault"), fault: diffFaultSchema }),
]);
export type DiffAnswer = z.infer<typeof diffAnswerSchema>;
