import type { CalledCountries, NumberColumn, NumberPage, NumberQuery, NumberRow } from "../contract/numbers.ts";
import type { CountedNumber } from "./dialled-report.ts";
import type { Numbers } from "./numbers.ts";
import { compareKeys, type SortKey } from "./sort-keys.ts";

/** The rows from `offset` on, at most `limit`. `total`: numbers of all flows. */
export function numberPage(
  numbers: Numbers,
  query: NumberQuery,
  about: { readonly revision: number; readonly total: number },
  offset: number,
  limit: number,
): NumberPage {
  const sorted = sortNumbers(numbers, query);
  return { ...about, offset, rows: sorted.slice(offset, offset + limit).map(rowOf), matching: sorted.length };
}

/** Index of a number among the rows of a query; null where it is not among them. */
export function findNumber(numbers: Numbers, query: NumberQuery, number: string): number | null {
  const index = sortNumbers(numbers, query).findIndex((row) => row.number === number);
  return index < 0 ? null : index;
}

export function calledCountries({ countries, totals }: Numbers): CalledCountries {
  return { countries, totals };
}

/** The row of a number; null: no such number among them. */
export function numberRow({ numbers }: Numbers, wanted: string): NumberRow | null {
  const row = numbers.find(({ number }) => number === wanted);
  return row === undefined ? null : rowOf(row);
}

function rowOf(number: CountedNumber): NumberRow {
  return { ...number, forms: number.forms.map((form) => ({ ...form })) };
}

/** Equal ones stay in the order of the numbers: most packets first, then by number. */
function sortNumbers({ numbers }: Numbers, { sort, descending }: NumberQuery): CountedNumber[] {
  const keyOf = SORT_KEYS[sort];
  const sign = descending ? -1 : 1;
  return numbers.toSorted((a, b) => compareKeys(keyOf(a), keyOf(b), sign));
}

const SORT_KEYS: Readonly<Record<NumberColumn, (number: CountedNumber) => SortKey>> = {
  number: ({ number }) => number,
  country: ({ country }) => country,
  packets: ({ packets }) => packets,
  called: ({ called }) => called,
  sources: ({ sources }) => sources,
  flows: ({ flows }) => flows,
  forms: ({ forms }) => forms.length,
};
