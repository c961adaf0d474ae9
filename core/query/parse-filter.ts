import type { Expression } from "./expression.ts";
import { type FilterFault, faultAt } from "./fault.ts";
import type { FilterTable } from "./field-table.ts";
import { FilterReader } from "./filter-reader.ts";
import { splitTokens } from "./tokens.ts";

/** Longest text of a filter, in code units. */
export const LONGEST_FILTER = 4096;

/** A filter, or why the text is none. */
export type ParsedFilter =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly fault: FilterFault };

/**
 * Reads the text of a filter over the rows of a table. test/cases/filter-language.md shows the language. In short:
 *
 *     tool == "paper/1" and packets > 100 and dst in 198.51.100.0/24
 *     packets("OPTIONS") > 10 and not country in {"DE", "FR"}
 *     first in 2026-01-02 and duration >= 20m and exists asn
 *     sipvicious 198.51.100
 *
 * What is unknown satisfies no comparison, `!=` included; `not` turns true into false and false into true.
 */
export function parseFilter(text: string, table: FilterTable): ParsedFilter {
  const unfit = findUnfit(text);
  if (unfit !== undefined) return { ok: false, fault: unfit };
  const reader = new FilterReader(splitTokens(text), table);
  const expression = reader.readAll();
  if (expression !== undefined) return { ok: true, expression };
  if (reader.fault === undefined) throw new Error("a filter was refused without a reason");
  return { ok: false, fault: reader.fault };
}

/** What cannot be in any filter. */
function findUnfit(text: string): FilterFault | undefined {
  if (text.length > LONGEST_FILTER) {
    const beyond = { start: LONGEST_FILTER, end: text.length };
    return faultAt(beyond, `The filter has ${text.length} characters; ${LONGEST_FILTER} are possible.`);
  }
  // No text of a capture holds half a character or, as text, NUL, and databases disagree about both.
  const index = text.search(/\0|\p{Surrogate}/u);
  if (index < 0) return undefined;
  return faultAt({ start: index, end: index + 1 }, "This character cannot be looked for; take it out.");
}
