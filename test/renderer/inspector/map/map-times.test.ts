import fc from "fast-check";
import { expect, test } from "vitest";
import { sharesOfSpan, spanOfCells, visitOrder } from "../../../../renderer/features/inspector/map/map-times.ts";

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const times = fc.oneof(
  fc.array(int64, { minLength: 1, maxLength: 80 }),
  fc.array(fc.bigInt({ min: 1_700_000_000_000_000_000n, max: 1_700_000_000_000_000_300n }), {
    minLength: 1,
    maxLength: 80,
  }),
);

function cellsAt(firstNs: readonly bigint[] | null, length: number) {
  const none = new Uint32Array(length);
  return {
    blocks: new Uint16Array(length).map((_, block) => block),
    destinations: none,
    lowest: none,
    highest: none,
    firstNs: firstNs === null ? null : BigInt64Array.from(firstNs),
    lastNs: firstNs === null ? null : BigInt64Array.from(firstNs),
  };
}

test("cells are visited in the order of their times, and those of one time in that of addresses", () => {
  fc.assert(
    fc.property(times, (firstNs) => {
      const sorted = firstNs
        .map((time, index) => ({ time, index }))
        .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.index - b.index));
      expect([...visitOrder(cellsAt(firstNs, firstNs.length))]).toEqual(sorted.map(({ index }) => index));
    }),
  );
  expect([...visitOrder(cellsAt(null, 3))]).toEqual([0, 1, 2]);
});

test("a cell's share of the span is that of its time, from 0 to 1", () => {
  fc.assert(
    fc.property(times, (firstNs) => {
      const cells = cellsAt(firstNs, firstNs.length);
      const span = spanOfCells(cells);
      if (span === null || cells.firstNs === null) throw new Error("these have times");
      const length = Number(span.endNs - span.startNs);
      const shares = firstNs.map((time) => (length === 0 ? 0 : Number(time - span.startNs) / length));
      expect([...sharesOfSpan(cells.firstNs, span)]).toEqual(shares);
    }),
  );
});
