import { z } from "zod";

/** What came of writing packets as evidence: one of these for each time it was asked for. */
export const evidenceWritingSchema = z.discriminatedUnion("kind", [
  /** What the file holds and what it does not, in sentences. */
  z.object({ kind: z.literal("written"), said: z.array(z.string()) }),
  /** The dialog was closed without a choice. */
  z.object({ kind: z.literal("closed") }),
  z.object({ kind: z.literal("cancelled") }),
  /** In a sentence; no file was written. */
  z.object({ kind: z.literal("failed"), message: z.string() }),
]);
export type EvidenceWriting = z.infer<typeof evidenceWritingSchema>;

/** What other addresses are made from; null: addresses stay as the captures have them. */
export const anonymiseKeySchema = z.string().min(1).max(1000).nullable();
