import type { FlowPage, FlowQuery } from "../contract/flow-table.ts";
import type { FlowInspection, StrandInspection } from "../contract/inspection.ts";
import type { Overview } from "../contract/overview.ts";
import { viewStrand } from "../fingerprint/view-strand.ts";
import { NOTHING_SET_ASIDE, type SetAside } from "../flow/faint-flows.ts";
import type { JudgedFlow } from "../report/flow-report.ts";
import { FlowTable } from "../report/flow-table.ts";
import { inspectFlow } from "../report/inspect-flow.ts";
import { inspectStrand } from "../report/inspect-strand.ts";
import { overviewOf } from "../report/overview.ts";
import { likenessOf } from "../signature/match.ts";
import type { SignatureLibrary } from "../signature/signature.ts";
import type { CombinedCaptures } from "./capture-set.ts";

/** The flows that were judged, and the counts of sources that were not looked into. */
export interface Found {
  readonly flows: readonly JudgedFlow[];
  readonly setAside: SetAside;
}

export const NOTHING_FOUND: Found = { flows: [], setAside: NOTHING_SET_ASIDE };

/** What was found in the captures at one moment: answers every question of the window. */
export class Results {
  readonly captures: CombinedCaptures;
  private readonly found: Found;
  private readonly byId: ReadonlyMap<string, JudgedFlow>;
  private readonly table: FlowTable;
  private readonly library: SignatureLibrary;
  private readonly about: { readonly revision: number; readonly partial: boolean };
  private knownOverview: Overview | null = null;

  constructor(
    captures: CombinedCaptures,
    found: Found,
    library: SignatureLibrary,
    about: { readonly revision: number; readonly partial: boolean },
  ) {
    this.captures = captures;
    this.found = found;
    this.byId = new Map(found.flows.map((flow) => [flow.report.id, flow]));
    this.table = new FlowTable(found.flows, about.revision);
    this.library = library;
    this.about = about;
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

  inspectFlow(flowId: string): FlowInspection | null {
    const flow = this.byId.get(flowId);
    return flow === undefined ? null : inspectFlow(flow);
  }

  inspectStrand(strandId: string): StrandInspection | null {
    const flow = this.byId.get(flowIdOf(strandId));
    const strand = flow?.strands.find(({ id }) => id === strandId);
    if (strand === undefined) return null;
    const verdict = strand.identified ?? likenessOf(viewStrand(strand.strand.state), this.library);
    const names = new Map(this.captures.captures.map(({ sha256, name }) => [sha256, name]));
    return inspectStrand(strand, verdict, names);
  }
}

/** The flow's part of a strand's id: addresses and times hold no slash. */
function flowIdOf(strandId: string): string {
  return strandId.slice(0, strandId.indexOf("/"));
}
