import { z } from "zod";

const count = z.int().nonnegative();

/**
 * What the last import brought: what the case holds with its captures, and does not hold without them, under the rules
 * and packs in use. An import is what was given at once; the order within it does not matter.
 */
export const newsSchema = z.discriminatedUnion("kind", [
  /** Known once all captures are read. */
  z.object({ kind: z.literal("reading") }),
  /** All captures came with one import: there is nothing before it. */
  z.object({ kind: z.literal("first"), captures: count }),
  z.object({
    kind: z.literal("news"),
    /** Base names of the captures of the last import, at most 20 of `captures`. */
    names: z.array(z.string().max(4096)).max(20),
    captures: count,
    /** Captures that were there before. */
    earlierCaptures: count,
    sources: z.object({
      count,
      /** Most packets first. */
      listed: z.array(z.object({ address: z.string(), packets: count, flows: count })),
    }),
    tools: z.array(z.object({ id: z.string(), name: z.string(), packets: count, flows: count, sources: count })),
    fingerprints: z.object({
      count,
      /** Most packets first. */
      listed: z.array(
        z.object({ id: z.string(), tool: z.string().nullable(), packets: count, flows: count, sources: count }),
      ),
    }),
  }),
]);
export type News = z.infer<typeof newsSchema>;
