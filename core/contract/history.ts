import { z } from "zod";

/** Things done that are listed at once, the newest; all are counted. */
export const MOST_LISTED = 1000;

/** Something the analyst did that can be undone. */
export const deedSchema = z.object({
  /** Number of its event. */
  event: z.int().positive(),
  at: z.string(),
  author: z.string(),
  /** What it was, as `the label svmap of sipfp1:...`. */
  words: z.string(),
  /** It was not taken back. */
  holds: z.boolean(),
});
export type Deed = z.infer<typeof deedSchema>;

/** What was done in a case, the newest first. */
export const deedsSchema = z.object({ deeds: z.array(deedSchema).max(MOST_LISTED), inAll: z.int().nonnegative() });
export type Deeds = z.infer<typeof deedsSchema>;
