import type { EvolutionPart, EvolutionQuery, EvolutionSources } from "../contract/evolution.ts";
import type { FlowMap, MapPrefix } from "../contract/flow-map.ts";
import {
  FACET_FIELDS,
  type FlowCondition,
  type FlowFacet,
  type FlowPage,
  type FlowQuery,
} from "../contract/flow-table.ts";
import type { FlowInspection, StrandInspection } from "../contract/inspection.ts";
import type { CalledCountries, NumberInspection, NumberPage, NumberQuery } from "../contract/numbers.ts";
import type { Overview } from "../contract/overview.ts";
import type { SourceInspection, SourcePage, SourceQuery } from "../contract/source-table.ts";
import { viewStrand } from "../fingerprint/view-strand.ts";
import { NOTHING_SET_ASIDE, type SetAside } from "../flow/faint-flows.ts";
import { activeDaysOf, newSource } from "../flow/source.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import type { IpAddress } from "../net/address.ts";
import { countSource } from "../report/counted-source.ts";
import { coveredDays } from "../report/covered-days.ts";
import type { Evolution } from "../report/evolution.ts";
import type { JudgedFlow } from "../report/flow-report.ts";
import { FlowTable } from "../report/flow-table.ts";
import { HeldFigures } from "../report/held-figures.ts";
import { inspectFlow } from "../report/inspect-flow.ts";
import { GroupFinder } from "../report/inspect-group.ts";
import { inspectStrand } from "../report/inspect-strand.ts";
import { mapFlow } from "../report/map-flow.ts";
import { groupBySource, overviewOf } from "../report/overview.ts";
import type { Places } from "../report/places.ts";
import type { SaidOfFlows } from "../report/said-of-flows.ts";
import { SourceTable } from "../report/source-table.ts";
import { type Telescope, telescopeOf } from "../report/telescope-report.ts";
import { likenessOf } from "../signature/match.ts";
import type { SignatureLibrary } from "../signature/signature.ts";
import type { CombinedCaptures } from "./capture-set.ts";
import { type CaseNote, isOnFlow, sourceOf } from "./case/notes.ts";

/** The flows that were judged, the counts of sources that were not looked into, and what all of it was seen with. */
export interface Found {
  readonly flows: readonly JudgedFlow[];
  readonly setAside: SetAside;
  readonly telescope: Telescope;
  readonly flowTimeoutSeconds: number;
}

/** What is found before anything is read. */
export function nothingFound(flowTimeoutSeconds: number): Found {
  return { flows: [], setAside: NOTHING_SET_ASIDE, telescope: telescopeOf(null, []), flowTimeoutSeconds };
}

/** Which results these are, by which tables sources are located, and what the analyst said of them. */
export interface AboutResults {
  readonly revision: number;
  readonly partial: boolean;
  readonly geoTables: readonly GeoTable[];
  readonly said: SaidOfFlows;
}

/** When a source sent a flow; null: it has no time. */
export interface FlowSpan {
  readonly source: IpAddress;
  readonly firstNs: bigint | null;
  readonly lastNs: bigint | null;
}

/** Ids of flows by the id of a note. */
export type FlowsOfNotes = ReadonlyMap<string, readonly string[]>;

type Awaitable<Value> = Promise<Value> | Value;

/** What answers the questions of the window about figures over many flows: tools over time, places, dialled numbers. */
export interface AnswersOfFigures {
  evolution(query: EvolutionQuery): Awaitable<Evolution>;
  evolutionSources(
    query: EvolutionQuery,
    part: EvolutionPart,
    offset: number,
    limit: number,
  ): Awaitable<EvolutionSources>;
  places(flows: FlowCondition): Awaitable<Places>;
  numberPage(query: NumberQuery, offset: number, limit: number): Awaitable<NumberPage>;
  /** Index of a number among the rows of a query; null where it is not among them. */
  findNumber(query: NumberQuery, number: string): Awaitable<number | null>;
  calledCountries(flows: FlowCondition): Awaitable<CalledCountries>;
  /** Null: these flows name no such number. */
  inspectNumber(flows: FlowCondition, number: string): Awaitable<NumberInspection | null>;
}

/** What answers the questions of the window about flows. */
export interface AnswersOfResults {
  readonly figures: AnswersOfFigures;
  overview(): Promise<Overview> | Overview;
  flowPage(query: FlowQuery, offset: number, limit: number): Promise<FlowPage> | FlowPage;
  /** Index of a flow among the rows of a query; null where it is not among them. */
  findFlow(query: FlowQuery, flowId: string): Promise<number | null> | number | null;
  /** Values of the flows of a query, with their numbers. */
  flowFacets(condition: FlowCondition): Promise<readonly FlowFacet[]> | readonly FlowFacet[];
  sourcePage(query: SourceQuery, offset: number, limit: number): Promise<SourcePage> | SourcePage;
  /** Index of a source among the rows of a query; null where it is not among them. */
  findSource(query: SourceQuery, address: string): Promise<number | null> | number | null;
  /** Null: no such source in the results. */
  inspectSource(address: string): Promise<SourceInspection | null> | SourceInspection | null;
  /** Null: no such flow in the results. */
  inspectFlow(flowId: string): Promise<FlowInspection | null> | FlowInspection | null;
  mapFlow(flowId: string, prefix: MapPrefix | null): Promise<FlowMap | null> | FlowMap | null;
  inspectStrand(strandId: string): Promise<StrandInspection | null> | StrandInspection | null;
  /** The source of a flow with its first and last time; null: no such flow in the results. */
  spanOfFlow(flowId: string): Promise<FlowSpan | null> | FlowSpan | null;
  /**
   * The flows each of these notes is found in, by the id of the note, the earliest first; of a note on a source only
   * that. Notes on none are left out.
   */
  flowsOfNotes(notes: readonly CaseNote[]): Promise<FlowsOfNotes> | FlowsOfNotes;
  /** The same, with sources located by other tables, or with something else said of them. */
  withAbout(change: Partial<AboutResults>): AnswersOfResults;
}

