import type { Prefix } from "../behaviour/telescope.ts";
import { messageOf, type Problem } from "../capture/problem.ts";
import type { CrossCheck } from "../contract/cross-check.ts";
import type { ReadCapture, Refusal } from "../contract/ingest.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import { countPackets } from "../flow/capture-fold.ts";
import { type FlowsAside, NO_FLOWS_ASIDE, type SetAside } from "../flow/faint-flows.ts";
import type { FlowState } from "../flow/flow-state.ts";
import type { Preset } from "../flow/preset.ts";
import type { SourceState } from "../flow/source-state.ts";
import { type GeoTable, type Located, locate } from "../geography/geo-table.ts";
import { formatAddress, type IpAddress } from "../net/address.ts";
import type { SignatureLibrary } from "../signature/signature.ts";
import type { SipPorts } from "../sip/packet-class.ts";
import { orderedClasses } from "./class-totals.ts";
import { type DialledReport, reportDialled } from "./dialled-report.ts";
import { reportFingerprints } from "./fingerprint-report.ts";
import { unitsOf } from "./fingerprint-units.ts";
import { type JudgedFlow, judgeFlow } from "./flow-report.ts";
import { reportGroups } from "./group-report.ts";
import { compareUnnamed } from "./likeness.ts";
import { addCount, recordOf } from "./plain-record.ts";
import type { Report, ReportCapture, ReportNotRead, ReportProblem, ReportSource, ReportTotals } from "./report.ts";
import { packetsBySource, reportSenderGroups } from "./sender-report.ts";
import { reportStrand } from "./strand-report.ts";
import { extrapolate, reportTelescope, telescopeOf } from "./telescope-report.ts";
import { earliest, latest } from "./time-range.ts";
import { formatDay, formatTime } from "./time-text.ts";
import { reportTools } from "./tool-report.ts";
import { utf8Text } from "./utf8-text.ts";

/** What a report is made of: everything that was read, under which rules. */
export interface ReportInput {
  readonly ports: SipPorts;
  readonly flowTimeoutSeconds: number;
  readonly tunnels: boolean;
  readonly preset: Preset;
  /** Known prefixes of the telescope; null to infer them from the destinations. */
  readonly telescope: readonly Prefix[] | null;
  readonly packs: readonly { readonly id: string; readonly version: string }[];
  /** Tables of countries and networks; of several that know an address the first tells. */
  readonly geoTables: readonly GeoTable[];
  readonly library: SignatureLibrary;
  readonly captures: readonly ReadCapture[];
  readonly refused: readonly Refusal[];
  readonly sources: ReadonlyMap<IpAddress, SourceState>;
  /** Counted with the sources, and nothing more. */
  readonly setAside: SetAside;
  /** By SHA-256; of captures that are not in it, no cross-check was asked for. */
  readonly crossChecks: ReadonlyMap<string, CrossCheck>;
}

/** The report of an analysis. Nothing in it tells threads, chunk sizes, order of arrival or wall time. */
export function buildReport(input: ReportInput): Report {
  const { preset, library } = input;
  const destinations = new Set(input.setAside.destinations);
  for (const source of input.sources.values()) {
    for (const flow of flowsOf(source)) for (const address of flow.firstVisits.keys()) destinations.add(address);
  }
  const telescope = telescopeOf(input.telescope, destinations);
  const flowsBySource = new Map<IpAddress, readonly JudgedFlow[]>();
  for (const [address, source] of input.sources) {
    const flows = flowsOf(source).map((flow) => judgeFlow(address, flow, input.telescope ?? [], library, preset));
    flowsBySource.set(address, flows);
  }
  const flows = [...flowsBySource.values()].flat().sort((a, b) => byCodeUnits(a.report.id, b.report.id));
  const packets = packetsBySource(flows);
  const likeness = compareUnnamed(flows, library);
  const dialled = reportDialled(flows);
  const unreadable = new Map<string, number>();
  const units = unitsOf(flows);
  const { groups, groupOf } = reportGroups(units, likeness);
  const sources = Array.from(input.sources, ([address, source]) => {
    const located = locate(input.geoTables, address);
    for (const table of located.unreadable) addCount(unreadable, table, 1);
    const aside = input.setAside.ofOthers.get(address) ?? NO_FLOWS_ASIDE;
    return reportSource(address, source, flowsBySource.get(address) ?? [], aside, located);
  });
  return {
    format: "ringprint.report",
    version: 1,
    parameters: {
      ports: input.ports === "any" ? "any" : [...input.ports].sort((a, b) => a - b),
      flowTimeoutSeconds: input.flowTimeoutSeconds,
      tunnels: input.tunnels,
      preset,
      telescope: reportTelescope(telescope, input.flowTimeoutSeconds),
      packs: input.packs.map(({ id, version }) => ({ id, version })),
      geoTables: input.geoTables.map(({ facts }) => ({ ...facts, unreadable: unreadable.get(facts.sha256) ?? 0 })),
    },
    captures: input.captures
      .map((capture) => reportCapture(capture, input.crossChecks.get(capture.sha256) ?? null))
      .sort((a, b) => byCodeUnits(a.sha256, b.sha256)),
    notRead: input.refused
      .map(reportNotRead)
      .sort((a, b) => byCodeUnits(a.name, b.name) || byCodeUnits(a.code, b.code)),
    totals: reportTotals(input, flows, destinations.size, dialled.totals),
    sources: sources.sort((a, b) => byCodeUnits(a.address, b.address)),
    flows: flows.map(({ report, state }) => ({ ...report, extrapolation: extrapolate(report, state, telescope) })),
    strands: flows.flatMap((flow) =>
      flow.strands.map((strand) =>
        reportStrand(strand, likeness.get(strand.fingerprint.id) ?? null, groupOf(strand), preset),
      ),
    ),
    fingerprints: reportFingerprints(units),
    groups,
    tools: reportTools(flows, packets),
    senders: reportSenderGroups(flows, packets, input.setAside),
    campaigns: null,
    dialledNumbers: dialled.numbers,
  };
}

