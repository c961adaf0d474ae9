import type { NumberColumn, NumberRow } from "../../../core/contract/numbers.ts";
import type { TableColumn } from "../../ui/data-table/table-layout.ts";
import { formatCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { numberCountry, prefixesOf } from "./number-words.ts";

/** Columns that are looked at from their largest value first. */
export const DESCENDING_FIRST: ReadonlySet<NumberColumn> = new Set(["packets", "called", "sources", "flows", "forms"]);

/** The columns of the list of dialled numbers, in order. */
export const NUMBER_TABLE_COLUMNS: readonly TableColumn<NumberRow, NumberColumn>[] = [
  {
    ...left("number", "Number", "With country code where it is understood, else the shortest form as sent", 142),
    cell: ({ number }) => <SafeText text={number} expandable={false} />,
    value: ({ number }) => number,
  },
  {
    ...left("country", "Country", "Country of the number, not of who dials it", 124),
    cell: numberCountry,
    value: numberCountry,
  },
  {
    ...right("packets", "Packets", "INVITEs that name the number", 84),
    cell: ({ packets }) => formatCount(packets),
    value: ({ packets }) => packets,
  },
  {
    ...right(
      "called",
      "Called",
      "Of these, those that call it, in To or request URI; the others have it in From only",
      68,
    ),
    cell: ({ called }) => formatCount(called),
    value: ({ called }) => called,
  },
  {
    ...right("sources", "Sources", "Sources whose INVITEs name it", 74),
    cell: ({ sources }) => formatCount(sources),
    value: ({ sources }) => sources,
  },
  {
    ...right("flows", "Flows", "Flows whose INVITEs name it", 62),
    cell: ({ flows }) => formatCount(flows),
    value: ({ flows }) => flows,
  },
  {
    ...left("forms", "Prefixes", "What is dialled before it, most packets first; sorted by forms seen, at most 8", 110),
    grows: true,
    cell: (row) => <SafeText text={prefixesOf(row).join(", ")} expandable={false} />,
    value: (row) => prefixesOf(row).join(" "),
  },
];

function left(name: NumberColumn, title: string, about: string, width: number) {
  return { name, title, about, width, align: "left" as const };
}

function right(name: NumberColumn, title: string, about: string, width: number) {
  return { name, title, about, width, align: "right" as const };
}
