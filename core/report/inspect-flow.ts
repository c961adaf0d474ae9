import type { StrategyEvidence } from "../behaviour/strategy.ts";
import type { FlowInspection, StrandRow } from "../contract/inspection.ts";
import { gradeOf } from "../fingerprint/fingerprint.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import { reportDialled } from "./dialled-report.ts";
import type { JudgedFlow } from "./flow-report.ts";
import { flowRow } from "./flow-table.ts";
import { locatedSource, usedTable } from "./located-source.ts";
import type { JudgedStrand } from "./strand-report.ts";

/** What each number of a strategy's evidence is, in reading order. */
const EVIDENCE_WORDS: readonly (readonly [keyof StrategyEvidence, string])[] = [
  ["destinations", "Distinct destinations"],
  ["tiedVisits", "First visits that share their time with another"],
  ["clustering", "Clustering: about 1 in random order, near 0 when neighbours are visited together"],
  ["tau", "Order of addresses 1, 2, 4, … apart: 1 ascending, 0 none, -1 descending"],
  ["clusteringReversed", "Clustering, addresses by their reversed bytes"],
  ["tauReversed", "Order, addresses by their reversed bytes"],
  ["restoredGap", "Addresses within which order is restored"],
  ["spanAddresses", "Addresses from the lowest to the highest destination"],
  ["telescopeAddresses", "Addresses of the telescope"],
];

/** Numbers of a flow shown at most. */
const MOST_NUMBERS = 50;

/** All of a flow but its messages, and where its source is by these tables. */
export function inspectFlow(flow: JudgedFlow, tables: readonly GeoTable[]): FlowInspection {
  const { report } = flow;
  const { evidence } = report.strategy;
  return {
    row: flowRow(flow),
    lastPacketAt: report.lastPacketAt,
    strategy: {
      class: report.strategy.class,
      evidence: EVIDENCE_WORDS.map(([name, words]) => {
        const value = evidence[name];
        return [words, typeof value === "number" || value === null ? value : [...value]];
      }),
    },
    sourcePort: report.sourcePort,
    ttl: report.ttl,
    ipId: report.ipId,
    geoTables: tables.map(usedTable),
    located: locatedSource(tables, flow.source),
    dialled: dialledOf(flow),
    strands: flow.strands.map(strandRow),
  };
}

function dialledOf(flow: JudgedFlow): FlowInspection["dialled"] {
  const { numbers, totals } = reportDialled([flow], MOST_NUMBERS);
  return {
    numbers: numbers
      .map(({ number, country, packets, called, forms }) => ({
        number,
        country,
        packets,
        called,
        forms: forms.map((form) => ({ ...form })),
      }))
      .sort((a, b) => b.packets - a.packets || byCodeUnits(a.number, b.number)),
    leftOutPackets: totals.leftOutPackets,
  };
}

/** A strand in the list of its flow. */
export function strandRow({ id, strand, fingerprint, named }: JudgedStrand): StrandRow {
  return {
    id,
    method: strand.method,
    sourcePort: strand.sourcePort,
    packets: strand.state.packets,
    fingerprint: fingerprint.id,
    grade: gradeOf(strand.state),
    tool: named === null ? null : { id: named.signature.tool.id, name: named.signature.tool.name },
  };
}
