import { z } from "zod";
import { flowConditionSchema } from "./flow-table.ts";

const count = z.int().nonnegative();
/** Calendar months or years in UTC. */
const unit = z.enum(["month", "year"]);
/** As 2020, or 2020-03. */
const period = z.string().max(16);
/** Null: unknown software. */
const tool = z.string().max(200).nullable();

/** Which flows, and by which periods; null: by months as far as they are told apart, else by years. */
export const evolutionQuerySchema = z.object({ flows: flowConditionSchema, unit: unit.nullable() });
export type EvolutionQuery = z.infer<typeof evolutionQuerySchema>;

/** Tools over time, see core/report/evolution.ts. */
export const evolutionSchema = z.object({
  unit,
  periods: z.array(z.object({ period, days: count, coveredDays: count, sources: count, recurring: count })).readonly(),
  nodes: z.array(z.object({ period, tool, sources: count, severalTools: count })).readonly(),
  links: z.array(z.object({ from: count, to: count, sources: count })).readonly(),
  sources: count,
  recurring: count,
  undatedFlows: count,
});

/** A tool in a period. */
export const periodOfToolSchema = z.object({ period, tool });
export type PeriodOfTool = z.infer<typeof periodOfToolSchema>;

/**
 * Sources of a node, or of a link: those that were next seen there. Only sources that were seen in more than one period
 * are in either.
 */
export const evolutionPartSchema = z.object({ from: periodOfToolSchema, to: periodOfToolSchema.nullable() });
export type EvolutionPart = z.infer<typeof evolutionPartSchema>;

/** A stretch of them, ascending by address, each with what it was seen as in all periods. */
export const evolutionSourcesSchema = z.object({
  total: count,
  sources: z
    .array(
      z.object({
        address: z.string(),
        seen: z.array(z.object({ period, tool, tools: count, packets: count })).readonly(),
      }),
    )
    .max(500)
    .readonly(),
});
export type EvolutionSources = z.infer<typeof evolutionSourcesSchema>;
