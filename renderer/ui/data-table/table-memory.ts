import { PLAIN_LAYOUT, resizeColumn, type TableLayout } from "./table-layout.ts";

/** What a table remembers. */
export interface TableMemory {
  readonly layout: TableLayout;
  /** First row seen when the table was left. */
  readonly firstRow: number;
}

/** A table's memory as text for storage. */
export function encodeTableMemory({ layout, firstRow }: TableMemory): string {
  return JSON.stringify({ layout, firstRow });
}

/** What a stored text remembers of a table with these columns; what it does not hold, or not soundly, is as it comes. */
export function decodeTableMemory(text: string | null, columns: readonly string[]): TableMemory {
  const stored = parse(text);
  const names = new Set<unknown>(columns);
  const layout = recordOf(stored.layout);
  let arranged: TableLayout = PLAIN_LAYOUT;
  for (const [name, width] of Object.entries(recordOf(layout.widths))) {
    if (names.has(name) && typeof width === "number") arranged = resizeColumn(arranged, name, width);
  }
  const namesIn = (list: unknown) =>
    Array.isArray(list) ? [...new Set(list)].filter((name): name is string => names.has(name)) : [];
  const hidden = namesIn(layout.hidden);
  if (hidden.length < columns.length) arranged = { ...arranged, hidden };
  arranged = { ...arranged, order: namesIn(layout.order) };
  const { firstRow } = stored;
  return {
    layout: arranged,
    firstRow: Number.isSafeInteger(firstRow) ? Math.max(0, firstRow as number) : 0,
  };
}

function parse(text: string | null): Record<string, unknown> {
  try {
    return recordOf(JSON.parse(text ?? "{}"));
  } catch {
    return {};
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
