import { writeCsv } from "./csv.ts";
import type { ExportedTable, ExportFormat, TableWriter } from "./exported-table.ts";
import { writeJson } from "./json-rows.ts";
import { writeParquet } from "./parquet.ts";
import { writeWhole } from "./write-whole.ts";

const WRITERS: Readonly<Record<ExportFormat, TableWriter>> = { csv: writeCsv, json: writeJson, parquet: writeParquet };

/** Writes a table to a file, whole or not at all; one sentence where that fails. */
export function writeTable(table: ExportedTable, format: ExportFormat, out: string): Promise<string | null> {
  return writeWhole(out, (partial) => WRITERS[format](table, partial));
}
