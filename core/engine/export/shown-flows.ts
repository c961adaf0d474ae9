import type { FlowQuery, FlowRow, MarkedRows } from "../../contract/flow-table.ts";
import type { AnswersOfResults } from "../results.ts";
import type { CellType, ExportedTable, Row } from "./exported-table.ts";
import { rowsOfPages } from "./rows-of-pages.ts";

const COLUMNS = [
  ["id", "text"],
  ["source", "text"],
  ["tools", "text"],
  ["packets", "integer"],
  ["destinations", "integer"],
  ["ratePps", "real"],
  ["firstPacketAt", "text"],
  ["durationSeconds", "real"],
  ["strategy", "text"],
  ["methods", "text"],
  ["sourcePortClass", "text"],
  ["sourcePorts", "integer"],
  ["firstSourcePort", "integer"],
] as const satisfies readonly (readonly [string, CellType])[];

/** The flows of the list as it is shown, or only those marked in it: the same rows in the same order. */
export function shownFlows(results: AnswersOfResults, query: FlowQuery, marked: MarkedRows | null): ExportedTable {
  const rows = rowsOfPages((offset, limit) => results.flowPage(query, offset, limit), marked, cellsOf);
  return { columns: COLUMNS.map(([name, type]) => ({ name, type })), rows };
}

function cellsOf(row: FlowRow): Row {
  return [
    row.id,
    row.source,
    row.tools.map(([tool, packets]) => `${tool ?? "unknown"} ${packets}`).join(", "),
    row.packets,
    row.destinations,
    row.ratePps,
    row.firstPacketAt,
    row.durationSeconds,
    row.strategy,
    row.methods.map(([method, packets]) => `${method} ${packets}`).join(", "),
    row.sourcePort.class,
    row.sourcePort.distinct,
    row.sourcePort.first,
  ];
}

/** The ids of the same flows. */
export async function idsOfShownFlows(
  results: AnswersOfResults,
  query: FlowQuery,
  marked: MarkedRows | null,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  const rows = rowsOfPages(
    (offset, limit) => results.flowPage(query, offset, limit),
    marked,
    ({ id }) => [id],
  );
  for await (const page of rows) for (const [id] of page) ids.add(String(id));
  return ids;
}
