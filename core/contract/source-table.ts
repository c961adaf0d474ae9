import { z } from "zod";
import { flowQuerySchema } from "./flow-table.ts";
import { locatedSchema, usedTableSchema } from "./geography.ts";

const count = z.int().nonnegative();
/** A UTC day, as 2026-01-02. */
const day = z.string().max(16);

export const SOURCE_COLUMNS = [
  "source",
  "country",
  "network",
  "packets",
  "flows",
  "destinations",
  "tools",
  "days",
  "first",
  "last",
] as const;
export type SourceColumn = (typeof SOURCE_COLUMNS)[number];

/** Which sources, in which order. */
export const sourceQuerySchema = z.object({
  sort: z.enum(SOURCE_COLUMNS),
  descending: z.boolean(),
  /** A filter over sources, see core/query; empty: all sources. */
  text: z.string().max(4096),
  /** Only sources of a flow that passes this filter and lasts into this span. */
  flows: flowQuerySchema.pick({ text: true, span: true }),
});
export type SourceQuery = z.infer<typeof sourceQuerySchema>;

/** A source, with what was counted of all its flows, also of those that were counted only. */
export const sourceRowSchema = z.object({
  address: z.string(),
  packets: count,
  flows: count,
  destinations: count,
  /** Tools with packets, most first; a tool of null stands for packets no signature names. */
  tools: z.array(z.tuple([z.string().nullable(), count])),
  /** UTC days on which it sent. */
  days: count,
  firstPacketAt: z.string().nullable(),
  lastPacketAt: z.string().nullable(),
  located: locatedSchema,
});
export type SourceRow = z.infer<typeof sourceRowSchema>;

/** A stretch of the rows a query asks for. */
export const sourcePageSchema = z.object({
  revision: count,
  /** Index of the first row among all that match. */
  offset: count,
  rows: z.array(sourceRowSchema).max(500),
  /** Sources that match. */
  matching: count,
  /** Sources in all. */
  total: count,
});
export type SourcePage = z.infer<typeof sourcePageSchema>;

/** What is known of one source. */
export const sourceInspectionSchema = z.object({
  row: sourceRowSchema,
  /** UTC days on which it sent, ascending. */
  activeDays: z.array(day),
  /** Stretches of UTC days that captures reach over, from their first packet to their last, ascending and apart. */
  coveredDays: z.array(z.object({ first: day, last: day })),
  /** Tables of countries and networks in use. */
  geoTables: z.array(usedTableSchema),
});
export type SourceInspection = z.infer<typeof sourceInspectionSchema>;

/** Packets of a source by UTC day, counted in the packet index. */
export const sourceDaysSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("counted"),
    /** Ascending; days without packets are left out. */
    days: z.array(z.tuple([day, count])),
    /** Packets without a time: of no day. */
    undated: count,
    /** Captures that have no rows in the packet index: what they hold is not counted here. */
    notIndexed: count,
  }),
  /** The packets of a case stand still once all captures are read, not before. */
  z.object({ kind: z.literal("reading") }),
]);
export type SourceDays = z.infer<typeof sourceDaysSchema>;
