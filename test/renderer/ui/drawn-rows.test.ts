import fc from "fast-check";
import { expect, test } from "vitest";
import { DrawnRows, type PlacedRows } from "../../../renderer/ui/data-table/drawn-rows.ts";

const VIEW = 20;

function placeAt(first: number): PlacedRows {
  return { range: { first, end: first + VIEW }, seen: { first, end: first + VIEW }, top: 0 };
}

test("rows stay in view until those of a newer place are there", () => {
  const held = new Set<number>();
  const drawn = new DrawnRows();
  const firstAt = (first: number) => drawn.at(placeAt(first), ({ first: of }) => held.has(of)).range.first;
  expect(firstAt(0)).toBe(0);
  held.add(0);
  expect(firstAt(0)).toBe(0);
  expect(firstAt(1000)).toBe(0);
  expect(firstAt(2000)).toBe(0);
  held.add(1000);
  expect(firstAt(3000)).toBe(1000);
  held.add(3000);
  expect(firstAt(4000)).toBe(3000);
  // What was held for a place further back is no step back.
  held.add(2000);
  expect(firstAt(5000)).toBe(3000);
  held.clear();
  expect(firstAt(6000)).toBe(6000);
});

test("what is drawn is held wherever anything is, and never older than what was drawn before", () => {
  const steps = fc.array(fc.record({ first: fc.nat(50), answered: fc.array(fc.nat(50)) }), { maxLength: 200 });
  fc.assert(
    fc.property(steps, (moves) => {
      const held = new Set<number>();
      const drawn = new DrawnRows();
      const times = new Map<PlacedRows, number>();
      let latest = -1;
      for (const [time, { first, answered }] of moves.entries()) {
        for (const row of answered) held.add(row);
        const place = placeAt(first);
        times.set(place, time);
        const chosen = drawn.at(place, ({ first: of }) => held.has(of));
        const chosenAt = times.get(chosen) as number;
        expect(chosenAt).toBeGreaterThanOrEqual(latest);
        if (held.has(first)) expect(chosen).toBe(place);
        if (latest >= 0 && held.has(moves[latest]?.first as number)) expect(held.has(chosen.range.first)).toBe(true);
        latest = chosenAt;
      }
    }),
  );
});
