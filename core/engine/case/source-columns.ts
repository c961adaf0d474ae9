import type { SourceColumn } from "../../contract/source-table.ts";
import { duckdbList, duckdbMap, type SqlSchema } from "../../query/sql.ts";
import type { SOURCES } from "../../query/tables.ts";

const COUNTRY = "(SELECT country FROM place WHERE place.source = s.source)";
const ASN = "(SELECT asn FROM place WHERE place.source = s.source)";

/** Where the values that filters over sources ask for stand in `source s`. */
export const SOURCE_COLUMNS_IN_SQL: SqlSchema<typeof SOURCES> = {
  fields: {
    src: "s.source",
    packets: "s.packets",
    flows: "s.flows",
    destinations: "s.destinations",
    days: "len(s.days)",
    first: "s.first_ns",
    last: "s.last_ns",
    duration: "s.duration",
    tool: duckdbList("s.tools"),
    "tool.name": duckdbList("s.tool_names"),
    family: duckdbList("s.families"),
    method: duckdbList("map_keys(s.packets_by_method)"),
    country: COUNTRY,
    asn: ASN,
  },
  counts: { packets: duckdbMap("s.packets_by_method"), flows: duckdbMap("s.flows_by_tool") },
  addressTexts: { src: (condition) => condition("s.source_text") },
  words: null,
};

/** What each column of the list sorts by, in `source s`. */
export const SOURCE_SORT_COLUMNS: Readonly<Record<SourceColumn, string>> = {
  source: "s.source",
  country: COUNTRY,
  network: `TRY_CAST(substr(${ASN}, 3) AS BIGINT)`,
  packets: "s.packets",
  flows: "s.flows",
  destinations: "s.destinations",
  tools: "s.most_tool",
  days: "len(s.days)",
  first: "s.first_ns",
  last: "s.last_ns",
};
