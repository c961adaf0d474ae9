import { z } from "zod";
import { crossCheckSchema } from "./cross-check.ts";

const count = z.int().nonnegative();

export const CAPTURE_COLUMNS = [
  "state",
  "name",
  "what",
  "packets",
  "bytes",
  "format",
  "first",
  "last",
  "check",
] as const;
export type CaptureColumn = (typeof CAPTURE_COLUMNS)[number];

/**
 * How a file stands, the worst first. `doubtful`: a second reader disagrees, or the file is no longer what was read.
 * `refused`: nothing of it was read. `lost`: its reader died. `partial`: what precedes the damage was read. `left-out`:
 * packets were skipped or not decoded. `reading`: the end is not reached yet. `noted`: all was read, something was odd.
 * `passed-over`: no capture, found in a folder, which is no error. `whole`: all was read.
 */
export const CAPTURE_STATES = [
  "doubtful",
  "refused",
  "lost",
  "partial",
  "left-out",
  "reading",
  "noted",
  "passed-over",
  "whole",
] as const;
export type CaptureState = (typeof CAPTURE_STATES)[number];

/** Which files, in which order. */
export const captureQuerySchema = z.object({
  sort: z.enum(CAPTURE_COLUMNS),
  descending: z.boolean(),
  /** Only files something is to be said of. */
  problemsOnly: z.boolean(),
});
export type CaptureQuery = z.infer<typeof captureQuerySchema>;

/** Where a cross-check stands: `none`, not asked for; `running`, waiting or running; else its result. */
export const checkStateSchema = z.union([
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("running") }),
  crossCheckSchema,
]);
export type CheckState = z.infer<typeof checkStateSchema>;

/** Tells a file from others of one reading: the capture's SHA-256, or a hash that stands for its path. */
export const captureIdSchema = z.string().regex(/^[0-9a-f]{64}$/);

export const captureRowSchema = z.object({
  id: captureIdSchema,
  /** Base name of the file, as the file system gave it: not yet made visible. */
  name: z.string().max(4096),
  state: z.enum(CAPTURE_STATES),
  /** The worst that happened to it, in one sentence; empty: nothing. */
  what: z.string().max(4096),
  /** Null where nothing of it was read, as all below. */
  packets: count.nullable(),
  /** Size of the file as stored. */
  bytes: count.nullable(),
  container: z.string().nullable(),
  compression: z.string().nullable(),
  firstPacketAt: z.string().nullable(),
  lastPacketAt: z.string().nullable(),
  check: z.enum(["none", "running", "agrees", "differs", "not-comparable"]).nullable(),
});
export type CaptureRow = z.infer<typeof captureRowSchema>;

/** A stretch of the rows a query asks for. */
export const capturePageSchema = z.object({
  revision: count,
  /** Index of the first row among all that match. */
  offset: count,
  rows: z.array(captureRowSchema).max(500),
  /** Files that match. */
  matching: count,
  /** Files in all. */
  total: count,
});
export type CapturePage = z.infer<typeof capturePageSchema>;

/** What would go with a capture that is taken out of the case. */
export const captureRemovalSchema = z.object({
  name: z.string().max(4096),
  packets: count,
  requests: count,
  /** Sources that no other capture holds, and their flows. */
  sources: count,
  flows: count,
  /** Sources that lose a part of what they sent. */
  sharedSources: count,
  /** Notes and bookmarks on its packets, which stay in the list. */
  notes: count,
});
export type CaptureRemoval = z.infer<typeof captureRemovalSchema>;

/** All problems of one kind in one capture. */
export const captureProblemSchema = z.object({
  code: z.string().max(64),
  effect: z.enum(["stopped", "left-out", "noted"]),
  count,
  firstPacket: count.nullable(),
  /** In bytes of the decompressed stream. */
  firstOffset: count.nullable(),
  found: z.string().max(4096),
  kept: z.string().max(4096),
  meaning: z.string().max(4096),
});
export type CaptureProblem = z.infer<typeof captureProblemSchema>;

/** A comment that somebody wrote into a capture. */
export const captureCommentSchema = z.object({
  about: z.enum(["section", "interface", "packet", "statistics"]),
  /** Number of the packet, if it is about one. */
  packet: count.nullable(),
  text: z.string(),
});

/** What is known of a capture of which something was read. */
export const captureDetailsSchema = z.object({
  sha256: z.string(),
  linkTypes: z.array(count),
  /** Reading reached the end. */
  complete: z.boolean(),
  /** Where it did not, in bytes of the decompressed stream, as far as that is a place. */
  stoppedAt: count.nullable(),
  /** Bytes of the file as stored that were not read; null where that cannot be told. */
  unreadBytes: count.nullable(),
  /** Comments that the capture holds; `comments` are the first of them. */
  commentCount: count,
  comments: z.array(captureCommentSchema).max(100),
  /** Every class in the order of the conservation law; they add up to the packets. */
  classes: z.array(z.tuple([z.string(), count])),
  /** Those that stopped the reading first, then those that cost packets, then the others. */
  problems: z.array(captureProblemSchema),
  crossCheck: checkStateSchema,
  /** The cross-check in words; empty while there is no result. */
  crossCheckWords: z.string().max(4096),
});

/** One file, all that is known of it. */
export const captureInspectionSchema = z.object({
  row: captureRowSchema,
  /** Null where nothing of it was read. */
  details: captureDetailsSchema.nullable(),
  /** Why nothing was read of it, or why its reader died, and what to do. */
  failure: z
    .object({ code: z.string().max(64), message: z.string().max(4096), advice: z.string().max(1000) })
    .nullable(),
});
export type CaptureInspection = z.infer<typeof captureInspectionSchema>;
