import type {
  FacetField,
  FlowColumn,
  FlowCondition,
  FlowFacet,
  FlowPage,
  FlowQuery,
  FlowRow,
  TimeSpan,
} from "../contract/flow-table.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import type { IpAddress } from "../net/address.ts";
import { ipv6Value } from "../net/address-value.ts";
import { facetsOf } from "./flow-facets.ts";
import { flowPredicate } from "./flow-filter.ts";
import type { JudgedFlow } from "./flow-report.ts";
import { mostFirst } from "./most-first.ts";
import { toolsOf } from "./overview.ts";
import { labelsOf, type SaidOfFlows } from "./said-of-flows.ts";
import { compareKeys, type SortKey } from "./sort-keys.ts";

/** All flows of an analysis as a table that is asked for stretches of its rows. */
export class FlowTable {
  /** Rows that a column does not tell apart stand in this order. */
  private readonly flows: readonly JudgedFlow[];
  private readonly revision: number;
  private readonly geoTables: readonly GeoTable[];
  private readonly said: SaidOfFlows;
  private readonly rows = new Map<JudgedFlow, FlowRow>();
  /** The last question with its answer: most pages are asked of the same one. */
  private last: { readonly question: string; readonly flows: readonly JudgedFlow[] } | null = null;

  constructor(flows: readonly JudgedFlow[], revision: number, geoTables: readonly GeoTable[], said: SaidOfFlows) {
    this.flows = flows.toSorted(bySourceAndTime);
    this.said = said;
    this.revision = revision;
    this.geoTables = geoTables;
  }

  /** The rows from `offset` on, at most `limit`. */
  page(query: FlowQuery, offset: number, limit: number): FlowPage {
    const matching = this.matching(query);
    return {
      revision: this.revision,
      offset,
      rows: matching.slice(offset, offset + limit).map((flow) => this.rowOf(flow)),
      matching: matching.length,
      total: this.flows.length,
    };
  }

  /** Index of a flow among the rows of a query; null where it is not among them. */
  find(query: FlowQuery, flowId: string): number | null {
    const index = this.matching(query).findIndex((flow) => flow.report.id === flowId);
    return index < 0 ? null : index;
  }

  /** The values that these flows have in the wanted fields, with their numbers. */
  facets(condition: FlowCondition, wanted: readonly FacetField[]): FlowFacet[] {
    return facetsOf(this.passing(condition), wanted, this.geoTables);
  }

  /** Sources of the flows that pass a filter; null where there is no filter. */
  sources({ text, span }: FlowCondition): ReadonlySet<IpAddress> | null {
    if (text.trim() === "" && span === null) return null;
    return new Set(this.passing({ text, span }).map(({ source }) => source));
  }

  /** The flows that pass a filter. */
  passing({ text, span }: FlowCondition): readonly JudgedFlow[] {
    const passes = flowPredicate(text, this.geoTables, this.said);
    return this.flows.filter((flow) => (span === null || overlaps(flow, span)) && passes(flow));
  }

  private matching(query: FlowQuery): readonly JudgedFlow[] {
    const question = JSON.stringify(query);
    if (this.last?.question === question) return this.last.flows;
    const sorted = this.sort(this.passing(query), query.sort, query.descending);
    this.last = { question, flows: sorted };
    return sorted;
  }

  private sort(flows: readonly JudgedFlow[], column: FlowColumn, descending: boolean): JudgedFlow[] {
    const keyed = flows.map((flow) => ({ flow, key: SORT_KEYS[column](this.rowOf(flow), flow) }));
    const sign = descending ? -1 : 1;
    keyed.sort((a, b) => compareKeys(a.key, b.key, sign));
    return keyed.map(({ flow }) => flow);
  }

  private rowOf(flow: JudgedFlow): FlowRow {
    let row = this.rows.get(flow);
    if (row === undefined) {
      row = flowRow(flow, this.said);
      this.rows.set(flow, row);
    }
    return row;
  }
}

/** What the table shows of a flow. */
export function flowRow(flow: JudgedFlow, said: SaidOfFlows): FlowRow {
  const { report, state } = flow;
  const { firstNs, lastNs } = state;
  const { class: portClass, distinct, first } = report.sourcePort;
  return {
    id: report.id,
    source: report.source,
    tools: toolsOf([flow]),
    labels: labelsOf(flow, said),
    packets: report.packets,
    destinations: report.destinations,
    ratePps: report.ratePps,
    firstPacketAt: report.firstPacketAt,
    durationSeconds: firstNs === null || lastNs === null ? null : Number(lastNs - firstNs) / 1e9,
    strategy: report.strategy.class,
    methods: mostFirst(Object.entries(report.methods)),
    sourcePort: { class: portClass, distinct, first },
  };
}

const SORT_KEYS: Readonly<Record<FlowColumn, (row: FlowRow, flow: JudgedFlow) => SortKey>> = {
  source: (_, flow) => addressKey(flow.source),
  tools: ({ tools }) => tools[0]?.[0] ?? null,
  packets: ({ packets }) => packets,
  destinations: ({ destinations }) => destinations,
  rate: ({ ratePps }) => ratePps,
  first: (_, flow) => flow.state.firstNs,
  duration: ({ durationSeconds }) => durationSeconds,
  strategy: ({ strategy }) => strategy,
  methods: ({ methods }) => methods[0]?.[0] ?? null,
  ports: ({ sourcePort }) => sourcePort.distinct,
};

function bySourceAndTime(a: JudgedFlow, b: JudgedFlow): number {
  return compareKeys(addressKey(a.source), addressKey(b.source), 1) || compareKeys(a.state.firstNs, b.state.firstNs, 1);
}

/** IPv4 before IPv6, each by number. */
function addressKey(address: IpAddress): SortKey {
  return typeof address === "number" ? address : (1n << 128n) + ipv6Value(address);
}

function overlaps({ state }: JudgedFlow, { startSeconds, endSeconds }: TimeSpan): boolean {
  if (state.firstNs === null || state.lastNs === null) return false;
  return Number(state.firstNs) / 1e9 < endSeconds && Number(state.lastNs) / 1e9 >= startSeconds;
}
