import { z } from "zod";
import { mapPrefixSchema } from "./flow-map.ts";

const count = z.int().nonnegative();
const MOST_CELLS = 4096;
const isShort = ({ length }: { readonly length: number }) => length <= MOST_CELLS;

/** Where the members of a campaign sent to: which of them to each place, and how often several to the same. */
export const campaignMosaicSchema = z.object({
  /** Ascending by address, all members. */
  hosts: z.array(
    z.object({
      address: z.string().max(64),
      destinations: count,
      /** Destinations that no other member sent to. */
      alone: count,
    }),
  ),
  /** Squares along the Hilbert curve, one for each block of the telescope that was reached. */
  panels: z.array(
    z.object({
      prefix: mapPrefixSchema,
      /** There are 4^order cells. */
      order: z.int().min(0).max(6),
      cells: z.object({
        /** Number of the cell's block within the prefix, ascending. Cells without destinations are left out. */
        blocks: z.instanceof(Uint16Array).refine(isShort),
        destinations: z.instanceof(Uint32Array).refine(isShort),
        /** Place of the host that sent to most of them, and how many hosts sent to any. */
        hosts: z.instanceof(Uint16Array).refine(isShort),
        visitors: z.instanceof(Uint16Array).refine(isShort),
      }),
    }),
  ),
  /** Destinations without a place in them. */
  ipv6: count,
  outside: count,
});
export type CampaignMosaic = z.infer<typeof campaignMosaicSchema>;
