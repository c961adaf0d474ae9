import type { RowRanges } from "./row-ranges.ts";
import type { TableSource } from "./table-source.ts";

/** Ids of the first rows of these ranges, at most so many; those that cannot be had are left out. */
export async function idsOfRows<Row>(
  source: TableSource<Row>,
  rowId: (row: Row) => string,
  ranges: RowRanges,
  most: number,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const { first, end } of ranges) {
    if (ids.length === most) break;
    const reply = await source.load(first, Math.min(end - first, most - ids.length));
    if (reply.ok) ids.push(...reply.value.rows.map(rowId));
  }
  return ids;
}
