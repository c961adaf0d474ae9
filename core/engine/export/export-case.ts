import type { AddressRewriting } from "../../fingerprint/rewrite-addresses.ts";
import type { GeoTable } from "../../geography/geo-table.ts";
import { renumberedCampaigns } from "../anonymise/anonymised-report.ts";
import { anonymisedTable } from "../anonymise/anonymised-table.ts";
import { reportOfCase } from "../case/analyse-case.ts";
import { listCaptures } from "../case/case-captures.ts";
import type { CaseFile } from "../case/case-file.ts";
import type { LoadedPacks } from "../load-packs.ts";
import type { ExportedTable, ExportFormat } from "./exported-table.ts";
import { historyTable } from "./history-table.ts";
import { noteTable } from "./note-table.ts";
import { packetTable } from "./packet-table.ts";
import { REPORT_TABLES } from "./report-tables.ts";
import type { TelescopeWatch } from "./telescope-watch.ts";
import { writeTable } from "./write-table.ts";

/** What can be exported of a case. */
export const EXPORTED = ["flows", "sources", "fingerprints", "campaigns", "packets", "notes", "history"] as const;

export type Exported = (typeof EXPORTED)[number];

/** What names tools, and what tells where sources are. */
interface Loaded {
  readonly packs: LoadedPacks;
  readonly geoTables: readonly GeoTable[];
}

/** What is to be written, as what and where. */
interface WantedTable {
  readonly what: Exported;
  readonly format: ExportFormat;
  readonly out: string;
  /** How addresses are rewritten; null where they stay. */
  readonly anonymise: AddressRewriting | null;
  /** Looks at the table as it goes. */
  readonly watch: TelescopeWatch;
}

/** Writes a table of the case to a file, whole or not at all; one sentence where that fails. */
export async function exportCase(
  opened: CaseFile,
  { what, format, out, anonymise, watch }: WantedTable,
  loaded: Loaded,
): Promise<string | null> {
  const table = await tableOf(opened, what, loaded, anonymise);
  const failure = await writeTable(watch.over(table), format, out);
  return failure === null ? null : `--out: ${failure}`;
}

/** Captures of which requests have no rows. */
export async function capturesWithoutPackets(opened: CaseFile): Promise<string[]> {
  const captures = await opened.use(listCaptures);
  return captures.filter(({ indexed }) => !indexed).map(({ capture }) => capture.name);
}

async function tableOf(
  opened: CaseFile,
  what: Exported,
  loaded: Loaded,
  anonymise: AddressRewriting | null,
): Promise<ExportedTable> {
  const table = await plainTableOf(opened, what, loaded, anonymise);
  // Packets are in the order of their capture and events in that of time; all else may be in an order of addresses.
  return anonymise === null ? table : anonymisedTable(table, anonymise, what !== "packets" && what !== "history");
}

async function plainTableOf(
  opened: CaseFile,
  what: Exported,
  loaded: Loaded,
  anonymise: AddressRewriting | null,
): Promise<ExportedTable> {
  if (what === "packets") return packetTable(opened);
  if (what === "notes") return noteTable(opened);
  if (what === "history") return historyTable(opened);
  const report = await reportOfCase(opened, { ...loaded, countsItself: true });
  return REPORT_TABLES[what](anonymise === null ? report : renumberedCampaigns(report, anonymise));
}
