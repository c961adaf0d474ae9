import { DuckDBBlobValue, type DuckDBValue } from "@duckdb/node-api";

/** Bytes of a BLOB. Throws for another value: the schema knows better. */
export function bytesOf(value: DuckDBValue | undefined): Uint8Array {
  if (value instanceof DuckDBBlobValue) return value.bytes;
  throw new TypeError("the value is no BLOB");
}
