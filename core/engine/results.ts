import type { FlowMap, MapPrefix } from "../contract/flow-map.ts";
import { FACET_FIELDS, type FlowFacet, type FlowPage, type FlowQuery } from "../contract/flow-table.ts";
import type { FlowInspection, StrandInspection } from "../contract/inspection.ts";
import type { Overview } from "../contract/overview.ts";
import { viewStrand } from "../fingerprint/view-strand.ts";
import { NOTHING_SET_ASIDE, type SetAside } from "../flow/faint-flows.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import type { JudgedFlow } from "../report/flow-report.ts";
import { FlowTable } from "../report/flow-table.ts";
import { inspectFlow } from "../report/inspect-flow.ts";
import { GroupFinder } from "../report/inspect-group.ts";
import { inspectStrand } from "../report/inspect-strand.ts";
import { mapFlow } from "../report/map-flow.ts";
import { overviewOf } from "../report/overview.ts";
import { type Telescope, telescopeOf } from "../report/telescope-report.ts";
import { likenessOf } from "../signature/match.ts";
import type { SignatureLibrary } from "../signature/signature.ts";
import type { CombinedCaptures } from "./capture-set.ts";

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

/** Which results these are, and by which tables sources are located. */
export interface AboutResults {
  readonly revision: number;
  readonly partial: boolean;
  readonly geoTables: readonly GeoTable[];
}

/** What answers the questions of the window about flows. */
export interface AnswersOfResults {
  overview(): Promise<Overview> | Overview;
  flowPage(query: FlowQuery, offset: number, limit: number): Promise<FlowPage> | FlowPage;
  /** Index of a flow among the rows of a query; null where it is not among them. */
  findFlow(query: FlowQuery, flowId: string): Promise<number | null> | number | null;
  /** Values of the flows of a query, with their numbers. */
  flowFacets(query: FlowQuery): Promise<readonly FlowFacet[]> | readonly FlowFacet[];
  /** Null: no such flow in the results. */
  inspectFlow(flowId: string): Promise<FlowInspection | null> | FlowInspection | null;
  mapFlow(flowId: string, prefix: MapPrefix | null): Promise<FlowMap | null> | FlowMap | null;
  inspectStrand(strandId: string): Promise<StrandInspection | null> | StrandInspection | null;
  /** The same, with sources located by other tables. */
  withTables(geoTables: readonly GeoTable[], revision: number): AnswersOfResults;
}

/** What was found in the captures at one moment, while they are read: all of it in memory. */
export class Results implements AnswersOfResults {
  readonly captures: CombinedCaptures;
  private readonly found: Found;
  private readonly byId: ReadonlyMap<string, JudgedFlow>;
  private readonly table: FlowTable;
  private readonly groups: GroupFinder;
  private readonly library: SignatureLibrary;
  private readonly about: AboutResults;
  private knownOverview: Overview | null = null;

  constructor(captures: CombinedCaptures, found: Found, library: SignatureLibrary, about: AboutResults) {
    this.captures = captures;
    this.found = found;
    this.byId = new Map(found.flows.map((flow) => [flow.report.id, flow]));
    this.table = new FlowTable(found.flows, about.revision, about.geoTables);
    this.groups = new GroupFinder(found.flows);
    this.library = library;
    this.about = about;
  }

  withTables(geoTables: readonly GeoTable[], revision: number): Results {
    return new Results(this.captures, this.found, this.library, { ...this.about, geoTables, revision });
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

  flowFacets(query: FlowQuery): readonly FlowFacet[] {
    return this.table.facets(query, FACET_FIELDS);
  }

  inspectFlow(flowId: string): FlowInspection | null {
    const flow = this.byId.get(flowId);
    if (flow === undefined) return null;
    return inspectFlow(flow, this.found, this.about.geoTables);
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
    return inspectStrand(strand, verdict, this.groups.find(strand), names);
  }
}

/** The flow's part of a strand's id: addresses and times hold no slash. */
function flowIdOf(strandId: string): string {
  return strandId.slice(0, strandId.indexOf("/"));
}
