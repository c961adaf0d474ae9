import type { Prefix } from "../behaviour/telescope.ts";
import { finish, type Steps } from "../campaign/steps.ts";
import { messageOf, type Problem } from "../capture/problem.ts";
import type { CrossCheck } from "../contract/cross-check.ts";
import type { ReadCapture, Refusal } from "../contract/ingest.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import { countPackets } from "../flow/capture-fold.ts";
import { NO_FLOWS_ASIDE, type SetAside } from "../flow/faint-flows.ts";
import type { FlowState } from "../flow/flow-state.ts";
import type { Preset } from "../flow/preset.ts";
import type { SourceState } from "../flow/source-state.ts";
import { type GeoTable, locate } from "../geography/geo-table.ts";
import { formatAddress, type IpAddress } from "../net/address.ts";
import type { SignatureLibrary } from "../signature/signature.ts";
import type { SipPorts } from "../sip/packet-class.ts";
import { type ReportedCampaigns, reportCampaignRules, reportCampaigns } from "./campaign-report.ts";
import { orderedClasses } from "./class-totals.ts";
import { type CountedFlow, type CountedStrand, countedFlow } from "./counted-flow.ts";
import { coveredDays } from "./covered-days.ts";
import { DialledNumbers, type DialledReport } from "./dialled-report.ts";
import { countEvolution, evolutionOf } from "./evolution.ts";
import { reportFingerprints } from "./fingerprint-report.ts";
import { UnitCollector } from "./fingerprint-units.ts";
import { type FlowFacts, judgeFlow } from "./flow-report.ts";
import { reportGroups } from "./group-report.ts";
import { destinationsOf, type JudgedSource, judgeSource } from "./judged-source.ts";
import { UnnamedStrands } from "./likeness.ts";
import { countPlaces, placesOf } from "./places.ts";
import { addCount, recordOf } from "./plain-record.ts";
import type { Report, ReportCapture, ReportNotRead, ReportProblem, ReportSource, ReportTotals } from "./report.ts";
import { packetsBySource, reportSenderGroups } from "./sender-report.ts";
import { completeStrand, reportStrand, type StrandFacts } from "./strand-report.ts";
import { extrapolate, reportTelescope, telescopeOf } from "./telescope-report.ts";
import { earliest, latest } from "./time-range.ts";
import { formatDay, formatTime } from "./time-text.ts";
import { reportTools } from "./tool-report.ts";
import { utf8Text } from "./utf8-text.ts";

/** What is judged by, and how. */
export interface ReportBasis {
  readonly ports: SipPorts;
  readonly flowTimeoutSeconds: number;
  readonly tunnels: boolean;
  readonly preset: Preset;
  readonly campaigns: ReportedCampaigns;
  /** Known prefixes of the telescope; null to infer them from the destinations. */
  readonly telescope: readonly Prefix[] | null;
  readonly packs: readonly { readonly id: string; readonly version: string }[];
  /** Tables of countries and networks; of several that know an address the first tells. */
  readonly geoTables: readonly GeoTable[];
  readonly library: SignatureLibrary;
}

/** What a report tells beside its sources. */
export interface ReportFrame {
  readonly captures: readonly ReadCapture[];
  readonly refused: readonly Refusal[];
  /** Counted with the sources, and nothing more. */
  readonly setAside: SetAside;
  /** By SHA-256; of captures that are not in it, no cross-check was asked for. */
  readonly crossChecks: ReadonlyMap<string, CrossCheck>;
}

/** A flow in the report, before all flows are known. */
interface ReportedFlow {
  readonly facts: FlowFacts;
  readonly counted: CountedFlow;
  /** In the order of `counted.strands`. */
  readonly strands: readonly StrandFacts[];
}

/** What is kept of a source. */
interface ReportedSource {
  readonly address: IpAddress;
  readonly activeDays: ReadonlySet<number>;
  readonly flows: readonly CountedFlow[];
}

/**
 * The report of an analysis, made while its sources are handed over one by one: of a flow it holds what is reported and
 * what is counted, never its state. Nothing in the report tells threads, chunk sizes, order of arrival or wall time.
 */
export class ReportBuilder {
  private readonly basis: ReportBasis;
  private readonly sources: ReportedSource[] = [];
  private readonly flows: ReportedFlow[] = [];
  private readonly destinations = new Set<IpAddress>();
  private readonly units = new UnitCollector();
  private readonly unnamed = new UnnamedStrands();
  private readonly dialled = new DialledNumbers();

  constructor(basis: ReportBasis) {
    this.basis = basis;
  }

  /** Adds a source with all its flows; each source once. */
  add(address: IpAddress, source: SourceState): void {
    const { telescope, library, preset } = this.basis;
    const ofSource: CountedFlow[] = [];
    for (const state of flowsOf(source)) {
      const flow = judgeFlow(address, state, telescope ?? [], library, preset);
      const counted = countedFlow(flow);
      for (const destination of state.firstVisits.keys()) this.destinations.add(destination);
      for (const strand of flow.strands) {
        this.units.add(strand, counted);
        this.unnamed.add(strand);
      }
      this.dialled.add(address, state.dialled);
      this.flows.push({
        facts: flow.report,
        counted,
        strands: flow.strands.map((strand) => reportStrand(strand, preset)),
      });
      ofSource.push(counted);
    }
    this.sources.push({ address, activeDays: source.activeDays, flows: ofSource });
  }

  /** The report of all sources that were added; nothing is added behind it. */
  finish(frame: ReportFrame): Report {
    return finish(this.steps(frame));
  }

