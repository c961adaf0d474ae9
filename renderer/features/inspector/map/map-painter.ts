import type { MapGrid } from "./map-grid.ts";
import type { MapInk } from "./map-ink.ts";
import { canZoom, partLength } from "./map-zoom.ts";

/** What is drawn of a map. */
export interface MapDrawing {
  readonly grid: MapGrid;
  /** Where in time each cell is first visited, from 0 to 1; null: not known. */
  readonly shares: Float64Array | null;
  /** Cells visited later than this are not drawn. */
  readonly until: number;
}

/** Cells of this many pixels stand apart from their neighbours. */
const ROOMY = 6;

/**
 * Draws a map into a square of size by size pixels. A cell is at least so many pixels wide and high: where they overlap
 * the higher address is seen.
 */
export function paintMap(
  pixels: Uint32Array,
  size: number,
  { grid, shares, until }: MapDrawing,
  ink: MapInk,
  leastPixels: number,
): void {
  const { side, x, y } = grid;
  pixels.fill(ink.field);
  paintLines(pixels, size, grid, ink.line);
  const gap = size / side >= ROOMY ? 1 : 0;
  for (let index = 0; index < x.length; index += 1) {
    const share = shares === null ? 0 : (shares[index] as number);
    if (share > until) continue;
    const colour = shares === null ? ink.undated : (ink.scale[Math.round(share * (ink.scale.length - 1))] as number);
    const [left, right] = stretch(x[index] as number, side, size, gap, leastPixels);
    const [top, bottom] = stretch(y[index] as number, side, size, gap, leastPixels);
    for (let row = top; row < bottom; row += 1) pixels.fill(colour, row * size + left, row * size + right);
  }
}

/** First pixel of a cell's place, and the first one behind it, along one side. */
export function stretch(
  place: number,
  side: number,
  size: number,
  gap: number,
  leastPixels: number,
): readonly [from: number, to: number] {
  const from = Math.round((place * size) / side) + gap;
  const to = Math.round(((place + 1) * size) / side);
  const missing = Math.max(0, leastPixels - (to - from));
  const start = Math.min(Math.max(0, from - (missing >> 1)), size - (to - from) - missing);
  return [start, start + (to - from) + missing];
}

/** Lines around the parts that can be zoomed into. */
function paintLines(pixels: Uint32Array, size: number, grid: MapGrid, colour: number): void {
  if (!canZoom(grid)) return;
  const parts = 2 ** ((partLength(grid) - grid.map.prefix.length) / 2);
  for (let part = 1; part < parts; part += 1) {
    const at = Math.round((part * size) / parts);
    pixels.fill(colour, at * size, (at + 1) * size);
    for (let row = 0; row < size; row += 1) pixels[row * size + at] = colour;
  }
}
