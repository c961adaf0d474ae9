import type { MarkedRows } from "../../contract/flow-table.ts";
import type { SourceQuery, SourceRow } from "../../contract/source-table.ts";
import { visibleText } from "../../report/visible-text.ts";
import type { AnswersOfResults } from "../results.ts";
import type { CellType, ExportedTable, Row } from "./exported-table.ts";
import { rowsOfPages } from "./rows-of-pages.ts";

const COLUMNS = [
  ["address", "text"],
  ["country", "text"],
  ["asn", "integer"],
  ["asOrganisation", "text"],
  ["packets", "integer"],
  ["flows", "integer"],
  ["destinations", "integer"],
  ["tools", "text"],
  ["activeDays", "integer"],
  ["firstPacketAt", "text"],
  ["lastPacketAt", "text"],
] as const satisfies readonly (readonly [string, CellType])[];

/** The sources of the list as it is shown, or only those marked in it: the same rows in the same order. */
export function shownSources(results: AnswersOfResults, query: SourceQuery, marked: MarkedRows | null): ExportedTable {
  const rows = rowsOfPages((offset, limit) => results.sourcePage(query, offset, limit), marked, cellsOf);
  return { columns: COLUMNS.map(([name, type]) => ({ name, type })), rows };
}

function cellsOf(row: SourceRow): Row {
  const { country, network } = row.located;
  return [
    row.address,
    country?.code ?? null,
    network?.asn ?? null,
    network?.organisation == null ? null : visibleText(network.organisation),
    row.packets,
    row.flows,
    row.destinations,
    row.tools.map(([tool, packets]) => `${tool ?? "unknown"} ${packets}`).join(", "),
    row.days,
    row.firstPacketAt,
    row.lastPacketAt,
  ];
}
