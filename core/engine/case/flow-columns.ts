import type { FacetField, FlowCondition } from "../../contract/flow-table.ts";
import { parseFilter } from "../../query/parse-filter.ts";
import { compileSql, duckdbList, duckdbMap, type SqlCondition, type SqlSchema } from "../../query/sql.ts";
import { FLOWS } from "../../query/tables.ts";

/** Strands with their labels. */
export const LABELS_OF_FLOWS = "strand s JOIN labelled l ON l.mask = s.mask WHERE true";

/** Whether the note `n` is on a flow, its source or a packet of it. What has no time is on the flow without one. */
export function noteIsOn(flow: string): string {
  const overlaps = `n.first_ns <= ${flow}.last_ns AND n.last_ns >= ${flow}.first_ns`;
  const undated = `n.first_ns IS NULL AND ${flow}.first_ns IS NULL`;
  return `n.source = ${flow}.source AND (NOT n.timed OR (${overlaps}) OR (${undated}))`;
}

/** The notes on a flow, its source and its packets. */
const NOTES_OF_FLOW = `FROM note n WHERE ${noteIsOn("flow")}`;

/** What kind of mark the note `n` is. */
export const MARK = "CASE WHEN n.text IS NULL THEN 'bookmark' ELSE 'note' END";

/** Where the values that filters ask for stand in the tables of a case. */
const FLOW_COLUMNS_IN_SQL: SqlSchema<typeof FLOWS> = {
  fields: {
    id: "id",
    src: "source",
    dst: {
      any: (condition) => `flow.number IN (SELECT fd.flow FROM flow_destination fd WHERE fd.destination IN (
        SELECT d.number FROM destination d WHERE ${condition("d.address")}))`,
      count: "destinations",
    },
    tool: duckdbList("tools"),
    "tool.name": duckdbList("tool_names"),
    family: duckdbList("families"),
    variant: duckdbList("variants"),
    fingerprint: duckdbList("fingerprints"),
    grade: duckdbList("grades"),
    trait: duckdbList("traits"),
    anomaly: duckdbList("anomalies"),
    packets: "packets",
    destinations: "destinations",
    rate: "rate",
    first: "first_ns",
    last: "last_ns",
    duration: "duration",
    strategy: "strategy",
    method: duckdbList("methods"),
    sport: "port_class",
    ports: "ports",
    "ttl.min": "ttl_min",
    "ttl.max": "ttl_max",
    ipid: "ip_id",
    country: "(SELECT country FROM place WHERE place.source = flow.source)",
    asn: "(SELECT asn FROM place WHERE place.source = flow.source)",
    dialled: {
      any: (condition) => `EXISTS (SELECT 1 FROM dialled_form d WHERE d.flow = flow.id AND ${condition("d.digits")})`,
      count: "(SELECT count(DISTINCT d.digits) FROM dialled_form d WHERE d.flow = flow.id)",
    },
    label: {
      any: (condition) => `EXISTS (SELECT 1 FROM ${LABELS_OF_FLOWS} AND s.flow = flow.id AND ${condition("l.tool")})`,
      count: `(SELECT count(DISTINCT l.tool) FROM ${LABELS_OF_FLOWS} AND s.flow = flow.id)`,
    },
    note: {
      any: (condition) => `EXISTS (SELECT 1 ${NOTES_OF_FLOW} AND n.text IS NOT NULL AND ${condition("n.text")})`,
      count: `(SELECT count(n.text) ${NOTES_OF_FLOW})`,
    },
    mark: {
      any: (condition) => `EXISTS (SELECT 1 ${NOTES_OF_FLOW} AND ${condition(MARK)})`,
      count: `(SELECT count(DISTINCT ${MARK}) ${NOTES_OF_FLOW})`,
    },
  },
  counts: { packets: duckdbMap("packets_by_method") },
  addressTexts: { src: (condition) => condition("source_text") },
  words: "words",
};

/** Which rows of `flow` a query is about. Throws for a text that is no filter: the window asks with filters only. */
export function flowCondition({ text, span }: FlowCondition): SqlCondition {
  const parsed = parseFilter(text, FLOWS);
  if (!parsed.ok) throw new Error(`this is no filter: ${parsed.fault.message}`);
  const { sql, parameters } = compileSql(parsed.expression, FLOWS, FLOW_COLUMNS_IN_SQL);
  if (span === null) return { sql, parameters };
  return {
    sql: `(${sql}) AND first_ns / 1e9 < ? AND last_ns / 1e9 >= ?`,
    parameters: [
      ...parameters,
      { type: "DOUBLE", value: span.endSeconds },
      { type: "DOUBLE", value: span.startSeconds },
    ],
  };
}

/** What the values of each facet are selected from. */
const FACETS: Readonly<Record<FacetField, string>> = {
  tool: "unnest(tools)",
  family: "unnest(families)",
  strategy: "strategy",
  method: "unnest(methods)",
  sport: "port_class",
  ipid: "ip_id",
  grade: "unnest(grades)",
  country: "(SELECT country FROM place WHERE place.source = flow.source)",
};

/**
 * Counts the values of all facets over the flows that satisfy a condition: rows of field, value and number of flows. The
 * flows are looked for once.
 */
export function facetsStatement(condition: string): string {
  const counts = Object.entries(FACETS).map(
    ([field, value]) =>
      `SELECT '${field}', value, count(*) FROM (SELECT ${value} AS value FROM matching AS flow) GROUP BY value`,
  );
  return `WITH matching AS MATERIALIZED (
    SELECT source, ${COUNTED_COLUMNS.join(", ")} FROM flow WHERE ${condition}
  ) ${counts.join(" UNION ALL ")}`;
}

const COUNTED_COLUMNS = ["tools", "families", "strategy", "methods", "port_class", "ip_id", "grades"];
