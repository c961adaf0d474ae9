import { create } from "zustand";
import { DEFAULT_RULES, type RuleTexts } from "../../core/contract/rule-texts.ts";
import { call } from "./bridge.ts";

/** The rules captures are read under, as the main process holds them. */
export const useRules = create<RuleTexts>()(() => DEFAULT_RULES);

/** Asks under which rules captures are read. */
export async function askForRules(): Promise<void> {
  const reply = await call("rules.get", {});
  if (reply.ok) useRules.setState(reply.value);
}

/** Has captures read under these rules. A sentence where that failed. */
export async function setRules(rules: RuleTexts): Promise<string | null> {
  const reply = await call("rules.set", { rules });
  await askForRules();
  return reply.ok ? null : reply.error.message;
}
