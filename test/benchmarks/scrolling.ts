import type { Locator, Page } from "@playwright/test";

/** What was seen while a table was dragged through. Times are in milliseconds. */
interface Drag {
  /** Rows there are, and the last one that was shown. */
  readonly rows: number;
  readonly lastRow: number;
  readonly frames: number;
  readonly longestFrameMs: number;
  /** Frames in which a part of the table's height showed no rows, and the longest time it did. */
  readonly blankFrames: number;
  readonly longestBlankMs: number;
  /** The longest time for which the rows shown were those of another place, which the table says. */
  readonly longestBehindMs: number;
}

/**
 * Moves a table from its top to its end, a little every frame as a drag of its scroll bar does, and tells how long a part
 * of it showed no rows. Throws where the last row was not reached.
 */
export async function dragThrough(window: Page, table: Locator, seconds: number): Promise<string> {
  await table.focus();
  await window.keyboard.press("Home");
  const seen: Drag = await table.evaluate(watchRows, seconds * 1000);
  const { rows, lastRow, frames, longestFrameMs, blankFrames, longestBlankMs, longestBehindMs } = seen;
  if (lastRow !== rows) throw new Error(`the drag ended at row ${lastRow} of ${rows}`);
  const blank = `blank in ${blankFrames} frames, longest ${longestBlankMs.toFixed()} ms`;
  const times = `${frames} frames, longest ${longestFrameMs.toFixed()} ms; behind for ${longestBehindMs.toFixed()} ms at most`;
  return `dragged in ${seconds} s through ${rows} rows: ${blank}; ${times}`;
}

/** Runs in the window: looks at every frame whether all of the table's height shows rows, and moves on. */
function watchRows(grid: Element, forMs: number) {
  return new Promise<Drag>((resolve) => {
    const begin = performance.now();
    const seen = {
      // Its header is one of them.
      rows: Number(grid.getAttribute("aria-rowcount")) - 1,
      lastRow: 0,
      frames: 0,
      longestFrameMs: 0,
      blankFrames: 0,
      longestBlankMs: 0,
      longestBehindMs: 0,
    };
    let blankSince: number | null = null;
    let behindSince: number | null = null;
    let before = begin;
    const look = () => {
      const now = performance.now();
      seen.frames += 1;
      seen.longestFrameMs = Math.max(seen.longestFrameMs, now - before);
      before = now;
      const box = grid.getBoundingClientRect();
      let covered = (grid.querySelector("[role=columnheader]")?.getBoundingClientRect().bottom ?? box.top) + 1;
      const rows = [...grid.querySelectorAll("[data-index]")];
      for (const row of rows) {
        const { top, bottom } = row.getBoundingClientRect();
        if (bottom <= covered || row.getAttribute("aria-busy") === "true" || top > covered) continue;
        covered = bottom;
        if (top < box.bottom) seen.lastRow = Number(row.getAttribute("data-index")) + 1;
      }
      if (covered >= box.top + grid.clientHeight - 1) blankSince = null;
      else {
        seen.blankFrames += 1;
        blankSince ??= now;
        seen.longestBlankMs = Math.max(seen.longestBlankMs, now - blankSince);
      }
      if (grid.getAttribute("aria-busy") !== "true") behindSince = null;
      else {
        behindSince ??= now;
        seen.longestBehindMs = Math.max(seen.longestBehindMs, now - behindSince);
      }
      grid.scrollTop = Math.min(1, (now - begin) / forMs) * (grid.scrollHeight - grid.clientHeight);
      // Behind the end a while, for the last rows.
      if (now - begin < forMs + 1500) requestAnimationFrame(look);
      else resolve(seen);
    };
    requestAnimationFrame(look);
  });
}
