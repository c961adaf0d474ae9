import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { PlacedRows } from "./drawn-rows.ts";
import {
  clampPosition,
  contentHeight,
  isScaled,
  positionAfterScroll,
  positionToShow,
  rowsAtPosition,
  scrollForPosition,
  type TableExtent,
} from "./scroll-map.ts";

/** Rows drawn beyond either edge, so that a fast wheel finds them there already. */
const BEYOND = 12;
/** Pixels a wheel moves that counts in lines. */
const WHEEL_LINE_PX = 40;

/** Where the rows of a table stand in its scroller. */
export interface TableScroll {
  readonly place: PlacedRows;
  readonly contentHeight: number;
  /** Rows that are seen whole. */
  readonly pageRows: number;
  /** First row seen. */
  readonly firstRow: number;
  readonly showRow: (row: number) => void;
  /** Puts a row at the top. */
  readonly startAtRow: (row: number) => void;
}

/** Follows the scroll bar of an element that holds a header of this height and the rows below it. */
export function useTableScroll(
  scroller: RefObject<HTMLElement | null>,
  rows: number,
  rowHeight: number,
  headerHeight: number,
): TableScroll {
  const [viewport, setViewport] = useState(0);
  const [position, setPosition] = useState(0);
  const extent: TableExtent = { rows, rowHeight, viewport };
  const latest = useRef({ extent, position: 0 });
  latest.current.extent = extent;

  const moveTo = useCallback(
    (position: number) => {
      const element = scroller.current;
      if (element === null) return;
      const { extent: now } = latest.current;
      const clamped = clampPosition(now, position);
      latest.current.position = clamped;
      const scrollTop = scrollForPosition(now, clamped);
      if (Math.abs(element.scrollTop - scrollTop) > 1) element.scrollTop = scrollTop;
      setPosition(clamped);
    },
    [scroller],
  );

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = () => setViewport(Math.max(0, element.clientHeight - headerHeight));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, headerHeight]);

  // Fewer rows or more room may leave the position behind the end.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the extent is what changes
  useLayoutEffect(() => moveTo(latest.current.position), [moveTo, rows, viewport]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const onScroll = () => {
      const { extent: now, position: before } = latest.current;
      const next = positionAfterScroll(now, before, element.scrollTop);
      if (isScaled(now)) return moveTo(next);
      latest.current.position = next;
      setPosition(next);
    };
    // A wheel moves rows, not the fraction of millions of them its pixels would be.
    const onWheel = (event: WheelEvent) => {
      if (!isScaled(latest.current.extent) || event.ctrlKey || event.shiftKey) return;
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
      event.preventDefault();
      moveTo(latest.current.position + wheelPixels(event, latest.current.extent));
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => {
      element.removeEventListener("scroll", onScroll);
      element.removeEventListener("wheel", onWheel);
    };
  }, [scroller, moveTo]);

  const range = rowsAtPosition(extent, position, BEYOND);
  return {
    place: { range, seen: rowsAtPosition(extent, position, 0), top: range.first * rowHeight - position },
    contentHeight: contentHeight(extent),
    pageRows: Math.max(1, Math.floor(viewport / rowHeight)),
    firstRow: Math.ceil(position / rowHeight),
    showRow: useCallback(
      (row) => moveTo(positionToShow(latest.current.extent, row, latest.current.position)),
      [moveTo],
    ),
    startAtRow: useCallback((row) => moveTo(row * latest.current.extent.rowHeight), [moveTo]),
  };
}

function wheelPixels(event: WheelEvent, extent: TableExtent): number {
  if (event.deltaMode === WheelEvent.DOM_DELTA_LINE) return event.deltaY * WHEEL_LINE_PX;
  return event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? event.deltaY * extent.viewport : event.deltaY;
}
