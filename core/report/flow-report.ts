import { classifyIpId, ipIdEvidence, timeToLiveRange } from "../behaviour/ip-header.ts";
import { classifySourcePorts, sourcePortEvidence } from "../behaviour/source-port.ts";
import { classifyStrategy, type Strategy } from "../behaviour/strategy.ts";
import type { Prefix } from "../behaviour/telescope.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import type { FlowState } from "../flow/flow-state.ts";
import { type Preset, strandsUnder } from "../flow/preset.ts";
import { formatAddress, type IpAddress } from "../net/address.ts";
import type { SignatureLibrary } from "../signature/signature.ts";
import { recordOf } from "./plain-record.ts";
import type { ReportFlow } from "./report.ts";
import { type JudgedStrand, judgeStrand } from "./strand-report.ts";
import { formatTime, sixDigits } from "./time-text.ts";

/** What is reported of a flow by itself. */
export type FlowFacts = Omit<ReportFlow, "extrapolation">;

/** A flow with its strands judged. */
export interface JudgedFlow {
  readonly source: IpAddress;
  readonly state: FlowState;
  readonly strands: readonly JudgedStrand[];
  readonly report: FlowFacts;
}

/** Judges the strands of a flow and describes it. `telescope` holds the known prefixes, none if they are only inferred. */
export function judgeFlow(
  source: IpAddress,
  state: FlowState,
  telescope: readonly Prefix[],
  library: SignatureLibrary,
  preset: Preset,
): JudgedFlow {
  const address = formatAddress(source);
  const firstPacketAt = formatTime(state.firstNs);
  const id = flowIdOf(source, state);
  const strands = strandsUnder(preset, state.strands)
    .map((strand) => judgeStrand(strand, id, library))
    .sort((a, b) => byCodeUnits(a.id, b.id));
  const ports = classifySourcePorts(state.sourcePorts);
  const ttl = timeToLiveRange(state.ipHeaders);
  if (ports === null || ttl === null) throw new Error("a flow has at least one packet");
  const report: FlowFacts = {
    id,
    source: address,
    firstPacketAt,
    lastPacketAt: formatTime(state.lastNs),
    packets: state.packets,
    destinations: state.firstVisits.size,
    methods: recordOf(state.methods),
    ratePps: rateOf(state),
    strategy: strategyOf(state, telescope),
    sourcePort: { ...ports, evidence: sourcePortEvidence(state.sourcePorts) },
    ttl,
    ipId: { ...classifyIpId(state.ipHeaders), evidence: ipIdEvidence(state.ipHeaders) },
    tool: onlyTool(strands),
    strands: strands.map((strand) => strand.id),
  };
  return { source, state, strands, report };
}

/** The id of a flow of this source. */
export function flowIdOf(source: IpAddress, { firstNs }: Pick<FlowState, "firstNs">): string {
  return `${formatAddress(source)}@${formatTime(firstNs) ?? "undated"}`;
}

/** Packets per second between the first and the last packet; null where no time passed between them. */
function rateOf(state: FlowState): number | null {
  if (state.firstNs === null || state.lastNs === null || state.firstNs === state.lastNs) return null;
  return sixDigits((state.packets - 1) / (Number(state.lastNs - state.firstNs) / 1e9));
}

function strategyOf(state: FlowState, telescope: readonly Prefix[]): Strategy {
  const strategy = classifyStrategy(state.firstVisits, telescope);
  const { evidence } = strategy;
  const rounded = (value: number | null) => (value === null ? null : sixDigits(value));
  return {
    class: strategy.class,
    evidence: {
      ...evidence,
      clustering: rounded(evidence.clustering),
      tau: evidence.tau.map(sixDigits),
      clusteringReversed: rounded(evidence.clusteringReversed),
      tauReversed: evidence.tauReversed.map(sixDigits),
      restoredGap: rounded(evidence.restoredGap),
    },
  };
}

function onlyTool(strands: readonly JudgedStrand[]): string | null {
  const tools = new Set(strands.flatMap(({ named }) => (named === null ? [] : [named.signature.tool.id])));
  const [tool] = tools;
  return tools.size === 1 && tool !== undefined ? tool : null;
}
