import { z } from "zod";
import { timeSpanSchema } from "./flow-table.ts";
import { drawnKeySchema } from "./inspection.ts";

const count = z.int().nonnegative();

export const FINGERPRINT_COLUMNS = [
  "rank",
  "fingerprint",
  "tool",
  "near",
  "packets",
  "sources",
  "flows",
  "destinations",
  "days",
  "first",
  "last",
  "grade",
] as const;
export type FingerprintColumn = (typeof FINGERPRINT_COLUMNS)[number];

/** Which groups of fingerprints, in which order. */
export const fingerprintQuerySchema = z.object({
  sort: z.enum(FINGERPRINT_COLUMNS),
  descending: z.boolean(),
  /** Only groups that neither a signature nor a label names a tool of. */
  unknownOnly: z.boolean(),
  /** Only groups with a flow that passes this filter over flows; empty: all. */
  text: z.string().max(4096),
  /** Only groups with a flow that lasts into this span; null: all. */
  span: timeSpanSchema.nullable(),
});
export type FingerprintQuery = z.infer<typeof fingerprintQuerySchema>;

/** A signature that messages without a tool are like. */
export const nearSignatureSchema = z.object({
  signature: z.string(),
  name: z.string(),
  /** Likeness from 0 to 1; null where it fits, and so do others. */
  score: z.number().nullable(),
  /** Keys that keep it from matching. */
  differs: z.array(z.string()),
});
export type NearSignature = z.infer<typeof nearSignatureSchema>;

/** A group of fingerprints: those of one piece of software, as far as masks tell. Counts are of all its messages. */
export const fingerprintRowSchema = z.object({
  /** That of the fingerprint that covers the others, behind the tool and a slash where there is one. */
  id: z.string(),
  fingerprint: z.string(),
  tool: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Labels that cover its strands, with their packets, most first. */
  labels: z.array(z.tuple([z.string(), count])),
  method: z.string().nullable(),
  grade: z.enum(["unreliable", "provisional", "stable"]),
  /** Fingerprints of the group, of which the first are listed, the covering one first. */
  fingerprints: count,
  members: z.array(z.string()).max(50),
  packets: count,
  sources: count,
  flows: count,
  /** Exact below 32, an estimate from there on. */
  destinations: count,
  /** UTC days on which its flows sent. */
  days: count,
  /** Of its flows. */
  firstPacketAt: z.string().nullable(),
  lastPacketAt: z.string().nullable(),
  /** Of a group without a tool: what it is like, nearest first; or what fits it alike. */
  near: z.array(nearSignatureSchema).max(3),
  /** 1 less the best likeness; null with a tool, or where it was not compared. */
  novelty: z.number().nullable(),
  /** novelty * volume * spread, see README. */
  score: z.number().nullable(),
  /** Place among the groups without a tool, 1 for what deserves the first look; null with a tool. */
  rank: count.nullable(),
});
export type FingerprintRow = z.infer<typeof fingerprintRowSchema>;

/** A stretch of the groups a query asks for. */
export const fingerprintPageSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("page"),
    revision: count,
    offset: count,
    rows: z.array(fingerprintRowSchema).max(500),
    matching: count,
    total: count,
  }),
  /** Groups stand still once all captures are read, not before. */
  z.object({ kind: z.literal("reading") }),
]);
export type FingerprintPage = z.infer<typeof fingerprintPageSchema>;

/** One group: the fingerprint that covers the others, drawn. */
export const fingerprintInspectionSchema = z.object({
  row: fingerprintRowSchema,
  /** In the order of the messages where it is one, else ascending. */
  keys: z.array(drawnKeySchema),
  /** Packets and strands it was folded from, and strands there are. */
  packets: count,
  strands: count,
  strandsInAll: count,
});
export type FingerprintInspection = z.infer<typeof fingerprintInspectionSchema>;
