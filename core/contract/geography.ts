import { z } from "zod";

/** A table of countries or networks that is in use. Texts are the table's words, not yet made visible. */
export const usedTableSchema = z.object({
  name: z.string(),
  date: z.string().nullable(),
  description: z.string().nullable(),
  licence: z.string().nullable(),
});
export type UsedTable = z.infer<typeof usedTableSchema>;

/** Where a source is, each with the name of the table that says so; null where no table knows. */
export const locatedSchema = z.object({
  country: z.object({ code: z.string(), table: z.string() }).nullable(),
  network: z.object({ asn: z.int(), organisation: z.string().nullable(), table: z.string() }).nullable(),
});
export type LocatedSource = z.infer<typeof locatedSchema>;
