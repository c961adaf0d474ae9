import type { Report, ReportFingerprint, ReportFlow, ReportSource } from "../../report/report.ts";
import type { Cell, CellType, ExportedTable, Row } from "./exported-table.ts";
import { latin1Visible } from "./latin1-visible.ts";

/** A column, and its cell of an element. */
interface ColumnOf<Element> {
  readonly name: string;
  readonly type: CellType;
  cell(element: Element): Cell;
}

const FLOW_COLUMNS: readonly ColumnOf<ReportFlow & { readonly fingerprints: string }>[] = [
  { name: "id", type: "text", cell: ({ id }) => id },
  { name: "source", type: "text", cell: ({ source }) => source },
  { name: "firstPacketAt", type: "text", cell: ({ firstPacketAt }) => firstPacketAt },
  { name: "lastPacketAt", type: "text", cell: ({ lastPacketAt }) => lastPacketAt },
  { name: "packets", type: "integer", cell: ({ packets }) => packets },
  { name: "destinations", type: "integer", cell: ({ destinations }) => destinations },
  { name: "methods", type: "text", cell: ({ methods }) => countsText(Object.entries(methods)) },
  { name: "ratePps", type: "real", cell: ({ ratePps }) => ratePps },
  { name: "strategy", type: "text", cell: ({ strategy }) => strategy.class },
  { name: "sourcePort", type: "text", cell: ({ sourcePort }) => sourcePort.class },
  { name: "sourcePorts", type: "integer", cell: ({ sourcePort }) => sourcePort.distinct },
  { name: "firstSourcePort", type: "integer", cell: ({ sourcePort }) => sourcePort.first },
  { name: "ttlMin", type: "integer", cell: ({ ttl }) => ttl.min },
  { name: "ttlMax", type: "integer", cell: ({ ttl }) => ttl.max },
  { name: "ipId", type: "text", cell: ({ ipId }) => ipId.class },
  { name: "tool", type: "text", cell: ({ tool }) => tool },
  { name: "fingerprints", type: "text", cell: ({ fingerprints }) => fingerprints },
];

const SOURCE_COLUMNS: readonly ColumnOf<ReportSource>[] = [
  { name: "address", type: "text", cell: ({ address }) => address },
  { name: "packets", type: "integer", cell: ({ packets }) => packets },
  { name: "flows", type: "integer", cell: ({ flows }) => flows },
  { name: "destinations", type: "integer", cell: ({ destinations }) => destinations },
  { name: "firstPacketAt", type: "text", cell: ({ firstPacketAt }) => firstPacketAt },
  { name: "lastPacketAt", type: "text", cell: ({ lastPacketAt }) => lastPacketAt },
  { name: "activeDays", type: "text", cell: ({ activeDays }) => activeDays.join(" ") },
  {
    name: "tools",
    type: "text",
    cell: ({ tools }) => countsText(tools.map(({ tool, packets }) => [tool, packets] as const)),
  },
];

const FINGERPRINT_COLUMNS: readonly ColumnOf<ReportFingerprint>[] = [
  { name: "id", type: "text", cell: ({ id }) => id },
  { name: "tool", type: "text", cell: ({ tool }) => tool },
  { name: "packets", type: "integer", cell: ({ packets }) => packets },
  { name: "flows", type: "integer", cell: ({ flows }) => flows },
  { name: "sources", type: "integer", cell: ({ sources }) => sources },
  { name: "optional", type: "text", cell: ({ optional }) => optional.join(" ") },
  { name: "text", type: "text", cell: ({ text }) => text },
  { name: "paperText", type: "text", cell: ({ paperText }) => latin1Visible(paperText, "lines") },
];

/** Tables that are made of the report. */
export const REPORT_TABLES = {
  flows: (report: Report): ExportedTable => {
    const fingerprints = new Map(report.strands.map(({ id, fingerprint }) => [id, fingerprint]));
    const fingerprintsOf = ({ strands }: ReportFlow) =>
      [...new Set(strands.map((id) => fingerprints.get(id) as string))].sort().join(" ");
    return tableOf(
      FLOW_COLUMNS,
      report.flows.map((flow) => ({ ...flow, fingerprints: fingerprintsOf(flow) })),
    );
  },
  sources: (report: Report): ExportedTable => tableOf(SOURCE_COLUMNS, report.sources),
  fingerprints: (report: Report): ExportedTable => tableOf(FINGERPRINT_COLUMNS, report.fingerprints),
} as const;

/** Elements handed over at once. */
const ROWS_IN_PORTION = 2048;

function tableOf<Element>(columns: readonly ColumnOf<Element>[], elements: readonly Element[]): ExportedTable {
  async function* rows(): AsyncGenerator<readonly Row[]> {
    for (let start = 0; start < elements.length; start += ROWS_IN_PORTION) {
      const portion = elements.slice(start, start + ROWS_IN_PORTION);
      yield portion.map((element) => columns.map(({ cell }) => cell(element)));
    }
  }
  return { columns: columns.map(({ name, type }) => ({ name, type })), rows: rows() };
}

/** Names with their counts, as `OPTIONS 12 REGISTER 3`. */
function countsText(counts: readonly (readonly [string, number])[]): string {
  return counts.map(([name, count]) => `${latin1Visible(name)} ${count}`).join(" ");
}
