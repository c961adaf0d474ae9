import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  contentHeight,
  isScaled,
  positionAfterScroll,
  positionAtScroll,
  positionToShow,
  rowAtScroll,
  rowsAtPosition,
  scrollForPosition,
  scrollForRow,
  TALLEST_PX,
  type TableExtent,
} from "../../../renderer/ui/data-table/scroll-map.ts";

/** Below, a 32-bit float tells quarters of a pixel. */
const SHARP_PX = 2 ** 22;

const FIVE_MILLION: TableExtent = { rows: 5_000_000, rowHeight: 22, viewport: 700 };

const extents = fc.record({
  rows: fc.oneof(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 20_000_000 })),
  rowHeight: fc.constant(22),
  viewport: fc.integer({ min: 22, max: 2000 }),
});
const extentsWithFractions = fc.tuple(extents, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat());

const lastScroll = (extent: TableExtent) => Math.max(0, contentHeight(extent) - extent.viewport);
const lastPosition = (extent: TableExtent) => Math.max(0, extent.rows * extent.rowHeight - extent.viewport);

describe("scroll map", () => {
  test("no element is taller than Chromium draws sharply", () => {
    expect(TALLEST_PX).toBeLessThan(SHARP_PX - 1000);
    fc.assert(fc.property(extents, (extent) => contentHeight(extent) <= TALLEST_PX));
  });

  test("a table that fits is not scaled: pixels are pixels", () => {
    const extent = { rows: 150_000, rowHeight: 22, viewport: 700 };
    expect(isScaled(extent)).toBe(false);
    expect(positionAtScroll(extent, 12_345)).toBe(12_345);
    expect(scrollForRow(extent, 500)).toBe(11_000);
    expect(positionAfterScroll(extent, 0, 987_654)).toBe(987_654);
  });

  test("the first and the last row of five million are at the ends of the scroll bar", () => {
    expect(isScaled(FIVE_MILLION)).toBe(true);
    expect(rowAtScroll(FIVE_MILLION, 0)).toBe(0);
    const atEnd = positionAtScroll(FIVE_MILLION, lastScroll(FIVE_MILLION));
    expect(rowsAtPosition(FIVE_MILLION, atEnd, 0).end).toBe(5_000_000);
  });

  test("further down is never further up", () => {
    fc.assert(
      fc.property(extents, fc.nat(), fc.nat(), (extent, a, b) => {
        const [upper, lower] = [a, b].map((n) => n % (lastScroll(extent) + 1)).sort((x, y) => x - y) as [
          number,
          number,
        ];
        expect(rowAtScroll(extent, upper)).toBeLessThanOrEqual(rowAtScroll(extent, lower));
      }),
    );
  });

  test("every row is seen where the scroll bar stands for it, though the browser rounds it to a pixel", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_999_999 }), (row) => {
        const position = positionAtScroll(FIVE_MILLION, Math.round(scrollForRow(FIVE_MILLION, row)));
        const seen = rowsAtPosition(FIVE_MILLION, position, 0);
        expect(seen.first).toBeLessThanOrEqual(row);
        expect(seen.end).toBeGreaterThan(row);
      }),
    );
  });

  test("position to scroll bar and back", () => {
    fc.assert(
      fc.property(extentsWithFractions, ([extent, fraction]) => {
        const position = fraction * lastPosition(extent);
        expect(positionAtScroll(extent, scrollForPosition(extent, position))).toBeCloseTo(position, 3);
      }),
    );
  });

  test("a row asked for is seen whole", () => {
    fc.assert(
      fc.property(extentsWithFractions, ([extent, fraction, n]) => {
        const row = n % extent.rows;
        const position = positionToShow(extent, row, fraction * lastPosition(extent));
        expect(position).toBeLessThanOrEqual(row * 22);
        expect(position + extent.viewport).toBeGreaterThanOrEqual((row + 1) * 22);
      }),
    );
  });

  test("a row already seen whole moves nothing", () => {
    expect(positionToShow(FIVE_MILLION, 1005, 22_000)).toBe(22_000);
  });

  test("small steps of the scroll bar move as many pixels, so that no row is skipped", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.integer({ min: 2, max: 700 }), (at, step) => {
        const position = at * lastPosition(FIVE_MILLION);
        const bar = scrollForPosition(FIVE_MILLION, position);
        expect(positionAfterScroll(FIVE_MILLION, position, bar + step)).toBeCloseTo(position + step, 3);
        expect(positionAfterScroll(FIVE_MILLION, position, bar - step)).toBeCloseTo(position - step, 3);
      }),
    );
  });

  test.each([
    ["a drag to the middle goes to the middle", 2_000_000 - 350, 2_499_984],
    ["a drag to the top goes to the first row", 0, 0],
    ["a drag to the bottom goes to the last rows", 4_000_000 - 700, 4_999_968],
  ])("%s", (_name, scrollTop, row) => {
    const position = positionAfterScroll(FIVE_MILLION, 77_000, scrollTop);
    expect(rowsAtPosition(FIVE_MILLION, position, 0).first).toBe(row);
  });

  test("the echo of a rounded scroll bar is no move", () => {
    const bar = Math.round(scrollForPosition(FIVE_MILLION, 1_234_567));
    expect(positionAfterScroll(FIVE_MILLION, 1_234_567, bar)).toBe(1_234_567);
  });

  test("rows seen lie within the table", () => {
    fc.assert(
      fc.property(extentsWithFractions, fc.nat(50), ([extent, fraction], beyond) => {
        const { first, end } = rowsAtPosition(extent, fraction * lastPosition(extent), beyond);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(extent.rows);
        expect(end - first).toBeLessThanOrEqual(Math.ceil(extent.viewport / 22) + 1 + 2 * beyond);
      }),
    );
  });

  test("an empty table has nothing to show", () => {
    const extent = { rows: 0, rowHeight: 22, viewport: 700 };
    expect(rowsAtPosition(extent, 0, 10)).toEqual({ first: 0, end: 0 });
    expect(contentHeight(extent)).toBe(0);
  });
});
