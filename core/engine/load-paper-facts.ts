import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { PaperFacts } from "../report/paper-facts.ts";

const factsSchema = z.object({
  paper: z.string(),
  facts: z.array(
    z.object({
      id: z.string(),
      what: z.string(),
      value: z.number(),
      relation: z.enum(["equal", "below"]),
      unit: z.string(),
    }),
  ),
  tableOne: z.array(
    z.object({
      tool: z.string(),
      firstSeen: z.int(),
      packets: z.int(),
      rounded: z.boolean(),
      strategy: z.string(),
    }),
  ),
  contradictions: z.array(z.object({ what: z.string(), places: z.array(z.string()) })),
});

/** The paper's numbers of the resources folder. */
export function loadPaperFacts(resources: string): PaperFacts {
  return factsSchema.parse(JSON.parse(fs.readFileSync(path.join(resources, "paper-facts.json"), "utf8")));
}