/** What was found in the captures at one moment, while they are read: all of it in memory. */
export class Results implements AnswersOfResults {
  readonly captures: CombinedCaptures;
  readonly figures: HeldFigures;
  private readonly found: Found;
  private readonly byId: ReadonlyMap<string, JudgedFlow>;
  private readonly table: FlowTable;
  private readonly groups: GroupFinder;
  private readonly library: SignatureLibrary;
  private readonly about: AboutResults;
  /** Made when it is first asked for. */
  private sources: SourceTable | null = null;
  private knownOverview: Overview | null = null;

  constructor(captures: CombinedCaptures, found: Found, library: SignatureLibrary, about: AboutResults) {
    this.captures = captures;
    this.found = found;
    this.byId = new Map(found.flows.map((flow) => [flow.report.id, flow]));
    this.table = new FlowTable(found.flows, about.revision, about.geoTables, about.said);
    this.groups = new GroupFinder(found.flows);
    this.library = library;
    this.about = about;
    this.figures = new HeldFigures({
      ...about,
      covered: coveredDays(captures.captures.map(({ tally }) => tally)),
      passing: (flows) => this.table.passing(flows),
    });
  }

  withAbout(change: Partial<AboutResults>): Results {
    return new Results(this.captures, this.found, this.library, { ...this.about, ...change });
  }

  spanOfFlow(flowId: string): FlowSpan | null {
    const flow = this.byId.get(flowId);
    return flow === undefined ? null : { source: flow.source, firstNs: flow.state.firstNs, lastNs: flow.state.lastNs };
  }

  flowsOfNotes(notes: readonly CaseNote[]): FlowsOfNotes {
    const bySource = new Map(notes.map(({ on }) => [sourceOf(on), [] as JudgedFlow[]]));
    for (const flow of this.found.flows) bySource.get(flow.source)?.push(flow);
    return new Map(
      notes.flatMap(({ id, on }): [string, string[]][] => {
        const flows = (bySource.get(sourceOf(on)) ?? []).filter((flow) => isOnFlow(on, flow));
        const ids = flows.sort((a, b) => (earlier(a, b) ? -1 : 1)).map(({ report }) => report.id);
        return ids.length === 0 ? [] : [[id, on.kind === "source" ? ids.slice(0, 1) : ids]];
      }),
    );
  }

  overview(): Overview {
    this.knownOverview ??= overviewOf({
      ...this.about,
      toolsPending: this.captures.countsOnly,
      captures: this.captures.captures,
      ...this.found,
    });
    return this.knownOverview;
  }

  flowPage(query: FlowQuery, offset: number, limit: number): FlowPage {
    return this.table.page(query, offset, limit);
  }

  findFlow(query: FlowQuery, flowId: string): number | null {
    return this.table.find(query, flowId);
  }

  flowFacets(condition: FlowCondition): readonly FlowFacet[] {
    return this.table.facets(condition, FACET_FIELDS);
  }

  sourcePage(query: SourceQuery, offset: number, limit: number): SourcePage {
    return this.sourceTable().page(query, this.table.sources(query.flows), offset, limit);
  }

  findSource(query: SourceQuery, address: string): number | null {
    return this.sourceTable().find(query, this.table.sources(query.flows), address);
  }

  inspectSource(address: string): SourceInspection | null {
    return this.sourceTable().inspect(address, coveredDays(this.captures.captures.map(({ tally }) => tally)));
  }

  private sourceTable(): SourceTable {
    if (this.sources === null) {
      const { flows, setAside } = this.found;
      const counted = Array.from(groupBySource(flows), ([source, ofSource]) => {
        const days = activeDaysOf(this.captures.sources.get(source) ?? newSource());
        return countSource(ofSource, days, setAside.ofOthers.get(source));
      });
      this.sources = new SourceTable(counted, this.about.revision, this.about.geoTables);
    }
    return this.sources;
  }

  inspectFlow(flowId: string): FlowInspection | null {
    const flow = this.byId.get(flowId);
    if (flow === undefined) return null;
    return inspectFlow(flow, this.found, this.about);
  }

  mapFlow(flowId: string, prefix: MapPrefix | null): FlowMap | null {
    const flow = this.byId.get(flowId);
    return flow === undefined ? null : mapFlow(flow.state, prefix);
  }

  inspectStrand(strandId: string): StrandInspection | null {
    const flow = this.byId.get(flowIdOf(strandId));
    const strand = flow?.strands.find(({ id }) => id === strandId);
    if (strand === undefined) return null;
    const verdict = strand.identified ?? likenessOf(viewStrand(strand.strand.state), this.library);
    const names = new Map(this.captures.captures.map(({ sha256, name }) => [sha256, name]));
    return inspectStrand(strand, verdict, this.groups.find(strand), names, this.about.said);
  }
}

/** Flows of one source, those without a time last. */
function earlier(a: JudgedFlow, b: JudgedFlow): boolean {
  if (a.state.firstNs === null || b.state.firstNs === null) return a.state.firstNs !== null;
  return a.state.firstNs < b.state.firstNs;
}

/** The flow's part of a strand's id: addresses and times hold no slash. */
function flowIdOf(strandId: string): string {
  return strandId.slice(0, strandId.indexOf("/"));
}
