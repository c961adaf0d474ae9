import { expect, test } from "vitest";
import type { DiffRowView } from "../../../../core/contract/diff.ts";
import { foldRows } from "../../../../renderer/features/diff/fold-rows.ts";
import { orderLines } from "../../../../renderer/features/diff/order-lines.ts";

function row(key: string, kind: DiffRowView["kind"]): DiffRowView {
  return { key, kind, cells: [] };
}

const ROWS = [row("a", "equal"), row("b", "equal"), row("c", "value"), row("d", "equal"), row("e", "missing")];

test("equal rows in a row are one line, unless they are to be shown", () => {
  const shown = (all: boolean) =>
    foldRows(ROWS, all).map((part) => (part.kind === "row" ? part.row.key : part.keys.join("+")));
  expect(shown(false)).toEqual(["a+b", "c", "d", "e"]);
  expect(shown(true)).toEqual(["a", "b", "c", "d", "e"]);
});

test("lines lead from each name to where the other side has it", () => {
  expect(orderLines(["via", "to", "x"], ["to", "via"])).toEqual([
    { name: "via", from: 0, to: 1 },
    { name: "to", from: 1, to: 0 },
  ]);
  expect(orderLines(null, ["to"])).toEqual([]);
  expect(orderLines(["to"], null)).toEqual([]);
});
