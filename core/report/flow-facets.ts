import type { FacetField, FlowFacet } from "../contract/flow-table.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import { flowReader } from "./flow-filter.ts";
import type { JudgedFlow } from "./flow-report.ts";
import { NOTHING_SAID } from "./said-of-flows.ts";

/** Values of a facet that are listed; the number of the others is told. */
export const MOST_FACET_VALUES = 12;

/** How many of these flows have each value of the wanted fields. */
export function facetsOf(
  flows: readonly JudgedFlow[],
  wanted: readonly FacetField[],
  tables: readonly GeoTable[],
): FlowFacet[] {
  const { fields } = flowReader(tables, NOTHING_SAID);
  return wanted.map((field) => {
    const counts = new Map<string | null, number>();
    for (const flow of flows) {
      const value: string | null | Iterable<string> = fields[field](flow);
      const values = value === null || typeof value === "string" ? [value] : value;
      for (const one of values) counts.set(one, (counts.get(one) ?? 0) + 1);
    }
    return facetOf(field, [...counts]);
  });
}

/** The facet with its commonest values, the unknown behind others of the same number. */
export function facetOf(field: FacetField, counts: readonly (readonly [string | null, number])[]): FlowFacet {
  const sorted = [...counts].sort(([a, flowsA], [b, flowsB]) => {
    if (flowsA !== flowsB) return flowsB - flowsA;
    return a === null ? 1 : b === null ? -1 : byCodeUnits(a, b);
  });
  const values = sorted.slice(0, MOST_FACET_VALUES).map(([value, flows]): [string | null, number] => [value, flows]);
  return { field, values, more: sorted.length - values.length };
}
