import { z } from "zod";

/** Something that was not read, or not wholly: which file, and one sentence that says what happened and what was kept. */
export const readingProblemSchema = z.object({
  /** Base name of the file, as the file system gave it: not yet made visible. */
  name: z.string().max(4096),
  /** `refused`: nothing of it was read. `partial`: what precedes the damage was. `lost`: its reader died. */
  kind: z.enum(["refused", "partial", "lost"]),
  code: z.string().max(64),
  message: z.string().max(4096),
  /** Packets concerned, where that is known. */
  packets: z.int().nonnegative().nullable(),
});
export type ReadingProblem = z.infer<typeof readingProblemSchema>;

/** How far the engine has come with the captures it was given. */
export const readingStateSchema = z.object({
  /**
   * `idle`: no captures yet. `reading`: results so far can be seen. `judging`: all is read, the tools are being named.
   * `ended`: results are complete for what could be read. `stopped`: cancelled, or a reader died; results hold what was
   * read until then.
   */
  phase: z.enum(["idle", "reading", "judging", "ended", "stopped"]),
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
  /** The worst first; at most 200 of `problemCount`. */
  problems: z.array(readingProblemSchema).max(200),
  problemCount: z.int().nonnegative(),
  /** Files that can be tried again: their reader died. */
  retryable: z.int().nonnegative(),
  /** Rises whenever there are newer results to ask for. */
  revision: z.int().nonnegative(),
});
export type ReadingState = z.infer<typeof readingStateSchema>;

/** Before any captures were opened. */
export const NO_READING: ReadingState = {
  phase: "idle",
  names: [],
  files: 0,
  filesEnded: 0,
  bytesRead: 0,
  bytesTotal: 0,
  packets: 0,
  elapsedMs: 0,
  cancelled: false,
  problems: [],
  problemCount: 0,
  retryable: 0,
  revision: 0,
};
