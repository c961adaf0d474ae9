import {
  BIGINT,
  BLOB,
  blobValue,
  DOUBLE,
  type DuckDBConnection,
  type DuckDBDataChunk,
  type DuckDBType,
  type DuckDBValue,
  VARCHAR,
} from "@duckdb/node-api";
import type { SqlCondition, SqlParameter } from "../../query/sql.ts";

const PARAMETER_TYPES: Readonly<Record<SqlParameter["type"], DuckDBType>> = { VARCHAR, DOUBLE, BIGINT, BLOB };
const FIRST_ROWS = 2048;

/** Rows by a statement whose parameters are those of a condition. */
export async function ask(
  connection: DuckDBConnection,
  sql: string,
  { parameters }: SqlCondition,
): Promise<(readonly DuckDBValue[])[]> {
  const found = await connection.runAndReadAll(sql, ...bound(parameters));
  return found.getRows();
}

/**
 * Rows of a statement, some at a time. It is run to its end first: a stream of the database whose rest cannot be read
 * ends as if that were all, and so does one that is interrupted.
 */
export async function* chunksOf(
  connection: DuckDBConnection,
  sql: string,
  values: DuckDBValue[] = [],
  types?: DuckDBType[],
): AsyncGenerator<DuckDBDataChunk> {
  const result = await connection.run(sql, values, types);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunk;
  }
}

/**
 * Numbers of rows by such a statement, one chunk after the other: there may be millions. It selects them as DOUBLE,
 * which is exact here: each number of another type would be an object of its own, and clearing those away costs more
 * than asking.
 */
export async function askForRowids(
  connection: DuckDBConnection,
  sql: string,
  { parameters }: SqlCondition,
): Promise<Float64Array> {
  let rows = new Float64Array(FIRST_ROWS);
  let count = 0;
  for await (const chunk of chunksOf(connection, sql, ...bound(parameters))) {
    const rowids = chunk.getColumnVector(0);
    const end = count + rowids.itemCount;
    if (end > rows.length) {
      const larger = new Float64Array(end + rows.length);
      larger.set(rows.subarray(0, count));
      rows = larger;
    }
    for (let row = 0; row < rowids.itemCount; row += 1) rows[count + row] = rowids.getItem(row) as number;
    count = end;
  }
  return rows.slice(0, count);
}

/** Whether a row's number is one of these. The bounds keep the database from looking at all rows. */
export function isOneOf(rowid: string, wanted: Float64Array): string {
  if (wanted.length === 0) return "false";
  const sorted = wanted.toSorted();
  return `${rowid} BETWEEN ${sorted[0]} AND ${sorted.at(-1)} AND ${rowid} IN (${sorted.join(", ")})`;
}

function bound(parameters: readonly SqlParameter[]): [values: DuckDBValue[], types: DuckDBType[]] {
  return [
    parameters.map(({ type, value }) => (type === "BLOB" ? blobValue(value) : value)),
    parameters.map(({ type }) => PARAMETER_TYPES[type]),
  ];
}
