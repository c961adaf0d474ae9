import type {
  FacetField,
  FlowColumn,
  FlowFacet,
  FlowPage,
  FlowQuery,
  FlowRow,
  TimeSpan,
} from "../contract/flow-table.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import type { IpAddress } from "../net/address.ts";
import { ipv6Value } from "../net/address-value.ts";
import { facetsOf } from "./flow-facets.ts";
import { flowPredicate } from "./flow-filter.ts";
import type { JudgedFlow } from "./flow-report.ts";
import { mostFirst } from "./most-first.ts";
import { toolsOf } from "./overview.ts";
import { compareKeys, type SortKey } from "./sort-keys.ts";

/** All flows of an analysis as a table that is asked for stretches of its rows. */
export class FlowTable {
  private readonly flows: readonly JudgedFlow[];
  private readonly revision: number;
  private readonly geoTables: readonly GeoTable[];
  private readonly rows = new Map<JudgedFlow, FlowRow>();
  /** The last question with its answer: most pages are asked of the same one. */
  private last: { readonly question: string; readonly flows: readonly JudgedFlow[] } | null = null;

  constructor(flows: readonly JudgedFlow[], revision: number, geoTables: readonly GeoTable[]) {
    this.flows = flows;
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

  /** The values that the flows of a query have in the wanted fields, with their numbers. */
  facets(query: FlowQuery, wanted: readonly FacetField[]): FlowFacet[] {
    return facetsOf(this.matching(query), wanted, this.geoTables);
  }

  private matching(query: FlowQuery): readonly JudgedFlow[] {
    const question = JSON.stringify(query);
    if (this.last?.question === question) return this.last.flows;
    const passes = flowPredicate(query.text, this.geoTables);
    const flows = this.flows.filter((flow) => (query.span === null || overlaps(flow, query.span)) && passes(flow));
    const sorted = this.sort(flows, query.sort, query.descending);
    this.last = { question, flows: sorted };
    return sorted;
  }

  private sort(flows: readonly JudgedFlow[], column: FlowColumn, descending: boolean): JudgedFlow[] {
    const keyed = flows.map((flow) => ({ flow, key: SORT_KEYS[column](this.rowOf(flow), flow) }));
    const sign = descending ? -1 : 1;
    keyed.sort((a, b) => compareKeys(a.key, b.key, sign) || byCodeUnits(a.flow.report.id, b.flow.report.id));
    return keyed.map(({ flow }) => flow);
  }

  private rowOf(flow: JudgedFlow): FlowRow {
    let row = this.rows.get(flow);
    if (row === undefined) {
      row = flowRow(flow);
      this.rows.set(flow, row);
    }
    return row;
  }
}

/** What the table shows of a flow. */
export function flowRow(flow: JudgedFlow): FlowRow {
  const { report, state } = flow;
  const { firstNs, lastNs } = state;
  const { class: portClass, distinct, first } = report.sourcePort;
  return {
    id: report.id,
    source: report.source,
    tools: toolsOf([flow]),
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

/** IPv4 before IPv6, each by number. */
function addressKey(address: IpAddress): SortKey {
  return typeof address === "number" ? address : (1n << 128n) + ipv6Value(address);
}

function overlaps({ state }: JudgedFlow, { startSeconds, endSeconds }: TimeSpan): boolean {
  if (state.firstNs === null || state.lastNs === null) return false;
  return Number(state.firstNs) / 1e9 < endSeconds && Number(state.lastNs) / 1e9 >= startSeconds;
}
