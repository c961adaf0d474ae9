import { z } from "zod";
import type { RuleTexts } from "../flow/rule-texts.ts";

export type { RuleTexts };

/** The rules captures are read under, as the analyst types them. */
export const ruleTextsSchema: z.ZodType<RuleTexts> = z.object({
  ports: z.string().max(2000),
  flowTimeout: z.string().max(40),
  tunnels: z.boolean(),
  telescope: z.string().max(20_000),
});

/** The rules of the paper: port 5060, 20 minutes. Tunnels are opened, the telescope is inferred. */
export const DEFAULT_RULES: RuleTexts = { ports: "5060", flowTimeout: "20m", tunnels: true, telescope: "" };
