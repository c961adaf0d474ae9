import type { IpIdEvidence } from "../behaviour/ip-header.ts";
import type { SourcePortEvidence } from "../behaviour/source-port.ts";
import type { StrategyEvidence } from "../behaviour/strategy.ts";
import type { Evidence, FlowInspection, StrandRow } from "../contract/inspection.ts";
import { gradeOf } from "../fingerprint/fingerprint.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import { reportDialled } from "./dialled-report.ts";
import type { JudgedFlow } from "./flow-report.ts";
import { flowRow } from "./flow-table.ts";
import { locatedSource, usedTable } from "./located-source.ts";
import type { SaidOfFlows } from "./said-of-flows.ts";
import type { JudgedStrand } from "./strand-report.ts";
import { describeTelescope, extrapolate, type Telescope } from "./telescope-report.ts";

/** What each number of some evidence is, in reading order. */
type EvidenceWords<Of> = readonly (readonly [keyof Of, string])[];

/** What each number of a strategy's evidence is, in reading order. */
const STRATEGY_WORDS: EvidenceWords<StrategyEvidence> = [
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

const SOURCE_PORT_WORDS: EvidenceWords<SourcePortEvidence> = [
  ["ladderPorts", "Ports on the ladder 5060, 5061, … that SIPVicious climbs to a free one"],
  ["steps", "Steps from one port's first use to the next one's, of the 64 ports used first"],
  ["stepsUp", "Of these, steps to a higher port"],
];

const IP_ID_WORDS: EvidenceWords<IpIdEvidence> = [
  ["packets", "Packets with an identification"],
  ["distinct", "Distinct values, up to 8; more are not counted"],
  ["steps", "Steps in time among the 64 earliest packets"],
  ["countedSteps", "Of these, steps that count up by 1 to 1,024"],
  ["destinationSteps", "Steps between packets to the same destination, of up to 32 destinations"],
  ["destinationFollowing", "Of these, steps to the same value or a little up"],
];

/**
 * All of a flow but its messages, what its rate says in this telescope, where its source is by tables of countries, and
 * what the analyst said of it.
 */
export function inspectFlow(
  flow: JudgedFlow,
  { telescope, flowTimeoutSeconds }: { readonly telescope: Telescope; readonly flowTimeoutSeconds: number },
  { geoTables, said }: { readonly geoTables: readonly GeoTable[]; readonly said: SaidOfFlows },
): FlowInspection {
  const { report, state } = flow;
  const { reason, factor, ratePps, ratePpsInterval } = extrapolate(report, state, telescope);
  return {
    row: flowRow(flow, said),
    lastPacketAt: report.lastPacketAt,
    strategy: {
      class: report.strategy.class,
      evidence: inWords(report.strategy.evidence, STRATEGY_WORDS),
    },
    sourcePort: {
      ...report.sourcePort,
      ladderPorts: [...report.sourcePort.evidence.ladderPorts],
      evidence: inWords(report.sourcePort.evidence, SOURCE_PORT_WORDS),
    },
    ttl: report.ttl,
    ipId: { ...report.ipId, evidence: inWords(report.ipId.evidence, IP_ID_WORDS) },
    extrapolation: { reason, factor, ratePps, ratePpsInterval },
    telescope: describeTelescope(telescope, flowTimeoutSeconds),
    geoTables: geoTables.map(usedTable),
    located: locatedSource(geoTables, flow.source),
    dialled: dialledOf(flow),
    strands: flow.strands.map((strand) => strandRow(strand, said)),
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

function inWords<Of extends Readonly<Record<keyof Of, number | readonly number[] | null>>>(
  evidence: Of,
  words: EvidenceWords<Of>,
): Evidence {
  return words.map(([name, text]) => {
    const value: number | readonly number[] | null = evidence[name];
    return [text, typeof value === "number" || value === null ? value : [...value]];
  });
}

/** A strand in the list of its flow. */
export function strandRow(judged: JudgedStrand, said: SaidOfFlows): StrandRow {
  const { id, strand, fingerprint, named } = judged;
  return {
    id,
    method: strand.method,
    sourcePort: strand.sourcePort,
    packets: strand.state.packets,
    fingerprint: fingerprint.id,
    grade: gradeOf(strand.state),
    tool: named === null ? null : { id: named.signature.tool.id, name: named.signature.tool.name },
    label: said.labelOf(judged),
  };
}
