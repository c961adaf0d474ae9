import { describe, expect, test } from "vitest";
import {
  gridColumns,
  moveColumn,
  PLAIN_LAYOUT,
  resizeColumn,
  shownColumns,
  type TableColumn,
  type TableLayout,
  toggleColumn,
} from "../../../renderer/ui/data-table/table-layout.ts";

type Name = "source" | "tools" | "packets";

function column(name: Name, width: number, grows = false): TableColumn<string, Name> {
  return { name, title: name, about: "", align: "left", width, grows, cell: () => null, value: () => null };
}

const COLUMNS = [column("source", 120), column("tools", 200, true), column("packets", 80)];
const NAMES = COLUMNS.map(({ name }) => name);

describe("columns", () => {
  test("as they come, one takes what room is left", () => {
    expect(gridColumns(COLUMNS, PLAIN_LAYOUT)).toBe("120px minmax(200px, 1fr) 80px");
  });

  test("a resized column keeps its width", () => {
    expect(gridColumns(COLUMNS, resizeColumn(PLAIN_LAYOUT, "tools", 260.4))).toBe("120px 260px 80px");
    expect(resizeColumn(PLAIN_LAYOUT, "tools", -5).widths).toEqual({ tools: 40 });
    expect(resizeColumn(PLAIN_LAYOUT, "tools", 9e9).widths).toEqual({ tools: 1200 });
  });

  test("a hidden column comes back", () => {
    const hidden = toggleColumn(PLAIN_LAYOUT, "tools", NAMES);
    expect(shownColumns(COLUMNS, hidden).map(({ name }) => name)).toEqual(["source", "packets"]);
    expect(shownColumns(COLUMNS, toggleColumn(hidden, "tools", NAMES))).toHaveLength(3);
  });

  test("a moved column takes another one's place, over hidden ones too", () => {
    const order = (layout: TableLayout) => shownColumns(COLUMNS, layout).map(({ name }) => name);
    const moved = moveColumn(PLAIN_LAYOUT, "packets", "source", NAMES);
    expect(order(moved)).toEqual(["packets", "source", "tools"]);
    expect(order(moveColumn(moved, "packets", "tools", NAMES))).toEqual(["source", "tools", "packets"]);
    expect(moveColumn(moved, "tools", "tools", NAMES)).toBe(moved);
    const hidden = toggleColumn(PLAIN_LAYOUT, "tools", NAMES);
    expect(order(moveColumn(hidden, "source", "packets", NAMES))).toEqual(["packets", "source"]);
    // A column that a later version adds comes behind those that were arranged.
    expect(order({ ...PLAIN_LAYOUT, order: ["packets"] })).toEqual(["packets", "source", "tools"]);
  });

  test("one column always stays", () => {
    const one = toggleColumn(toggleColumn(PLAIN_LAYOUT, "tools", NAMES), "source", NAMES);
    expect(shownColumns(COLUMNS, toggleColumn(one, "packets", NAMES))).toHaveLength(1);
  });
});