/** All flows of a source, the one of packets without a time last. */
export function flowsOf(source: SourceState): readonly FlowState[] {
  return source.undated === null ? source.flows : [...source.flows, source.undated];
}

/** Everything that was wrong with a capture that was read, by code. */
export function problemsOf({ facts, furtherProblems }: ReadCapture): readonly Problem[] {
  return [...facts.problems, ...furtherProblems].sort((a, b) => byCodeUnits(a.code, b.code));
}

/** Describes a capture that was read. */
function reportCapture(capture: ReadCapture, crossCheck: CrossCheck | null): ReportCapture {
  const { facts, tally, furtherProblems } = capture;
  const stopped = furtherProblems.find((problem) => problem.effect === "stopped");
  return {
    name: capture.name,
    sha256: capture.sha256,
    bytes: capture.bytes,
    container: facts.container,
    unreadBytes: capture.unreadBytes,
    compression: capture.compression,
    linkTypes: facts.linkTypes,
    packets: countPackets(tally.classes),
    firstPacketAt: formatTime(tally.firstNs),
    lastPacketAt: formatTime(tally.lastNs),
    complete: facts.complete && stopped === undefined,
    stoppedAt: facts.stoppedAt,
    reason: stopped === undefined ? facts.reason : messageOf(stopped),
    classes: orderedClasses([tally.classes]),
    problems: problemsOf(capture).map(reportProblem),
    crossCheck,
    commentCount: facts.comments.count,
    comments: facts.comments.first.map(({ about, packet, text }) => ({ about, packet, text: utf8Text(text) })),
  };
}

function reportProblem(problem: Problem): ReportProblem {
  const { code, effect, count, firstPacket, firstOffset, meaning } = problem;
  return { code, effect, count, firstPacket, firstOffset, message: messageOf(problem), meaning };
}

function reportNotRead(refusal: Refusal): ReportNotRead {
  return { name: refusal.name, code: refusal.code, message: refusal.message };
}

function reportTotals(
  { captures, sources, setAside }: ReportInput,
  flows: readonly JudgedFlow[],
  destinations: number,
  dialled: DialledReport["totals"],
): ReportTotals {
  const classes = orderedClasses(captures.map((capture) => capture.tally.classes));
  const methods = new Map(setAside.methods);
  for (const flow of flows) for (const [method, count] of flow.state.methods) addCount(methods, method, count);
  return {
    packets: countPackets(classes),
    classes,
    sources: sources.size + setAside.sources,
    flows: flows.length + setAside.flows,
    destinations,
    firstPacketAt: formatTime(earliest(captures.map((capture) => capture.tally.firstNs))),
    lastPacketAt: formatTime(latest(captures.map((capture) => capture.tally.lastNs))),
    methods: recordOf(methods),
    setAside: { sources: setAside.sources, flows: setAside.flows, packets: setAside.packets },
    dialled,
  };
}

/** Packets, flows, destinations and times are those of all its flows, also of those that were counted only. */
function reportSource(
  address: IpAddress,
  source: SourceState,
  flows: readonly JudgedFlow[],
  aside: FlowsAside,
  { country, network }: Located,
): ReportSource {
  const tools = new Map<string, number>();
  const destinations = new Set(aside.destinations);
  for (const flow of flows) {
    for (const destination of flow.state.firstVisits.keys()) destinations.add(destination);
    for (const { named, strand } of flow.strands) {
      if (named !== null) addCount(tools, named.signature.tool.id, strand.state.packets);
    }
  }
  return {
    address: formatAddress(address),
    packets: flows.reduce((sum, flow) => sum + flow.state.packets, aside.packets),
    flows: flows.length + aside.flows,
    destinations: destinations.size,
    firstPacketAt: formatTime(earliest([aside.firstNs, ...flows.map((flow) => flow.state.firstNs)])),
    lastPacketAt: formatTime(latest([aside.lastNs, ...flows.map((flow) => flow.state.lastNs)])),
    activeDays: [...new Set([...source.activeDays, ...aside.activeDays])].sort((a, b) => a - b).map(formatDay),
    tools: [...tools].sort(([a], [b]) => byCodeUnits(a, b)).map(([tool, packets]) => ({ tool, packets })),
    campaign: null,
    country: country?.code ?? null,
    countryTable: country?.table ?? null,
    asn: network?.asn ?? null,
    asOrganisation: network?.organisation ?? null,
    asnTable: network?.table ?? null,
  };
}
