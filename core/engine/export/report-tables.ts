import type {
  Report,
  ReportCampaign,
  ReportDecided,
  ReportFingerprint,
  ReportFlow,
  ReportSource,
} from "../../report/report.ts";
import { visibleText } from "../../report/visible-text.ts";
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
  { name: "campaign", type: "integer", cell: ({ campaign }) => campaign },
  { name: "country", type: "text", cell: ({ country }) => country },
  { name: "countryTable", type: "text", cell: ({ countryTable }) => visible(countryTable) },
  { name: "asn", type: "integer", cell: ({ asn }) => asn },
  { name: "asOrganisation", type: "text", cell: ({ asOrganisation }) => visible(asOrganisation) },
  { name: "asnTable", type: "text", cell: ({ asnTable }) => visible(asnTable) },
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

const CAMPAIGN_COLUMNS: readonly ColumnOf<ReportCampaign>[] = [
  { name: "id", type: "integer", cell: ({ id }) => id },
  { name: "size", type: "integer", cell: ({ members }) => members.length },
  { name: "members", type: "text", cell: ({ members }) => members.join(" ") },
  { name: "activeDays", type: "text", cell: ({ activeDays }) => activeDays.join(" ") },
  { name: "commonDays", type: "text", cell: ({ commonDays }) => commonDays.join(" ") },
  { name: "tools", type: "text", cell: ({ tools }) => tools.map(({ tool, share }) => `${tool} ${share}`).join(" ") },
  {
    name: "unnamed",
    type: "text",
    cell: ({ unnamed }) => unnamed.map(({ group, share }) => `${group} ${share}`).join(" "),
  },
  { name: "purity", type: "real", cell: ({ purity }) => purity },
  { name: "byChance", type: "text", cell: ({ byChance }) => (byChance ? "yes" : "no") },
  { name: "packets", type: "integer", cell: ({ packets }) => packets },
  { name: "packetsPerSource", type: "real", cell: ({ packetsPerSource }) => packetsPerSource },
  { name: "ratePps", type: "real", cell: ({ ratePps }) => ratePps },
  { name: "destinations", type: "integer", cell: ({ destinations }) => destinations },
  { name: "coverage", type: "real", cell: ({ coverage }) => coverage },
  { name: "overlap", type: "real", cell: ({ overlap }) => overlap },
  { name: "strategies", type: "text", cell: ({ strategies }) => countsText(Object.entries(strategies)) },
  { name: "runs", type: "integer", cell: ({ runs }) => runs },
  { name: "recurring", type: "text", cell: ({ recurring }) => (recurring ? "yes" : "no") },
  { name: "periodic", type: "text", cell: ({ periodic }) => (periodic ? "yes" : "no") },
  { name: "meanGapDays", type: "real", cell: ({ meanGapDays }) => meanGapDays },
  { name: "gapVariation", type: "real", cell: ({ gapVariation }) => gapVariation },
  { name: "caseId", type: "text", cell: ({ decided }) => decided?.id ?? null },
  { name: "name", type: "text", cell: ({ decided }) => visible(decided?.name ?? null) },
  { name: "pinned", type: "text", cell: ({ decided }) => (decided?.pinned ? "yes" : "no") },
  { name: "changed", type: "text", cell: ({ decided }) => (decided?.changed ? "yes" : "no") },
  {
    name: "decisions",
    type: "text",
    cell: ({ decided }) => decisionsText(decided?.decisions ?? []),
  },
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
  campaigns: (report: Report): ExportedTable => tableOf(CAMPAIGN_COLUMNS, report.campaigns),
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

/** What the analyst decided and why, as `pinning campaign c1: reason; ...`. */
function decisionsText(decisions: ReportDecided["decisions"]): string {
  return decisions.map(({ what, reason }) => visibleText(`${what}: ${reason}`)).join("; ");
}

/** Words of a table of countries, or of the analyst. */
function visible(text: string | null): string | null {
  return text === null ? null : visibleText(text);
}

/** Names with their counts, as `OPTIONS 12 REGISTER 3`. */
function countsText(counts: readonly (readonly [string, number])[]): string {
  return counts.map(([name, count]) => `${latin1Visible(name)} ${count}`).join(" ");
}
