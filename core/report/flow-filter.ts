import { gradeOf } from "../fingerprint/fingerprint.ts";
import { traitsOf } from "../fingerprint/traits.ts";
import { type GeoTable, locate } from "../geography/geo-table.ts";
import type { RowReader } from "../query/field-table.ts";
import { parseFilter } from "../query/parse-filter.ts";
import { compilePredicate, type Predicate } from "../query/predicate.ts";
import { FLOWS } from "../query/tables.ts";
import type { JudgedFlow } from "./flow-report.ts";

/** Stands for the tool of strands that no signature names. */
const UNKNOWN = "unknown";

type FlowReader = RowReader<typeof FLOWS, JudgedFlow>;

/** How the values that filters ask for are read off a judged flow; where it is, only tables of countries know. */
export const FLOW_FIELDS: {
  readonly fields: Omit<FlowReader["fields"], "country" | "asn">;
  readonly counts: FlowReader["counts"];
} = {
  fields: {
    id: ({ report }) => report.id,
    src: ({ source }) => source,
    dst: ({ state }) => state.firstVisits.keys(),
    tool: distinct(({ strands }) => strands.map(({ named }) => named?.signature.tool.id ?? UNKNOWN)),
    "tool.name": distinct(({ strands }) => strands.flatMap(({ named }) => named?.signature.tool.name ?? [])),
    family: distinct(({ strands }) => strands.flatMap(({ named }) => named?.signature.family ?? [])),
    variant: distinct(({ strands }) => strands.flatMap(({ named }) => named?.variant ?? [])),
    fingerprint: distinct(({ strands }) => strands.map(({ fingerprint }) => fingerprint.id)),
    grade: distinct(({ strands }) => strands.map(({ strand }) => gradeOf(strand.state))),
    trait: distinct(({ strands }) => strands.flatMap(({ strand }) => traitsOf(strand.state).map(({ kind }) => kind))),
    anomaly: distinct(({ strands }) => strands.flatMap(({ strand }) => [...strand.state.anomalies.keys()])),
    packets: ({ report }) => report.packets,
    destinations: ({ report }) => report.destinations,
    rate: ({ report }) => report.ratePps,
    first: ({ state }) => state.firstNs,
    last: ({ state }) => state.lastNs,
    duration: ({ state: { firstNs, lastNs } }) =>
      firstNs === null || lastNs === null ? null : Number(lastNs - firstNs) / 1e9,
    strategy: ({ report }) => report.strategy.class,
    method: ({ state }) => state.methods.keys(),
    sport: ({ report }) => report.sourcePort.class,
    ports: ({ report }) => report.sourcePort.distinct,
    "ttl.min": ({ report }) => report.ttl.min,
    "ttl.max": ({ report }) => report.ttl.max,
    ipid: ({ report }) => report.ipId.class,
  },
  counts: { packets: ({ state }, method) => state.methods.get(method) ?? 0 },
};

/** The same with where sources are by these tables. */
export function flowReader(tables: readonly GeoTable[]): FlowReader {
  return {
    fields: {
      ...FLOW_FIELDS.fields,
      country: ({ source }) => locate(tables, source).country?.code ?? null,
      asn: ({ source }) => asnText(locate(tables, source).network?.asn),
    },
    counts: FLOW_FIELDS.counts,
  };
}

/** A network as filters write it; null where none is known. */
export function asnText(asn: number | null | undefined): string | null {
  return asn === null || asn === undefined ? null : `AS${asn}`;
}

/** Whether a flow passes a filter. Throws for a text that is none: the window asks with filters only. */
export function flowPredicate(text: string, tables: readonly GeoTable[]): Predicate<JudgedFlow> {
  const parsed = parseFilter(text, FLOWS);
  if (!parsed.ok) throw new Error(`this is no filter: ${parsed.fault.message}`);
  return compilePredicate(parsed.expression, FLOWS, flowReader(tables));
}

function distinct(values: (flow: JudgedFlow) => readonly string[]): (flow: JudgedFlow) => ReadonlySet<string> {
  return (flow) => new Set(values(flow));
}
