import { z } from "zod";
import { captureIdSchema } from "./capture-table.ts";

const addressText = z.string().max(64);

/** What a note or bookmark is to be put on. */
export const noteTargetSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("packet"), capture: captureIdSchema, number: z.int().positive() }),
  z.object({ kind: z.literal("flow"), flow: z.string().max(200) }),
  z.object({ kind: z.literal("source"), source: addressText }),
]);
export type NoteTarget = z.infer<typeof noteTargetSchema>;

/** Longest text of a note, in characters. */
export const MOST_NOTE_TEXT = 10_000;
/** Notes and bookmarks a case can have: all are listed at once. */
export const MOST_NOTES = 10_000;

/** A text of the analyst; a bookmark has none. */
export const noteTextSchema = z.string().trim().min(1).max(MOST_NOTE_TEXT);

/** A note or bookmark, and where it is found now. */
export const noteSchema = z.object({
  id: z.uuid(),
  on: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("packet"),
      capture: z.string(),
      /** Base name of its capture. */
      captureName: z.string(),
      number: z.int().positive(),
    }),
    z.object({ kind: z.literal("flow") }),
    z.object({ kind: z.literal("source") }),
  ]),
  source: addressText,
  /** Time of the packet, or of the first packet of the flow as it was noted. */
  time: z.string().nullable(),
  /** Null: a bookmark. */
  text: z.string().max(MOST_NOTE_TEXT).nullable(),
  /**
   * The flows it is found in now, the earliest first; of a source only that. None: the case holds none, since its
   * captures were removed or are read anew.
   */
  flows: z.array(z.string()),
  author: z.string(),
  /** When it was made or changed last. */
  at: z.string(),
});
export type Note = z.infer<typeof noteSchema>;

/** What was done, in a sentence; null: there was nothing to do. */
export const saidSchema = z.object({ said: z.string().max(4096).nullable() });
