import { z } from "zod";
import type { Certainty } from "../signature/signature.ts";

const MOST_NAME = 200;
const MOST_REASON = 10_000;

const name = z.string().trim().min(1).max(MOST_NAME);

/** How sure an analyst is, in the words of signatures. */
export const CERTAINTIES = ["high", "medium", "low"] as const satisfies readonly Certainty[];

/** What an analyst says of a fingerprint. What is not said is null. */
export const labelTextSchema = z.object({
  tool: name,
  family: name.nullable().default(null),
  variant: name.nullable().default(null),
  certainty: z.enum(CERTAINTIES).nullable().default(null),
  reason: z.string().max(MOST_REASON).nullable().default(null),
});
export type LabelText = z.infer<typeof labelTextSchema>;

/** The same with the id of the fingerprint. */
export const labelRequestSchema = z.object({ fingerprint: name, ...labelTextSchema.shape });
export type LabelRequest = z.infer<typeof labelRequestSchema>;

/** Most fingerprints, tools or labels a preview lists; all are counted. */
export const MOST_PREVIEWED = 50;

const count = z.int().nonnegative();

/** What a label on a fingerprint would touch, before it is given. */
export const labelPreviewSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("preview"),
    strands: count,
    flows: count,
    sources: count,
    packets: count,
    /** Fingerprints it would cover, the labelled one among them, most packets first. */
    fingerprintsInAll: count,
    fingerprints: z.array(z.object({ id: z.string(), strands: count, packets: count })).max(MOST_PREVIEWED),
    /** Tools that signatures name already in what it would cover: it collides with them. */
    named: z
      .array(z.object({ tool: z.string(), name: z.string(), strands: count, packets: count }))
      .max(MOST_PREVIEWED),
    /** Labels that would lose strands to it. */
    taken: z.array(z.object({ fingerprint: z.string(), tool: z.string(), strands: count })).max(MOST_PREVIEWED),
  }),
  /** Fingerprints stand still once all captures are read, not before. */
  z.object({ kind: z.literal("reading") }),
]);
export type LabelPreview = z.infer<typeof labelPreviewSchema>;

/** What an analyst thinks of the suggestion for a fingerprint without a label, or of the label it has. */
export const verdictSchema = z.enum(["rejected", "flagged", "agrees", "dissents"]);
export type ReviewVerdict = z.infer<typeof verdictSchema>;

/** A review as it is given. Null takes the analyst's own review back. */
export const reviewRequestSchema = z.object({
  fingerprint: name,
  verdict: verdictSchema.nullable(),
  reason: z.string().max(MOST_REASON).nullable(),
});
export type ReviewRequest = z.infer<typeof reviewRequestSchema>;

const givenLabelSchema = labelTextSchema.extend({ author: z.string(), at: z.string() });

/** A fingerprint of which something was said. */
export const saidOfFingerprintSchema = z.object({
  fingerprint: z.string(),
  /** Null: it has no label. */
  label: givenLabelSchema.nullable(),
  /** Another label, of a case that was merged, which was given without knowledge of this one. Nobody has decided yet. */
  rival: givenLabelSchema.nullable(),
  /** What each analyst thinks, one review each. Those of a label are newer than it. */
  reviews: z.array(
    z.object({ verdict: verdictSchema, reason: z.string().nullable(), author: z.string(), at: z.string() }),
  ),
});
export type SaidOfFingerprint = z.infer<typeof saidOfFingerprintSchema>;
