import { z } from "zod";

const count = z.int().nonnegative();

/** What judging a case anew, under the packs in use, would change of what it says. */
export const judgementPreviewSchema = z.object({
  /** Strands of the case. */
  strands: count,
  /** Strands that would be named otherwise, most packets first; null: no tool. */
  changes: z.array(
    z.object({ from: z.string().nullable(), to: z.string().nullable(), strands: count, packets: count }),
  ),
});
export type JudgementPreview = z.infer<typeof judgementPreviewSchema>;
