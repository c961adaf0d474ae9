import { z } from "zod";

const count = z.int().nonnegative();

/** Rows of each table that are looked at before the report is saved; the file has all of them. */
export const PREVIEWED_ROWS = 12;
/** Places told at which the telescope would be given away; all are counted. */
export const MOST_LEAKS = 50;

/** Why the telescope's addresses may leave, which the report names; null where they may not. */
export const releaseSchema = z.string().trim().min(1).max(1000).nullable();
export type ReportRelease = z.infer<typeof releaseSchema>;

export const REPORT_FORMATS = ["html", "pdf"] as const;
export type ReaderReportFormat = (typeof REPORT_FORMATS)[number];

/** The first rows of a table of the report. */
const previewedTableSchema = z.object({
  caption: z.string(),
  columns: z.array(z.object({ title: z.string(), kind: z.string() })),
  rows: z.array(z.array(z.string())),
  inAll: count,
});
export type PreviewedTable = z.infer<typeof previewedTableSchema>;

const previewedBlockSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("sentences"), sentences: z.array(z.string()) }),
  z.object({ kind: z.literal("table"), table: previewedTableSchema }),
  z.object({
    kind: z.literal("figure"),
    caption: z.string(),
    description: z.string(),
    /** False: there is nothing to draw, and the description says why. */
    drawn: z.boolean(),
    table: previewedTableSchema,
  }),
]);
export type PreviewedBlock = z.infer<typeof previewedBlockSchema>;

/** What the report of the case for readers holds, before it is saved. */
export const reportPreviewSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("reading") }),
  /** It was ended, or the case changed under it. */
  z.object({ kind: z.literal("ended") }),
  z.object({
    kind: z.literal("made"),
    title: z.string(),
    summary: z.array(z.string()),
    sections: z.array(z.object({ id: z.string(), title: z.string(), blocks: z.array(previewedBlockSchema) })),
    /** Sentences: why it must not be saved as it is. None where it may. */
    leaks: z.array(z.string()),
    leaksInAll: count,
    /** What may have led to them. */
    advice: z.string().nullable(),
    /** Of the file as HTML; null where it must not be saved. */
    bytes: count.nullable(),
  }),
]);
export type ReportPreview = z.infer<typeof reportPreviewSchema>;

/** What came of saving the report: one of these for each time it was asked for. */
export const reportSavingSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("saved"), name: z.string() }),
  /** The dialog was closed without a choice. */
  z.object({ kind: z.literal("closed") }),
  z.object({ kind: z.literal("reading") }),
  z.object({ kind: z.literal("ended") }),
  z.object({ kind: z.literal("leaks") }),
]);
export type ReportSaving = z.infer<typeof reportSavingSchema>;

/** How far a report is that is being made. */
export const reportProgressSchema = z.discriminatedUnion("stage", [
  z.object({ stage: z.literal("none") }),
  z.object({ stage: z.literal("judging"), sources: count, of: count }),
  z.object({ stage: z.literal("printing") }),
]);
export type ReportProgress = z.infer<typeof reportProgressSchema>;
