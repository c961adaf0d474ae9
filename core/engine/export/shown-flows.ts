import type { FlowQuery, FlowRow } from "../../contract/flow-table.ts";
import type { AnswersOfResults } from "../results.ts";
import type { CellType, ExportedTable, Row } from "./exported-table.ts";

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

const ROWS_AT_ONCE = 500;

/** The flows of the list as it is shown: the same rows in the same order. */
export function shownFlows(results: AnswersOfResults, query: FlowQuery): ExportedTable {
  return { columns: COLUMNS.map(([name, type]) => ({ name, type })), rows: flowRows(results, query) };
}

async function* flowRows(results: AnswersOfResults, query: FlowQuery): AsyncGenerator<readonly Row[]> {
  for (let offset = 0; ; offset += ROWS_AT_ONCE) {
    const { rows } = await results.flowPage(query, offset, ROWS_AT_ONCE);
    if (rows.length > 0) yield rows.map(cellsOf);
    if (rows.length < ROWS_AT_ONCE) return;
  }
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
