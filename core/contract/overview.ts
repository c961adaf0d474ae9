import { z } from "zod";
import { locatedSchema, usedTableSchema } from "./geography.ts";
import { telescopeFactsSchema } from "./telescope-facts.ts";

const count = z.int().nonnegative();

/** Packets over time: equal bins in seconds since 1970-01-01 UTC, without gaps. */
export const timelineSchema = z.object({
  /** Width of a bin: a power of two of seconds. */
  binSeconds: z.int().positive(),
  /** Start of the first bin. */
  startSeconds: z.int(),
  /** SIP requests in each bin; as long as `others`. */
  requests: z.array(count).max(1024),
  /** Packets of all other classes in each bin. */
  others: z.array(count).max(1024),
  /** Packets without a time: in no bin. */
  undated: count,
});
export type Timeline = z.infer<typeof timelineSchema>;

export const overviewToolSchema = z.object({
  id: z.string(),
  name: z.string(),
  family: z.string(),
  packets: count,
  flows: count,
  sources: count,
  /** Flows by scan strategy, most first. */
  strategies: z.array(z.tuple([z.string(), count])),
});

export const overviewSourceSchema = z.object({
  address: z.string(),
  packets: count,
  flows: count,
  destinations: count,
  firstPacketAt: z.string().nullable(),
  lastPacketAt: z.string().nullable(),
  /** Tools with packets, most first; a tool of null stands for packets no signature names. */
  tools: z.array(z.tuple([z.string().nullable(), count])),
  located: locatedSchema,
});

/** Signs by which spoofed senders show, of a group of sources: what the report calls `senders`. */
export const sendersSchema = z.object({
  sources: count,
  onePacketSources: count,
  ttl: z.object({
    min: count,
    max: count,
    distinct: count,
    quartiles: z.tuple([z.number(), z.number(), z.number()]).readonly(),
    /** Sources by the likely start value. */
    initial: z.record(z.string(), count),
    varyingSources: count,
  }),
  ipId: z
    .object({
      sources: count,
      distinct: count,
      commonest: z.object({ value: count, sources: count }),
      steps: count,
      countedSteps: count,
    })
    .nullable(),
});

export const overviewSendersSchema = z.object({
  group: z.enum(["all", "one-packet", "tool", "unnamed"]),
  /** Of a tool, which. */
  tool: z.object({ id: z.string(), name: z.string() }).nullable(),
  senders: sendersSchema,
});
export type OverviewSenders = z.infer<typeof overviewSendersSchema>;

/** What the captures hold, as far as they are read. */
export const overviewSchema = z.object({
  revision: count,
  /** Reading goes on, or was stopped: the counts are of what was read so far. */
  partial: z.boolean(),
  captures: count,
  firstPacketAt: z.string().nullable(),
  lastPacketAt: z.string().nullable(),
  packets: count,
  /** Every class in the order of the conservation law, with its packets; they add up to `packets`. */
  classes: z.array(z.tuple([z.string(), count])),
  sources: count,
  flows: count,
  /** Of these, what was counted only: a flood of sources with at most four requests each. */
  setAside: z.object({ sources: count, flows: count, packets: count }),
  destinations: count,
  /** Methods of SIP requests, most packets first; at most 64 and `(others)`. */
  methods: z.array(z.tuple([z.string(), count])).max(65),
  timeline: timelineSchema.nullable(),
  /** Most packets first. */
  tools: z.array(overviewToolSchema),
  /** Signs of spoofed senders, group by group; of sources that were counted only there are counts. */
  senders: z.object({
    groups: z.array(overviewSendersSchema),
    setAside: z.object({ sources: count, onePacketSources: count }),
  }),
  telescope: telescopeFactsSchema,
  /** Requests, flows and sources that hold a strand without a tool. */
  unnamed: z.object({ packets: count, flows: count, sources: count, fingerprints: count }),
  /** Most packets first; at most 20 of `sources`. */
  topSources: z.array(overviewSourceSchema).max(20),
  /** Tools cannot be named while reading goes on with so many sources: only counts are live. */
  toolsPending: z.boolean(),
  /** Tables of countries and networks in use. */
  geoTables: z.array(usedTableSchema),
});
export type Overview = z.infer<typeof overviewSchema>;

/** The overview of the flows that pass a filter: figures of these flows alone, of which SIP requests are the only class. */
export const filteredOverviewSchema = z.discriminatedUnion("kind", [
  overviewSchema
    .pick({
      firstPacketAt: true,
      lastPacketAt: true,
      packets: true,
      classes: true,
      sources: true,
      flows: true,
      setAside: true,
      destinations: true,
      methods: true,
      timeline: true,
      tools: true,
      toolsPending: true,
      unnamed: true,
      topSources: true,
      geoTables: true,
    })
    .extend({
      kind: z.literal("filtered"),
      /** Flows there are without the filter. */
      allFlows: count,
      /** Captures without rows in the packet index: their packets are in no destinations and no bins. */
      notIndexed: count,
    }),
  /** Figures of a filter are counted in the packet index, which stands still once all captures are read. */
  z.object({ kind: z.literal("reading") }),
]);
export type FilteredOverview = z.infer<typeof filteredOverviewSchema>;
