import type { TableColumn } from "../../../renderer/ui/data-table/table-layout.ts";
import type { TableSource } from "../../../renderer/ui/data-table/table-source.ts";

/** A source of rows that are there, with what was asked of it. */
export function listedRows(rows: readonly string[], revisionAt: (asked: number) => number = () => 1) {
  const asked: [offset: number, limit: number][] = [];
  const source: TableSource<string> = {
    key: "",
    revision: 1,
    load: async (offset, limit) => {
      asked.push([offset, limit]);
      const revision = revisionAt(asked.length);
      return {
        ok: true,
        value: { revision, rows: rows.slice(offset, offset + limit), matching: rows.length, total: rows.length },
      };
    },
    find: async () => null,
  };
  return { source, asked };
}

/** A column that shows a row as it is. */
export const TEXT_COLUMN: TableColumn<string, "text"> = {
  name: "text",
  title: "Text",
  about: "",
  align: "left",
  width: 100,
  cell: (row) => row,
  value: (row) => row,
};
