import { z } from "zod";
import { usedTableSchema } from "./geography.ts";

const count = z.int().nonnegative();
const counts = { sources: count, packets: count, flows: count };
const ofTool = z.object({ tool: z.string().nullable(), ...counts });

/** Sources and packets by country and tool, see core/report/places.ts. */
export const placesSchema = z.object({
  all: z.object(counts),
  countries: z
    .array(z.object({ country: z.string().nullable(), ...counts, tools: z.array(ofTool).readonly() }))
    .readonly(),
  tools: z.array(ofTool).readonly(),
  geoTables: z.array(usedTableSchema).readonly(),
});
