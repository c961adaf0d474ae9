import type { DuckDBConnection } from "@duckdb/node-api";

/** A value that was saved when the case was judged, as JSON; null where there is none of this name. */
export async function findView(connection: DuckDBConnection, name: string): Promise<string | null> {
  const found = await connection.runAndReadAll("SELECT value FROM view WHERE name = ?", [name]);
  const [row] = found.getRows();
  return row === undefined ? null : String(row[0]);
}

/** One that every judged case has. */
export async function viewOf(connection: DuckDBConnection, name: string): Promise<string> {
  const value = await findView(connection, name);
  if (value === null) throw new Error(`a judged case has the view ${name}`);
  return value;
}
