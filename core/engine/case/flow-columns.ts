import type { FacetField } from "../../contract/flow-table.ts";
import { duckdbList, duckdbMap, type SqlSchema } from "../../query/sql.ts";
import type { FLOWS } from "../../query/tables.ts";

/** Requests of a flow in the packet index: those of its source between its first and last packet. */
const PACKETS_OF_FLOW = `FROM packet p WHERE p.source = flow.source AND (p.time_ns BETWEEN flow.first_ns AND flow.last_ns
  OR (flow.first_ns IS NULL AND p.time_ns IS NULL))`;

/** Where the values that filters ask for stand in the tables of a case. */
export const FLOW_COLUMNS_IN_SQL: SqlSchema<typeof FLOWS> = {
  fields: {
    id: "id",
    src: "source",
    dst: {
      any: (condition) => `EXISTS (SELECT 1 ${PACKETS_OF_FLOW} AND ${condition("p.destination")})`,
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
  },
  counts: { packets: duckdbMap("packets_by_method") },
  addressTexts: { src: "source_text" },
};

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
