import { z } from "zod";

const count = z.int().nonnegative();

export const FLOW_COLUMNS = [
  "source",
  "tools",
  "packets",
  "destinations",
  "rate",
  "first",
  "duration",
  "strategy",
  "methods",
  "ports",
] as const;
export type FlowColumn = (typeof FLOW_COLUMNS)[number];

/** A stretch of time in seconds since 1970-01-01 UTC, the end not included. */
export const timeSpanSchema = z.object({ startSeconds: z.number(), endSeconds: z.number() });
export type TimeSpan = z.infer<typeof timeSpanSchema>;

/** Which flows. */
export const flowConditionSchema = z.object({
  /** A filter over flows, see core/query; empty: all flows. */
  text: z.string().max(4096),
  /** Only flows with a packet time in this span, that is flows that last into it; null: all. */
  span: timeSpanSchema.nullable(),
});
export type FlowCondition = z.infer<typeof flowConditionSchema>;

/** Which flows, in which order. */
export const flowQuerySchema = flowConditionSchema.extend({
  sort: z.enum(FLOW_COLUMNS),
  descending: z.boolean(),
});
export type FlowQuery = z.infer<typeof flowQuerySchema>;

/** Rows of a list by their place in it, as ranges, the end not included; `revision`: of the rows they were marked among. */
export const markedRowsSchema = z.object({
  ranges: z
    .array(z.object({ first: count, end: count }))
    .min(1)
    .max(100_000)
    .readonly(),
  revision: count,
});
export type MarkedRows = z.infer<typeof markedRowsSchema>;

export const flowRowSchema = z.object({
  id: z.string(),
  source: z.string(),
  /** Tools with packets, most first; a tool of null stands for packets no signature names. */
  tools: z.array(z.tuple([z.string().nullable(), count])),
  /** Tools the analyst labelled strands of it with, and their packets, most first. */
  labels: z.array(z.tuple([z.string(), count])),
  packets: count,
  destinations: count,
  ratePps: z.number().nullable(),
  firstPacketAt: z.string().nullable(),
  durationSeconds: z.number().nonnegative().nullable(),
  strategy: z.string(),
  /** Methods with packets, most first. */
  methods: z.array(z.tuple([z.string(), count])),
  sourcePort: z.object({ class: z.string(), distinct: count, first: count }),
});
export type FlowRow = z.infer<typeof flowRowSchema>;

/** A stretch of the rows a query asks for. */
export const flowPageSchema = z.object({
  revision: count,
  /** Index of the first row among all that match. */
  offset: count,
  rows: z.array(flowRowSchema).max(500),
  /** Flows that match. */
  matching: count,
  /** Flows in all. */
  total: count,
});
export type FlowPage = z.infer<typeof flowPageSchema>;

/** Fields of the filter language that the window shows the values of, with the number of flows. */
export const FACET_FIELDS = ["tool", "family", "strategy", "method", "sport", "ipid", "grade", "country"] as const;
export type FacetField = (typeof FACET_FIELDS)[number];

/** How many flows have each value of a field; null: unknown. A flow may have several. */
export const flowFacetSchema = z.object({
  field: z.enum(FACET_FIELDS),
  values: z.array(z.tuple([z.string().nullable(), count])).max(50),
  /** Further values, which fewer flows have. */
  more: count,
});
export type FlowFacet = z.infer<typeof flowFacetSchema>;