  /** The same in steps. */
  *steps(frame: ReportFrame): Steps<Report> {
    const { basis } = this;
    const { preset, geoTables } = basis;
    const { setAside, captures } = frame;
    for (const destination of setAside.destinations) this.destinations.add(destination);
    const telescope = telescopeOf(basis.telescope, this.destinations);
    const flows = this.flows.sort((a, b) => byCodeUnits(a.facts.id, b.facts.id));
    const counted = flows.map((flow) => flow.counted);
    const packets = packetsBySource(counted);
    yield;
    const likeness = this.unnamed.compare(basis.library);
    yield;
    const dialled = this.dialled.report();
    const units = this.units.units();
    const { groups, groupOf } = reportGroups(units, likeness);
    yield;
    const unreadable = new Map<string, number>();
    const sources = this.sources.map(({ address, activeDays, flows }) => {
      const located = locate(geoTables, address);
      for (const table of located.unreadable) addCount(unreadable, table, 1);
      const aside = setAside.ofOthers.get(address) ?? NO_FLOWS_ASIDE;
      return judgeSource(address, { activeDays }, flows, aside, located);
    });
    const { campaigns, statistics, campaignOf } = yield* reportCampaigns(
      sources,
      captures,
      telescope,
      groupOf,
      basis.campaigns,
    );
    yield;
    const daysCovered = coveredDays(captures.map(({ tally }) => tally));
    const places = placesOf(countPlaces(counted, geoTables), geoTables);
    return {
      format: "ringprint.report",
      version: 1,
      parameters: {
        ports: basis.ports === "any" ? "any" : [...basis.ports].sort((a, b) => a - b),
        flowTimeoutSeconds: basis.flowTimeoutSeconds,
        tunnels: basis.tunnels,
        preset,
        telescope: reportTelescope(telescope, basis.flowTimeoutSeconds),
        packs: basis.packs.map(({ id, version }) => ({ id, version })),
        campaigns: reportCampaignRules(basis.campaigns.rules),
        geoTables: geoTables.map(({ facts }) => ({ ...facts, unreadable: unreadable.get(facts.sha256) ?? 0 })),
      },
      captures: captures
        .map((capture) => reportCapture(capture, frame.crossChecks.get(capture.sha256) ?? null))
        .sort((a, b) => byCodeUnits(a.sha256, b.sha256)),
      notRead: frame.refused
        .map(reportNotRead)
        .sort((a, b) => byCodeUnits(a.name, b.name) || byCodeUnits(a.code, b.code)),
      totals: reportTotals(frame, sources.length, counted, this.destinations.size, dialled.totals),
      sources: sources
        .map((source) => reportSource(source, campaignOf(source.address)))
        .sort((a, b) => byCodeUnits(a.address, b.address)),
      flows: flows.map(({ facts, counted: { state } }) => ({
        ...facts,
        extrapolation: extrapolate(facts, state, telescope),
      })),
      strands: flows.flatMap(({ counted, strands }) =>
        strands.map((facts, index) => {
          const like = likeness.get(facts.own.fingerprint) ?? null;
          return completeStrand(facts, like, groupOf(counted.strands[index] as CountedStrand));
        }),
      ),
      fingerprints: reportFingerprints(units),
      groups,
      tools: reportTools(counted, packets),
      senders: reportSenderGroups(counted, packets, setAside),
      campaigns,
      campaignStatistics: statistics,
      evolution: {
        overYears: evolutionOf(countEvolution(counted, "year"), daysCovered, "year"),
        overMonths: evolutionOf(countEvolution(counted, "month"), daysCovered, "month"),
      },
      places: { all: places.all, countries: places.countries, tools: places.tools },
      dialledNumbers: dialled.numbers,
    };
  }
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
  { captures, setAside }: ReportFrame,
  sources: number,
  flows: readonly CountedFlow[],
  destinations: number,
  dialled: DialledReport["totals"],
): ReportTotals {
  const classes = orderedClasses(captures.map((capture) => capture.tally.classes));
  const methods = new Map(setAside.methods);
  for (const flow of flows) for (const [method, count] of flow.state.methods) addCount(methods, method, count);
  return {
    packets: countPackets(classes),
    classes,
    sources: sources + setAside.sources,
    flows: flows.length + setAside.flows,
    destinations,
    firstPacketAt: formatTime(earliest(captures.map((capture) => capture.tally.firstNs))),
    lastPacketAt: formatTime(latest(captures.map((capture) => capture.tally.lastNs))),
    methods: recordOf(methods),
    setAside: { sources: setAside.sources, flows: setAside.flows, packets: setAside.packets },
    dialled,
  };
}

function reportSource(source: JudgedSource, campaign: number | null): ReportSource {
  const { address, flows, aside, located, days, startNs, packets } = source;
  const { country, network } = located;
  const tools = new Map<string, number>();
  for (const { named, strand } of flows.flatMap(({ strands }) => strands)) {
    if (named !== null) addCount(tools, named.signature.tool.id, strand.state.packets);
  }
  return {
    address: formatAddress(address),
    packets,
    flows: flows.length + aside.flows,
    destinations: destinationsOf(source).size,
    firstPacketAt: formatTime(startNs),
    lastPacketAt: formatTime(latest([aside.lastNs, ...flows.map((flow) => flow.state.lastNs)])),
    activeDays: days.map(formatDay),
    tools: [...tools].sort(([a], [b]) => byCodeUnits(a, b)).map(([tool, packets]) => ({ tool, packets })),
    campaign,
    country: country?.code ?? null,
    countryTable: country?.table ?? null,
    asn: network?.asn ?? null,
    asOrganisation: network?.organisation ?? null,
    asnTable: network?.table ?? null,
  };
}
