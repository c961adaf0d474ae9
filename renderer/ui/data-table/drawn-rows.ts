import type { RowRange } from "./scroll-map.ts";

/** Rows of a table, and where they stand in its view. */
export interface PlacedRows {
  /** Rows to draw: those seen, and some beyond either edge. */
  readonly range: RowRange;
  /** Rows that are seen, if only in part. */
  readonly seen: RowRange;
  /** Pixels from the top of the view to the first row to draw. */
  readonly top: number;
}

/** Places a scroll may pass before its source answers: more are forgotten, the oldest first. */
const MOST_PASSED = 64;

/**
 * Which rows are drawn while a scroll bar is dragged faster than rows come. Those of the newest place that are held stay
 * in view until those of a newer one are there: nothing is ever blank but a table that holds no rows yet.
 */
export class DrawnRows {
  /** Places since the one that is drawn, which is the first. */
  private passed: PlacedRows[] = [];

  /** What to draw when the view is at this place. */
  at(place: PlacedRows, isHeld: (seen: RowRange) => boolean): PlacedRows {
    const { passed } = this;
    passed.push(place);
    const newest = passed.findLastIndex(({ seen }) => isHeld(seen));
    this.passed = newest < 0 ? passed.slice(-1) : passed.slice(newest);
    // The one that is drawn has to stay.
    if (this.passed.length > MOST_PASSED) this.passed.splice(1, 1);
    return this.passed[0] as PlacedRows;
  }
}
