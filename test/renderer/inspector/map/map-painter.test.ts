import { expect, test } from "vitest";
import { cursorAfterKey } from "../../../../renderer/features/inspector/map/map-cursor.ts";
import { mixInk, SCALE_VARIABLES } from "../../../../renderer/features/inspector/map/map-ink.ts";
import { paintMap, stretch } from "../../../../renderer/features/inspector/map/map-painter.ts";
import {
  sharesOfSpan,
  spanOfCells,
  timeAt,
  visitOrder,
} from "../../../../renderer/features/inspector/map/map-times.ts";
import { gridOf } from "./map-of.ts";

// Each variable another grey, so that a pixel tells its origin.
const GREYS = ["--map-field", "--map-line", "--series-main", ...SCALE_VARIABLES];
const ink = mixInk((variable) => {
  const grey = 10 * GREYS.indexOf(variable);
  return [grey, grey, grey];
});
const grey = (pixel: number | undefined) => (pixel ?? 0) & 255;

const FOUR = ["198.51.100.0", "198.51.100.1", "198.51.100.2", "198.51.100.3"];

function paint(addresses: readonly string[], until: number, size: number, leastPixels = 1): Uint32Array {
  const grid = gridOf(addresses);
  const span = spanOfCells(grid.map.cells);
  const { firstNs } = grid.map.cells;
  if (span === null || firstNs === null) throw new Error("visits have times");
  const pixels = new Uint32Array(size * size);
  paintMap(pixels, size, { grid, shares: sharesOfSpan(firstNs, span), until }, ink, leastPixels);
  return pixels;
}

test("a cell has the colour of its first visit, and none before", () => {
  const scale = SCALE_VARIABLES.map((variable) => 10 * GREYS.indexOf(variable));
  const shown = (until: number) => [...paint(FOUR, until, 16)].map(grey).filter((shade) => shade > 0);
  expect(shown(1).sort((a, b) => a - b)).toEqual([scale[0], scale[2], scale[4], scale[6]]);
  expect(shown(0.4).sort((a, b) => a - b)).toEqual([scale[0], scale[2]]);
  expect(shown(0)).toEqual([scale[0]]);
});

test("without times all cells have one colour", () => {
  const pixels = new Uint32Array(256);
  paintMap(pixels, 16, { grid: gridOf(FOUR), shares: null, until: 0 }, ink, 1);
  expect(pixels.filter((pixel) => grey(pixel) === 20)).toHaveLength(4);
});

test("pixels are opaque, and cells with room stand apart", () => {
  const pixels = paint(FOUR, 1, 160);
  expect(pixels.every((pixel) => pixel >>> 24 === 255)).toBe(true);
  expect(pixels.filter((pixel) => grey(pixel) > 0)).toHaveLength(4 * 9 * 9);
});

test.each([
  ["even places", 3, 16, 160, 0, 1, [30, 40]],
  ["a gap before the cell", 3, 16, 160, 1, 1, [31, 40]],
  ["uneven places", 1, 16, 24, 0, 1, [2, 3]],
  ["at least so wide", 100, 256, 256, 0, 2, [100, 102]],
  ["not over the edge", 255, 256, 256, 0, 2, [254, 256]],
  ["even where places are less than a pixel", 128, 256, 100, 0, 2, [49, 51]],
] as const)("pixels of a place: %s", (_name, place, side, size, gap, least, expected) => {
  expect(stretch(place, side, size, gap, least)).toEqual(expected);
});

test("times along the span, and the order of visits with ties by address", () => {
  const firstNs = BigInt64Array.of(7n, 5n, 9n, 5n);
  const cells = { ...gridOf(FOUR).map.cells, firstNs, lastNs: firstNs };
  const span = spanOfCells(cells);
  expect(span).toEqual({ startNs: 5n, endNs: 9n });
  if (span === null) return;
  expect([...sharesOfSpan(firstNs, span)]).toEqual([0.5, 0, 1, 0]);
  expect([timeAt(span, 0), timeAt(span, 0.5), timeAt(span, 1)]).toEqual([5n, 7n, 9n]);
  expect([...visitOrder(cells)]).toEqual([1, 3, 0, 2]);
  expect([...sharesOfSpan(BigInt64Array.of(5n), { startNs: 5n, endNs: 5n })]).toEqual([0]);
});

test.each([
  ["ArrowRight", false, { x: 1, y: 0 }],
  ["ArrowLeft", false, { x: 0, y: 0 }],
  ["ArrowDown", false, { x: 0, y: 1 }],
  ["ArrowDown", true, { x: 0, y: 16 }],
  ["ArrowUp", true, { x: 0, y: 0 }],
  ["Home", false, "first"],
  ["PageUp", false, "first"],
  ["PageDown", false, "first"],
  ["End", false, "last"],
  ["x", false, null],
] as const)("%s, with shift %s, moves the cursor from the corner to %j", (key, shiftKey, expected) => {
  const grid = gridOf(["198.18.9.1", "198.18.4.2", "198.18.9.7", "198.18.200.1", "198.18.9.6"]);
  expect(grid.side).toBe(256);
  const order = visitOrder(grid.map.cells);
  const visit = (index: number | undefined) => ({ x: grid.x[index ?? -1], y: grid.y[index ?? -1] });
  const told = cursorAfterKey({ key, shiftKey }, { x: 0, y: 0 }, grid, order);
  if (expected === "first") expect(told).toEqual(visit(order[0]));
  else if (expected === "last") expect(told).toEqual(visit(order.at(-1)));
  else expect(told).toEqual(expected);
});
