import { z } from "zod";

const count = z.int().nonnegative();

/** What a reader says of the packets of one capture. */
export const packetExtentSchema = z.object({
  packets: count,
  /** Sum of the bytes stored of each packet, headers of records not included. */
  storedBytes: count,
  /** Earliest and latest time, RFC 3339 in UTC with nine decimals; null without packets. */
  firstPacketAt: z.string().nullable(),
  lastPacketAt: z.string().nullable(),
});
export type PacketExtent = z.infer<typeof packetExtentSchema>;

/** Why the independent reader's word cannot be set beside ours. */
export const INCOMPARABLE_CODES = [
  "pcapng",
  "compressed",
  "resolution",
  "damaged",
  "refused",
  "file-gone",
  "file-changed",
  "out-of-time",
  "reader-failed",
  "cancelled",
] as const;
export type IncomparableCode = (typeof INCOMPARABLE_CODES)[number];

/** What came of reading a capture a second time, with a reader that shares no code with ours. */
export const crossCheckSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("agrees"), extent: packetExtentSchema }),
  z.object({ kind: z.literal("differs"), ours: packetExtentSchema, theirs: packetExtentSchema }),
  /** The reason is one sentence: what was found, and what to do where something can be done. */
  z.object({ kind: z.literal("not-comparable"), code: z.enum(INCOMPARABLE_CODES), reason: z.string().max(1000) }),
]);
export type CrossCheck = z.infer<typeof crossCheckSchema>;

/** Asks a cross-check worker to read one capture. Ended by one `CrossCheck`. */
export interface CrossCheckRequest {
  readonly path: string;
  /** SHA-256 the file had when our reader read it. */
  readonly sha256: string;
  /** What our reader found. */
  readonly ours: PacketExtent;
}
