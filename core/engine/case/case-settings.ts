import type { DuckDBConnection } from "@duckdb/node-api";
import { ruleTextsSchema } from "../../contract/rule-texts.ts";
import type { AnalysisRules, RuleTexts } from "../../flow/rule-texts.ts";

/** The rules of the case as they were typed; null in a case that has none yet. */
export async function caseRules(connection: DuckDBConnection): Promise<RuleTexts | null> {
  const text = await setting(connection, "rules");
  return text === null ? null : ruleTextsSchema.parse(JSON.parse(text));
}

/** Has the case use these rules from now on. */
export async function setCaseRules(connection: DuckDBConnection, rules: RuleTexts): Promise<void> {
  await setSetting(connection, "rules", JSON.stringify(rules));
}

/** What of the rules decides how captures are read: states of captures read under others cannot be merged. */
export function foldRulesText({ ports, flowTimeoutSeconds, tunnels }: AnalysisRules): string {
  const listed = ports === "any" ? "any" : [...ports].sort((a, b) => a - b).join(",");
  return `ports ${listed}, flow timeout ${flowTimeoutSeconds} s, tunnels ${tunnels ? "opened" : "not opened"}`;
}

async function setting(connection: DuckDBConnection, name: string): Promise<string | null> {
  const rows = await connection.runAndReadAll("SELECT value FROM setting WHERE name = ?", [name]);
  const value = rows.getRows()[0]?.[0];
  return typeof value === "string" ? value : null;
}

async function setSetting(connection: DuckDBConnection, name: string, value: string): Promise<void> {
  await connection.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", [name, value]);
}
