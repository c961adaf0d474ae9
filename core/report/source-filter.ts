import { type GeoTable, locate } from "../geography/geo-table.ts";
import type { RowReader } from "../query/field-table.ts";
import { parseFilter } from "../query/parse-filter.ts";
import { compilePredicate, type Predicate } from "../query/predicate.ts";
import { SOURCES } from "../query/tables.ts";
import type { CountedSource } from "./counted-source.ts";
import { asnText, UNKNOWN_TOOL } from "./flow-filter.ts";

type SourceReader = RowReader<typeof SOURCES, CountedSource>;

/** How the values that filters ask for are read off a counted source; where it is, only tables of countries know. */
export const SOURCE_FIELDS: {
  readonly fields: Omit<SourceReader["fields"], "country" | "asn">;
  readonly counts: SourceReader["counts"];
} = {
  fields: {
    src: ({ source }) => source,
    packets: ({ packets }) => packets,
    flows: ({ flows }) => flows,
    destinations: ({ destinations }) => destinations,
    days: ({ days }) => days.length,
    first: ({ firstNs }) => firstNs,
    last: ({ lastNs }) => lastNs,
    duration: ({ firstNs, lastNs }) => (firstNs === null || lastNs === null ? null : Number(lastNs - firstNs) / 1e9),
    tool: ({ tools }) => tools.map(([tool]) => tool ?? UNKNOWN_TOOL),
    "tool.name": ({ toolNames }) => toolNames,
    family: ({ families }) => families,
    method: ({ packetsByMethod }) => packetsByMethod.keys(),
  },
  counts: {
    packets: ({ packetsByMethod }, method) => packetsByMethod.get(method) ?? 0,
    flows: ({ flowsByTool }, tool) => flowsByTool.get(tool === UNKNOWN_TOOL ? null : tool) ?? 0,
  },
};

/** Whether a source passes a filter. Throws for a text that is none: the window asks with filters only. */
export function sourcePredicate(text: string, tables: readonly GeoTable[]): Predicate<CountedSource> {
  const parsed = parseFilter(text, SOURCES);
  if (!parsed.ok) throw new Error(`this is no filter: ${parsed.fault.message}`);
  const reader: SourceReader = {
    fields: {
      ...SOURCE_FIELDS.fields,
      country: ({ source }) => locate(tables, source).country?.code ?? null,
      asn: ({ source }) => asnText(locate(tables, source).network?.asn),
    },
    counts: SOURCE_FIELDS.counts,
  };
  return compilePredicate(parsed.expression, SOURCES, reader);
}
