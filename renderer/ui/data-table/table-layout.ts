import type { ReactNode } from "react";

/** What a row has in a column, as it is copied and looked for; null is unknown. Text may come from a capture. */
export type CellValue = string | number | null;

/** A column of a table. */
export interface TableColumn<Row, Name extends string> {
  readonly name: Name;
  readonly title: string;
  /** What the column holds, for those who wonder. */
  readonly about: string;
  /** Numbers stand at the right. */
  readonly align: "left" | "right";
  /** Pixels it has at first. */
  readonly width: number;
  /** Takes the room that is left over. */
  readonly grows?: boolean;
  readonly cell: (row: Row) => ReactNode;
  readonly value: (row: Row) => CellValue;
}

/** How the analyst arranged the columns of a table. */
export interface TableLayout {
  /** Pixels of columns that were resized, by name. */
  readonly widths: Readonly<Record<string, number>>;
  readonly hidden: readonly string[];
  /** Names of columns in their order; the others come behind them, as they come. Empty: all as they come. */
  readonly order: readonly string[];
}

/** Columns as they come. */
export const PLAIN_LAYOUT: TableLayout = { widths: {}, hidden: [], order: [] };

const NARROWEST = 40;
const WIDEST = 1200;

/** A column gets a width, within reason. */
export function resizeColumn(layout: TableLayout, name: string, width: number): TableLayout {
  const within = Math.round(Math.min(Math.max(width, NARROWEST), WIDEST));
  return { ...layout, widths: { ...layout.widths, [name]: within } };
}

/** Hides a column or shows it again; `names` are all of the table, of which one stays. */
export function toggleColumn(layout: TableLayout, name: string, names: readonly string[]): TableLayout {
  if (layout.hidden.includes(name)) return { ...layout, hidden: layout.hidden.filter((other) => other !== name) };
  const shown = names.filter((other) => !layout.hidden.includes(other));
  return shown.length === 1 ? layout : { ...layout, hidden: [...layout.hidden, name] };
}

/** Moves a column into the place of another one, which makes room towards where the column was. */
export function moveColumn(layout: TableLayout, name: string, place: string, names: readonly string[]): TableLayout {
  const order = orderOf(names, layout);
  const from = order.indexOf(name);
  const to = order.indexOf(place);
  if (from < 0 || to < 0 || from === to) return layout;
  return { ...layout, order: order.toSpliced(from, 1).toSpliced(to, 0, name) };
}

/** Names in the order of a layout. */
function orderOf(names: readonly string[], { order }: TableLayout): readonly string[] {
  const known = order.filter((name) => names.includes(name));
  return [...known, ...names.filter((name) => !known.includes(name))];
}

/** All columns, in order. */
export function orderedColumns<Row, Name extends string>(
  columns: readonly TableColumn<Row, Name>[],
  layout: TableLayout,
): readonly TableColumn<Row, Name>[] {
  const names = columns.map(({ name }) => name);
  return orderOf(names, layout).map((name) => columns[names.indexOf(name as Name)] as TableColumn<Row, Name>);
}

/** The columns that are shown, in order. */
export function shownColumns<Row, Name extends string>(
  columns: readonly TableColumn<Row, Name>[],
  layout: TableLayout,
): readonly TableColumn<Row, Name>[] {
  return orderedColumns(columns, layout).filter(({ name }) => !layout.hidden.includes(name));
}

/** Pixels of a column. */
export function widthOf<Row, Name extends string>(column: TableColumn<Row, Name>, layout: TableLayout): number {
  return layout.widths[column.name] ?? column.width;
}

/** The columns as a value of `grid-template-columns`. */
export function gridColumns<Row, Name extends string>(
  columns: readonly TableColumn<Row, Name>[],
  layout: TableLayout,
): string {
  return columns
    .map((column) => {
      const width = widthOf(column, layout);
      return column.grows === true && layout.widths[column.name] === undefined
        ? `minmax(${width}px, 1fr)`
        : `${width}px`;
    })
    .join(" ");
}
