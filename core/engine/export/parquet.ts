import fs from "node:fs";
import path from "node:path";
import { BIGINT, DOUBLE, DuckDBInstance, type DuckDBType, VARCHAR } from "@duckdb/node-api";
import { BulkAppend } from "../case/bulk-append.ts";
import type { CellType, ExportedTable, Row } from "./exported-table.ts";

const TYPES: Readonly<Record<CellType, DuckDBType>> = { text: VARCHAR, integer: BIGINT, real: DOUBLE };
const MEMORY_LIMIT = "512MB";

/** Writes Parquet (zstd). The rows are gathered in a database beside the file, which reaches no other folder. */
export async function writeParquet(table: ExportedTable, file: string): Promise<void> {
  const gathered = `${file}.duckdb`;
  const instance = await DuckDBInstance.create(gathered, {
    memory_limit: MEMORY_LIMIT,
    preserve_insertion_order: "true",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  try {
    const connection = await instance.connect();
    try {
      await connection.run(`SET allowed_directories = [${sqlText(path.dirname(path.resolve(file)))}]`);
      await connection.run("SET enable_external_access = false");
      await connection.run("SET lock_configuration = true");
      const columns = table.columns.map(({ name, type }) => `"${name}" ${TYPES[type]}`);
      await connection.run(`CREATE TABLE exported (${columns.join(", ")})`);
      const append = await BulkAppend.to(connection, "exported");
      for await (const rows of table.rows) append.append(columnsOf(table, rows), rows.length);
      append.close();
      const target = sqlText(path.resolve(file));
      await connection.run(`COPY exported TO ${target} (FORMAT parquet, COMPRESSION zstd)`);
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
    for (const left of [gathered, `${gathered}.wal`]) fs.rmSync(left, { force: true });
    fs.rmSync(`${gathered}.tmp`, { force: true, recursive: true });
  }
}

function columnsOf({ columns }: ExportedTable, rows: readonly Row[]) {
  return columns.map(({ type }, column) =>
    rows.map((row) => {
      const cell = row[column] ?? null;
      return type === "integer" && cell !== null ? BigInt(cell) : cell;
    }),
  );
}

function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
