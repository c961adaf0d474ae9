import { FLOW_COLUMNS } from "../../../core/contract/flow-table.ts";
import { PLAIN_LAYOUT, resizeColumn, type TableLayout } from "../../ui/data-table/table-layout.ts";

/** What the flow table remembers. */
export interface FlowTable {
  readonly layout: TableLayout;
  /** First row seen when the table was left. */
  readonly firstRow: number;
}

/** The table's memory as text for storage. */
export function encodeFlowTable({ layout, firstRow }: FlowTable): string {
  return JSON.stringify({ layout, firstRow });
}

/** What a stored text remembers; what it does not hold, or not soundly, is as it comes. */
export function decodeFlowTable(text: string | null): FlowTable {
  const stored = parse(text);
  const names = new Set<unknown>(FLOW_COLUMNS);
  const layout = recordOf(stored.layout);
  let arranged: TableLayout = PLAIN_LAYOUT;
  for (const [name, width] of Object.entries(recordOf(layout.widths))) {
    if (names.has(name) && typeof width === "number") arranged = resizeColumn(arranged, name, width);
  }
  const hidden = Array.isArray(layout.hidden) ? layout.hidden.filter((name): name is string => names.has(name)) : [];
  if (hidden.length < FLOW_COLUMNS.length) arranged = { ...arranged, hidden };
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
