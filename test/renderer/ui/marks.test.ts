import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Marks,
  markAll,
  markedRows,
  NO_MARKS,
  settleMarks,
  stretchMarks,
  toggleMark,
} from "../../../renderer/ui/data-table/marks.ts";
import { countRows, holdsRow } from "../../../renderer/ui/data-table/row-ranges.ts";

const ROWS = 30;
const row = fc.nat({ max: ROWS - 1 });
const step = fc.oneof(
  fc.record({ kind: fc.constant("toggle" as const), row }),
  fc.record({ kind: fc.constant("stretch" as const), row, from: row }),
  fc.record({ kind: fc.constant("settle" as const) }),
  fc.record({ kind: fc.constant("all" as const) }),
);

/** What the same steps mean, a row at a time. */
class Model {
  fixed = new Set<number>();
  stretch: readonly [from: number, to: number] | null = null;

  get marked(): Set<number> {
    const marked = new Set(this.fixed);
    if (this.stretch === null) return marked;
    const [from, to] = this.stretch;
    for (let at = Math.min(from, to); at <= Math.max(from, to); at += 1) marked.add(at);
    return marked;
  }

  settle(): void {
    this.fixed = this.marked;
    this.stretch = null;
  }
}

test("marks are the rows that the same keys mark one by one, as few ranges", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let marks: Marks = NO_MARKS;
      const model = new Model();
      for (const one of steps) {
        switch (one.kind) {
          case "toggle":
            marks = toggleMark(marks, one.row);
            model.settle();
            if (!model.fixed.delete(one.row)) model.fixed.add(one.row);
            break;
          case "stretch":
            marks = stretchMarks(marks, one.from, one.row);
            model.stretch = [model.stretch?.[0] ?? one.from, one.row];
            break;
          case "settle":
            marks = settleMarks(marks);
            model.settle();
            break;
          case "all":
            marks = markAll(ROWS);
            model.fixed = new Set(Array.from({ length: ROWS }, (_, at) => at));
            model.stretch = null;
        }
        const ranges = markedRows(marks);
        const { marked } = model;
        expect(Array.from({ length: ROWS }, (_, at) => holdsRow(ranges, at))).toEqual(
          Array.from({ length: ROWS }, (_, at) => marked.has(at)),
        );
        expect(countRows(ranges)).toBe(marked.size);
        for (const [at, range] of ranges.entries()) {
          expect(range.first).toBeLessThan(range.end);
          // Ranges that touch are one.
          expect(range.first).toBeGreaterThan(ranges[at - 1]?.end ?? -1);
        }
      }
    }),
  );
});

test("all of a million rows are one range", () => {
  expect(markedRows(markAll(1_000_000))).toEqual([{ first: 0, end: 1_000_000 }]);
  expect(markedRows(markAll(0))).toEqual([]);
});
