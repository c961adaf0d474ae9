import { z } from "zod";

/** A filter over flows that the analyst gave a name. */
export const savedFilterSchema = z.object({
  name: z.string().trim().min(1).max(80),
  text: z.string().max(4096),
});
export type SavedFilter = z.infer<typeof savedFilterSchema>;

/** Most filters a case keeps. */
export const MOST_SAVED_FILTERS = 200;

/** The filters of a case, in the order in which they were saved, each name once. */
export const savedFiltersSchema = z.array(savedFilterSchema).max(MOST_SAVED_FILTERS);
