import type { DuckDBConnection } from "@duckdb/node-api";
import { ruleTextsSchema } from "../../contract/rule-texts.ts";
import { type SavedFilter, savedFiltersSchema } from "../../contract/saved-filter.ts";
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

/** The filters that the case keeps by name; none in a case that has none yet. */
export async function caseFilters(connection: DuckDBConnection): Promise<readonly SavedFilter[]> {
  const text = await setting(connection, "filters");
  return text === null ? [] : savedFiltersSchema.parse(JSON.parse(text));
}

/** Has the case keep these filters from now on. */
export async function setCaseFilters(connection: DuckDBConnection, filters: readonly SavedFilter[]): Promise<void> {
  await setSetting(connection, "filters", JSON.stringify(filters));
}

/** What of the rules decides how captures are read: states of captures read under others cannot be merged. */
export function foldRulesText({ ports, flowTimeoutSeconds, tunnels }: AnalysisRules): string {
  const listed = ports === "any" ? "any" : [...ports].sort((a, b) => a - b).join(",");
  return `ports ${listed}, flow timeout ${flowTimeoutSeconds} s, tunnels ${tunnels ? "opened" : "not opened"}`;
}

/** A value of the case by name, as JSON; null where there is none. */
export async function setting(connection: DuckDBConnection, name: string): Promise<string | null> {
  const rows = await connection.runAndReadAll("SELECT value FROM setting WHERE name = ?", [name]);
  const value = rows.getRows()[0]?.[0];
  return typeof value === "string" ? value : null;
}

/** Keeps a value by name. */
export async function setSetting(connection: DuckDBConnection, name: string, value: string): Promise<void> {
  await connection.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", [name, value]);
}
