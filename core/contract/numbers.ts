import { z } from "zod";
import { flowConditionSchema } from "./flow-table.ts";
import { dialledNumberSchema } from "./inspection.ts";

const count = z.int().nonnegative();

export const NUMBER_COLUMNS = ["number", "country", "packets", "called", "sources", "flows", "forms"] as const;
export type NumberColumn = (typeof NUMBER_COLUMNS)[number];

/** Which numbers, in which order. */
export const numberQuerySchema = z.object({
  sort: z.enum(NUMBER_COLUMNS),
  descending: z.boolean(),
  /** Only numbers that these flows name. */
  flows: flowConditionSchema,
});
export type NumberQuery = z.infer<typeof numberQuerySchema>;

/** A dialled number with what the flows hold of it, see core/report/dialled-report.ts. */
export const numberRowSchema = dialledNumberSchema.extend({
  sources: count,
  flows: count,
  /** Its last digits, in all lengths they were sent in. */
  tails: z.array(z.string().max(10)).readonly(),
  forms: dialledNumberSchema.shape.forms.readonly(),
});
export type NumberRow = z.infer<typeof numberRowSchema>;

/** A stretch of the rows a query asks for. */
export const numberPageSchema = z.object({
  revision: count,
  /** Index of the first row among all that match. */
  offset: count,
  rows: z.array(numberRowSchema).max(500),
  /** Numbers of these flows, and of all flows. */
  matching: count,
  total: count,
});
export type NumberPage = z.infer<typeof numberPageSchema>;

/** The countries of all numbers these flows name, see core/report/numbers.ts. */
export const calledCountriesSchema = z.object({
  countries: z
    .array(z.object({ country: z.string().nullable(), numbers: count, called: count, packets: count }))
    .readonly(),
  totals: z.object({ numbers: count, packets: count, leftOutPackets: count }),
});
export type CalledCountries = z.infer<typeof calledCountriesSchema>;

/** One number, with the sources that name it. */
export const numberInspectionSchema = z.object({
  row: numberRowSchema,
  /** Most packets first; at most 500 of them. */
  senders: z
    .array(z.object({ address: z.string(), packets: count, called: count, flows: count }))
    .max(500)
    .readonly(),
});
export type NumberInspection = z.infer<typeof numberInspectionSchema>;
