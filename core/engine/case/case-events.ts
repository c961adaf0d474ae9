import type { DuckDBConnection } from "@duckdb/node-api";

/** How much the analyst did in the case. */
export async function countEvents(connection: DuckDBConnection): Promise<number> {
  const rows = await connection.runAndReadAll("SELECT count(*) FROM event");
  return Number(rows.value(0, 0));
}
