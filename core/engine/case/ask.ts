import {
  BIGINT,
  BLOB,
  blobValue,
  DOUBLE,
  type DuckDBConnection,
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

/** Numbers of rows by such a statement, one chunk after the other: there may be millions. */
export async function askForRowids(
  connection: DuckDBConnection,
  sql: string,
  { parameters }: SqlCondition,
): Promise<BigInt64Array> {
  const result = await connection.stream(sql, ...bound(parameters));
  let rows = new BigInt64Array(FIRST_ROWS);
  let count = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return rows.slice(0, count);
    if (count + chunk.rowCount > rows.length) {
      const larger = new BigInt64Array(rows.length * 2 + chunk.rowCount);
      larger.set(rows.subarray(0, count));
      rows = larger;
    }
    for (const rowid of chunk.getColumnValues(0)) {
      rows[count] = rowid as bigint;
      count += 1;
    }
  }
}

function bound(parameters: readonly SqlParameter[]): [values: DuckDBValue[], types: DuckDBType[]] {
  return [
    parameters.map(({ type, value }) => (type === "BLOB" ? blobValue(value) : value)),
    parameters.map(({ type }) => PARAMETER_TYPES[type]),
  ];
}
