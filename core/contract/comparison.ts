import { z } from "zod";

const count = z.int().nonnegative();

/** Rows of each kind that are listed; `ringprint compare` lists more. */
export const MOST_COMPARED = 200;

export const COMPARED_THINGS = ["tool", "fingerprint", "source"] as const;
export const COMPARED_CHANGES = ["gained", "lost", "changed"] as const;

/** What one case holds of something. */
const sideSchema = z.object({
  packets: count,
  flows: count,
  /** Ids of the tools a fingerprint or source has there; of a tool none. */
  tools: z.array(z.string().max(400)).max(1000),
});

const comparedRowSchema = z.object({
  what: z.enum(COMPARED_THINGS),
  change: z.enum(COMPARED_CHANGES),
  id: z.string().max(400),
  /** Of a tool. */
  name: z.string().max(400).nullable(),
  /** Null: the other case has none. */
  before: sideSchema.nullable(),
  /** Null: the case that is open has none. */
  after: sideSchema.nullable(),
});
export type ComparedRow = z.infer<typeof comparedRowSchema>;

/** The case that is open beside another one, which is taken for the earlier. */
export const comparisonSchema = z.discriminatedUnion("kind", [
  /** Known once all captures are read. */
  z.object({ kind: z.literal("reading") }),
  /** The other case cannot be compared; nothing was changed. */
  z.object({ kind: z.literal("refused"), reason: z.string().max(2000) }),
  z.object({
    kind: z.literal("compared"),
    /** Tools, fingerprints and sources; of each those gained, lost and changed, at most `MOST_COMPARED`, most packets first. */
    rows: z.array(comparedRowSchema).max(MOST_COMPARED * COMPARED_THINGS.length * COMPARED_CHANGES.length),
    /** How many there are of each in all. */
    counts: z.array(z.object({ what: z.enum(COMPARED_THINGS), change: z.enum(COMPARED_CHANGES), count })),
    /** Both in words, as the command line says it. */
    text: z.string(),
  }),
]);
export type Comparison = z.infer<typeof comparisonSchema>;

/** A case that was chosen to compare with. */
export const chosenCaseSchema = z.object({ token: z.string().max(100), name: z.string().max(4096) });
export type ChosenCase = z.infer<typeof chosenCaseSchema>;
