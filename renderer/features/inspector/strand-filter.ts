import type { StrandRow } from "../../../core/contract/inspection.ts";
import type { RowReader } from "../../../core/query/field-table.ts";
import { type ParsedFilter, parseFilter } from "../../../core/query/parse-filter.ts";
import { compilePredicate } from "../../../core/query/predicate.ts";
import { STRANDS } from "../../../core/query/tables.ts";

const READER: RowReader<typeof STRANDS, StrandRow> = {
  fields: {
    method: ({ method }) => method,
    port: ({ sourcePort }) => sourcePort,
    packets: ({ packets }) => packets,
    fingerprint: ({ fingerprint }) => fingerprint,
    grade: ({ grade }) => grade,
    tool: ({ tool }) => tool?.id ?? "unknown",
    "tool.name": ({ tool }) => tool?.name ?? null,
    label: ({ label }) => label,
  },
  counts: {},
};

/** A text as a filter of strands, or what is wrong with it. */
export function strandFilter(text: string): ParsedFilter {
  return parseFilter(text, STRANDS);
}

/** The strands that pass a filter, in their order; all of them where the text is none. */
export function filteredStrands(strands: readonly StrandRow[], text: string): readonly StrandRow[] {
  const filter = strandFilter(text);
  return filter.ok ? strands.filter(compilePredicate(filter.expression, STRANDS, READER)) : strands;
}

/** Values that these strands have of a field, ascending. */
export function valuesOfStrands(strands: readonly StrandRow[], name: string): readonly string[] {
  const read = Object.entries(READER.fields).find(([field]) => field === name)?.[1];
  const values: readonly unknown[] = read === undefined ? [] : strands.map((strand) => read(strand));
  return [...new Set(values.filter((value) => typeof value === "string"))].sort();
}
