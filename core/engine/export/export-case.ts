import fs from "node:fs";
import { readCase, rulesOfCase } from "../case/analyse-case.ts";
import { listCaptures } from "../case/case-captures.ts";
import type { CaseFile } from "../case/case-file.ts";
import type { LoadedPacks } from "../load-packs.ts";
import { reportReading } from "../report-reading.ts";
import { writeCsv } from "./csv.ts";
import type { ExportedTable, ExportFormat, TableWriter } from "./exported-table.ts";
import { writeJson } from "./json-rows.ts";
import { packetTable } from "./packet-table.ts";
import { writeParquet } from "./parquet.ts";
import { REPORT_TABLES } from "./report-tables.ts";

/** What can be exported of a case. */
export const EXPORTED = ["flows", "sources", "fingerprints", "packets"] as const;

export type Exported = (typeof EXPORTED)[number];

const WRITERS: Readonly<Record<ExportFormat, TableWriter>> = { csv: writeCsv, json: writeJson, parquet: writeParquet };

/** Writes a table of the case to a file, whole or not at all; one sentence where that fails. */
export async function exportCase(
  opened: CaseFile,
  { what, format, out }: { readonly what: Exported; readonly format: ExportFormat; readonly out: string },
  packs: LoadedPacks,
): Promise<string | null> {
  const table = await tableOf(opened, what, packs);
  const partial = `${out}.${process.pid}.partial`;
  try {
    await WRITERS[format](table, partial);
    fs.renameSync(partial, out);
    return null;
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    return `--out: ${out} could not be written (${reason}); what stood there before is unchanged.`;
  } finally {
    fs.rmSync(partial, { force: true });
  }
}

/** Captures of which requests have no rows. */
export async function capturesWithoutPackets(opened: CaseFile): Promise<string[]> {
  const captures = await opened.use(listCaptures);
  return captures.filter(({ indexed }) => !indexed).map(({ capture }) => capture.name);
}

async function tableOf(opened: CaseFile, what: Exported, packs: LoadedPacks): Promise<ExportedTable> {
  if (what === "packets") return packetTable(opened);
  const rules = await rulesOfCase(opened);
  const held = await readCase(opened, rules);
  const captures = held.captures.map(({ capture }) => capture);
  return REPORT_TABLES[what](reportReading({ ...held, captures }, { rules, packs, geoTables: [] }, new Map()));
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
