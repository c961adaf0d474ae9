import { z } from "zod";

/** Files that something is wrong with, each in one number only. */
export const troubledFilesSchema = z.object({
  /** Two readers disagree, or the file is no longer what was read. */
  doubtful: z.int().nonnegative(),
  /** Nothing was read of them. */
  refused: z.int().nonnegative(),
  /** Their reader died. */
  lost: z.int().nonnegative(),
  /** Something of them was not read, or not decoded. */
  partial: z.int().nonnegative(),
});
export type TroubledFiles = z.infer<typeof troubledFilesSchema>;

/** How far the engine has come with the captures it was given. */
export const readingStateSchema = z.object({
  /**
   * `idle`: no captures yet. `reading`: results so far can be seen. `judging`: all is read, the tools are being named.
   * `ended`: results are complete for what could be read. `stopped`: cancelled, or a reader died; results hold what was
   * read until then.
   */
  phase: z.enum(["idle", "reading", "judging", "ended", "stopped"]),
  /** Name of the case's file; null for one the analyst has given no place yet. */
  caseName: z.string().max(4096).nullable(),
  /** Base names of the files being read or read, at most 20 of `files`. */
  names: z.array(z.string().max(4096)).max(20),
  files: z.int().nonnegative(),
  filesEnded: z.int().nonnegative(),
  bytesRead: z.int().nonnegative(),
  /** Sum of the sizes of all files, as listed before reading. */
  bytesTotal: z.int().nonnegative(),
  packets: z.int().nonnegative(),
  /** Milliseconds of reading so far. */
  elapsedMs: z.number().nonnegative(),
  cancelled: z.boolean(),
  troubled: troubledFilesSchema,
  /** Problems of these files: of each that was read in part, the kinds of problems that cost packets. */
  problemCount: z.int().nonnegative(),
  /** One sentence where the engine's thread itself was lost, which is no problem of a file; else null. */
  engineLost: z.string().max(4096).nullable(),
  /** One sentence where the case could not be read or written; what was saved before is in it. Else null. */
  caseFault: z.string().max(4096).nullable(),
  /**
   * Signature packs by which the case was judged, where they are not those in use: it is shown so until it is judged anew.
   * Else null.
   */
  judgedBy: z.array(z.object({ id: z.string(), version: z.string() })).nullable(),
  /** Files that can be tried again: their reader died. */
  retryable: z.int().nonnegative(),
  /** Rises whenever there are newer results to ask for. */
  revision: z.int().nonnegative(),
  /** Rises whenever there is news of the files: with every revision, and with every cross-check. */
  fileRevision: z.int().nonnegative(),
});
export type ReadingState = z.infer<typeof readingStateSchema>;

/** Before any captures were opened. */
export const NO_READING: ReadingState = {
  phase: "idle",
  caseName: null,
  names: [],
  files: 0,
  filesEnded: 0,
  bytesRead: 0,
  bytesTotal: 0,
  packets: 0,
  elapsedMs: 0,
  cancelled: false,
  troubled: { doubtful: 0, refused: 0, lost: 0, partial: 0 },
  problemCount: 0,
  engineLost: null,
  caseFault: null,
  judgedBy: null,
  retryable: 0,
  revision: 0,
  fileRevision: 0,
};
