import { digitsOf } from "../behaviour/dialled-form.ts";
import { gradeOf } from "../fingerprint/fingerprint.ts";
import { traitsOf } from "../fingerprint/traits.ts";
import { dialledForms } from "../flow/dialled-numbers.ts";
import { type GeoTable, locate } from "../geography/geo-table.ts";
import type { RowReader } from "../query/field-table.ts";
import { parseFilter } from "../query/parse-filter.ts";
import { compilePredicate, type Predicate } from "../query/predicate.ts";
import { FLOWS } from "../query/tables.ts";
import type { JudgedFlow } from "./flow-report.ts";
import { labelsOf, type SaidOfFlows } from "./said-of-flows.ts";

/** Stands for the tool of strands that no signature names. */
export const UNKNOWN_TOOL = "unknown";

type FlowReader = RowReader<typeof FLOWS, JudgedFlow>;

/**
 * How the values that filters ask for are read off a judged flow; where it is, only tables of countries know, and what
 * was said of it, only the analyst.
 */
export const FLOW_FIELDS: {
  readonly fields: Omit<FlowReader["fields"], "country" | "asn" | "label" | "note" | "mark">;
  readonly counts: FlowReader["counts"];
} = {
  fields: {
    id: ({ report }) => report.id,
    src: ({ source }) => source,
    dst: ({ state }) => state.firstVisits.keys(),
    tool: distinct(({ strands }) => strands.map(({ named }) => named?.signature.tool.id ?? UNKNOWN_TOOL)),
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
    dialled: distinct(({ state }) => dialledForms(state.dialled).map(digitsOf)),
  },
  counts: { packets: ({ state }, method) => state.methods.get(method) ?? 0 },
};

/** The same with where sources are by these tables, and with what was said of the flows. */
export function flowReader(tables: readonly GeoTable[], said: SaidOfFlows): FlowReader {
  return {
    fields: {
      ...FLOW_FIELDS.fields,
      country: ({ source }) => locate(tables, source).country?.code ?? null,
      asn: ({ source }) => asnText(locate(tables, source).network?.asn),
      label: distinct((flow) => labelsOf(flow, said).map(([label]) => label)),
      note: (flow) => said.notesOn(flow).filter((text) => text !== null),
      mark: distinct((flow) => said.notesOn(flow).map((text) => (text === null ? "bookmark" : "note"))),
    },
    counts: FLOW_FIELDS.counts,
  };
}

/** A network as filters write it; null where none is known. */
export function asnText(asn: number | null | undefined): string | null {
  return asn === null || asn === undefined ? null : `AS${asn}`;
}

/** Whether a flow passes a filter. Throws for a text that is none: the window asks with filters only. */
export function flowPredicate(text: string, tables: readonly GeoTable[], said: SaidOfFlows): Predicate<JudgedFlow> {
  const parsed = parseFilter(text, FLOWS);
  if (!parsed.ok) throw new Error(`this is no filter: ${parsed.fault.message}`);
  return compilePredicate(parsed.expression, FLOWS, flowReader(tables, said));
}

function distinct(values: (flow: JudgedFlow) => readonly string[]): (flow: JudgedFlow) => ReadonlySet<string> {
  return (flow) => new Set(values(flow));
}
