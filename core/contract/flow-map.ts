import { z } from "zod";

const count = z.int().nonnegative();
const address = z.int().min(0).max(0xffffffff);

/** An IPv4 prefix of which a map can be: of even length, so that it is a square. */
export const mapPrefixSchema = z.object({ network: address, length: z.int().min(0).max(24).multipleOf(2) });
export type MapPrefix = z.infer<typeof mapPrefixSchema>;

const MOST_CELLS = 65_536;
const isShort = ({ length }: { readonly length: number }) => length <= MOST_CELLS;
const numbers = z.instanceof(Uint32Array).refine(isShort);
/** Nanoseconds since 1970-01-01 UTC; null where the packets have no time. */
const times = z.instanceof(BigInt64Array).refine(isShort).nullable();

/** Destinations of a flow in a prefix, in cells along the Hilbert curve. Each list has one entry per cell. */
export const destinationMapSchema = z.object({
  prefix: mapPrefixSchema,
  /** The prefix the map of all destinations has. */
  home: mapPrefixSchema,
  /** IPv4 destinations of the flow, within the prefix or not. */
  destinations: count,
  /** There are 4^order cells. */
  order: z.int().min(4).max(8),
  cells: z.object({
    /** Number of the cell's block within the prefix, ascending. Cells without destinations are left out. */
    blocks: z.instanceof(Uint16Array).refine(isShort),
    destinations: numbers,
    /** First and last destination by address. */
    lowest: numbers,
    highest: numbers,
    /** When the first destination was visited, and when the last one was visited for the first time. */
    firstNs: times,
    lastNs: times,
  }),
});

/** Where a flow's destinations lie and when each was first visited. */
export const flowMapSchema = z.object({
  /** Destinations that have no place on the map. */
  ipv6Destinations: count,
  /** Times of the flow's first and last packet; null where they have none. */
  firstNs: z.bigint().nullable(),
  lastNs: z.bigint().nullable(),
  /** Null: no destination is IPv4. */
  map: destinationMapSchema.nullable(),
});
export type FlowMap = z.infer<typeof flowMapSchema>;
export type MappedDestinations = z.infer<typeof destinationMapSchema>;
