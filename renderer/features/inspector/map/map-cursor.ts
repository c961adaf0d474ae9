import type { GridPoint } from "../../../../core/behaviour/hilbert.ts";
import type { MapGrid } from "./map-grid.ts";
import { partLength } from "./map-zoom.ts";

const STEPS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A key press on the map. */
export interface MapKeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
}

/**
 * Where a key moves the cursor, null for other keys. Arrows go from cell to cell, with Shift by the parts that can be
 * zoomed into. PageUp and PageDown, Home and End go along the visits: `order` holds the cells with destinations.
 */
export function cursorAfterKey(
  { key, shiftKey }: MapKeyPress,
  cursor: GridPoint,
  grid: MapGrid,
  order: Uint32Array,
): GridPoint | null {
  const step = STEPS[key];
  if (step !== undefined) {
    const reach = shiftKey ? 2 ** ((grid.cellLength - partLength(grid)) / 2) : 1;
    const move = (place: number, by: number) => Math.min(grid.side - 1, Math.max(0, place + by * reach));
    return { x: move(cursor.x, step[0]), y: move(cursor.y, step[1]) };
  }
  const at = order.findIndex((index) => grid.x[index] === cursor.x && grid.y[index] === cursor.y);
  switch (key) {
    case "Home":
      return pointOfVisit(grid, order, 0);
    case "End":
      return pointOfVisit(grid, order, order.length - 1);
    case "PageDown":
      return pointOfVisit(grid, order, Math.min(order.length - 1, at + 1));
    case "PageUp":
      return pointOfVisit(grid, order, Math.max(0, at - 1));
    default:
      return null;
  }
}

/** The place of the cell that is visited as the so many-th; null: there are no cells. */
export function pointOfVisit({ x, y }: MapGrid, order: Uint32Array, visit: number): GridPoint | null {
  const index = order[visit];
  return index === undefined ? null : { x: x[index] as number, y: y[index] as number };
}
