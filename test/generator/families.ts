import { readFileSync } from "node:fs";

interface FamilyRow {
  readonly id: number;
  readonly family: string;
}

const table = JSON.parse(readFileSync(new URL("./table1-tools.json", import.meta.url), "utf8")) as {
  readonly tools: readonly FamilyRow[];
};
const FAMILIES: ReadonlyMap<string, string> = new Map(table.tools.map((row) => [`paper/${row.id}`, row.family]));

/** The family the table gives a tool of the paper; undefined for further scanners. */
export function familyOf(toolId: string): string | undefined {
  return FAMILIES.get(toolId);
}
