import { readCase, rulesOfCase } from "../case/analyse-case.ts";
import { listCaptures } from "../case/case-captures.ts";
import type { CaseFile } from "../case/case-file.ts";
import type { LoadedPacks } from "../load-packs.ts";
import { reportReading } from "../report-reading.ts";
import type { ExportedTable, ExportFormat } from "./exported-table.ts";
import { packetTable } from "./packet-table.ts";
import { REPORT_TABLES } from "./report-tables.ts";
import { writeTable } from "./write-table.ts";

/** What can be exported of a case. */
export const EXPORTED = ["flows", "sources", "fingerprints", "packets"] as const;

export type Exported = (typeof EXPORTED)[number];

/** Writes a table of the case to a file, whole or not at all; one sentence where that fails. */
export async function exportCase(
  opened: CaseFile,
  { what, format, out }: { readonly what: Exported; readonly format: ExportFormat; readonly out: string },
  packs: LoadedPacks,
): Promise<string | null> {
  const failure = await writeTable(await tableOf(opened, what, packs), format, out);
  return failure === null ? null : `--out: ${failure}`;
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
