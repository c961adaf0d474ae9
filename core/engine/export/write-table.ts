import fs from "node:fs";
import { writeCsv } from "./csv.ts";
import type { ExportedTable, ExportFormat, TableWriter } from "./exported-table.ts";
import { writeJson } from "./json-rows.ts";
import { writeParquet } from "./parquet.ts";

const WRITERS: Readonly<Record<ExportFormat, TableWriter>> = { csv: writeCsv, json: writeJson, parquet: writeParquet };

/** Writes a table to a file, whole or not at all; one sentence where that fails. */
export async function writeTable(table: ExportedTable, format: ExportFormat, out: string): Promise<string | null> {
  const partial = `${out}.${process.pid}.partial`;
  try {
    await WRITERS[format](table, partial);
    fs.renameSync(partial, out);
    return null;
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    return `${out} could not be written (${reason}); what stood there before is unchanged.`;
  } finally {
    fs.rmSync(partial, { force: true });
  }
}

/** Why a file could not be written, where that is the disk's doing. */
function reasonOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ("code" in error && "syscall" in error) return String(error.code);
  return (
    /No space left on device|File too large|Disk quota|Cannot open file|Permission denied|Read-only file/i.exec(
      error.message,
    )?.[0] ?? null
  );
}
