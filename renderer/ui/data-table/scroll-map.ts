/**
 * Where the rows of a table lie, in pixels from its first row, and where its scroll bar stands for it.
 *
 * Chromium cuts an element off at 33,554,428 px, which is 1,525,201 rows of 22 px, and draws text at 32-bit floats, which
 * far earlier makes rows jitter: from 2^24 px on by two pixels. A table taller than `TALLEST_PX` gets a scroll range of
 * that height, and its scroll bar tells a fraction of the rows. Near moves still go pixel by pixel, see
 * `positionAfterScroll`.
 */
export interface TableExtent {
  readonly rows: number;
  readonly rowHeight: number;
  /** Height in which rows are seen. */
  readonly viewport: number;
}

/** Rows from `first` on, `end` not included. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

/** Height of the tallest element a table makes: below 2^22 px, up to where a float still tells quarters of a pixel. */
export const TALLEST_PX = 4_000_000;

/** How far, in viewports, a move of the scroll bar still counts as near. */
const NEAR_VIEWPORTS = 2;

/** Height of the element that gives the scroll bar its range. */
export function contentHeight(extent: TableExtent): number {
  return Math.min(fullHeight(extent), TALLEST_PX);
}

/** True where the scroll bar tells a fraction rather than pixels. */
export function isScaled(extent: TableExtent): boolean {
  return fullHeight(extent) > TALLEST_PX;
}

/** The position nearest to this one that the table can show. */
export function clampPosition(extent: TableExtent, position: number): number {
  return Math.min(Math.max(position, 0), lastPosition(extent));
}

/** Position at which the scroll bar stands at `scrollTop`. */
export function positionAtScroll(extent: TableExtent, scrollTop: number): number {
  const range = scrollRange(extent);
  if (range === 0) return 0;
  return clampPosition(extent, isScaled(extent) ? (scrollTop / range) * lastPosition(extent) : scrollTop);
}

/** Where the scroll bar stands for a position. */
export function scrollForPosition(extent: TableExtent, position: number): number {
  const last = lastPosition(extent);
  if (last === 0) return 0;
  const clamped = clampPosition(extent, position);
  return isScaled(extent) ? (clamped / last) * scrollRange(extent) : clamped;
}

/** The first row that is seen, if only in part, when the scroll bar stands at `scrollTop`. */
export function rowAtScroll(extent: TableExtent, scrollTop: number): number {
  return rowAtPosition(extent, positionAtScroll(extent, scrollTop));
}

/** Where the scroll bar stands when this row is the first one, or as near to it as the last rows allow. */
export function scrollForRow(extent: TableExtent, row: number): number {
  return scrollForPosition(extent, row * extent.rowHeight);
}

/** Position after the scroll bar was moved to `scrollTop`: near moves go pixel by pixel, far ones by fraction. */
export function positionAfterScroll(extent: TableExtent, position: number, scrollTop: number): number {
  if (!isScaled(extent)) return positionAtScroll(extent, scrollTop);
  if (scrollTop <= 0) return 0;
  if (scrollTop >= scrollRange(extent)) return lastPosition(extent);
  const moved = scrollTop - scrollForPosition(extent, position);
  // The browser rounds where a script puts the scroll bar; what it then reports is no move.
  if (Math.abs(moved) <= 1) return position;
  if (Math.abs(moved) > NEAR_VIEWPORTS * extent.viewport) return positionAtScroll(extent, scrollTop);
  return clampPosition(extent, position + moved);
}

/** The position nearest to this one at which a row is seen whole. */
export function positionToShow(extent: TableExtent, row: number, position: number): number {
  const top = row * extent.rowHeight;
  const bottom = top + extent.rowHeight;
  if (top < position) return clampPosition(extent, top);
  if (bottom > position + extent.viewport) return clampPosition(extent, bottom - extent.viewport);
  return clampPosition(extent, position);
}

/** Rows seen at a position, with `beyond` more on either side. */
export function rowsAtPosition(extent: TableExtent, position: number, beyond: number): RowRange {
  const first = Math.max(0, rowAtPosition(extent, position) - beyond);
  const end = Math.ceil((position + extent.viewport) / extent.rowHeight) + beyond;
  return { first, end: Math.max(first, Math.min(extent.rows, end)) };
}

function rowAtPosition(extent: TableExtent, position: number): number {
  return Math.min(Math.floor(position / extent.rowHeight), Math.max(0, extent.rows - 1));
}

function fullHeight(extent: TableExtent): number {
  return extent.rows * extent.rowHeight;
}

function lastPosition(extent: TableExtent): number {
  return Math.max(0, fullHeight(extent) - extent.viewport);
}

function scrollRange(extent: TableExtent): number {
  return Math.max(0, contentHeight(extent) - extent.viewport);
}
