import { type KeyboardEvent, type PointerEvent, type ReactNode, useId, useMemo, useRef, useState } from "react";
import type { Timeline } from "../../core/contract/overview.ts";
import { changeWorkspace, useWorkspace } from "../commands/workspace.ts";
import { filterBySpan } from "../commands/workspace-state.ts";
import { barPath } from "../ui/bar-path.ts";
import { countOf, formatCount } from "../ui/numbers.ts";
import { type BinRange, binAt, binsOfSpan, brushBins, countBins, moveEdge, spanOfBins } from "../ui/time-brush.ts";
import { timeTicks } from "../ui/time-ticks.ts";
import { formatBinWidth, formatSeconds } from "../ui/times.ts";
import styles from "./timeline-strip.module.css";

const LAST_LABEL = 0.88;

/** Packets over time, shared by all views: drag to filter by time, double click for all times. */
export function TimelineStrip({ timeline }: { readonly timeline: Timeline }): ReactNode {
  const span = useWorkspace((workspace) => workspace.query.span);
  const [drag, setDrag] = useState<{ anchor: number; current: number } | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const box = useRef<HTMLFieldSetElement>(null);
  const describedBy = useId();

  const count = timeline.requests.length;
  const start = timeline.startSeconds;
  const end = start + count * timeline.binSeconds;
  const kept = drag === null ? binsOfSpan(timeline, span) : brushBins(drag.anchor, drag.current);
  const isWhole = kept.from === 0 && kept.to === count;

  const paths = useMemo(() => {
    const totals = timeline.requests.map((requests, index) => requests + (timeline.others[index] ?? 0));
    const largest = totals.reduce((a, b) => Math.max(a, b), 1);
    return { totals: barPath(totals, largest), requests: barPath(timeline.requests, largest) };
  }, [timeline]);
  // A label near the right edge would be cut.
  const ticks = useMemo(
    () => timeTicks(start, end, 7).filter(({ seconds }) => (seconds - start) / (end - start) < LAST_LABEL),
    [start, end],
  );

  const keep = (range: BinRange) =>
    changeWorkspace((workspace) => filterBySpan(workspace, spanOfBins(timeline, range)));
  const binUnder = (event: PointerEvent) => {
    const bounds = box.current?.getBoundingClientRect();
    return bounds === undefined ? 0 : binAt((event.clientX - bounds.left) / bounds.width, count);
  };

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const edge = event.target instanceof HTMLElement ? event.target.dataset.edge : undefined;
    const anchor = edge === "from" ? kept.to - 1 : edge === "to" ? kept.from : binUnder(event);
    setDrag({ anchor, current: edge === undefined ? anchor : binUnder(event) });
  };
  const onPointerMove = (event: PointerEvent) => {
    const current = binUnder(event);
    setHovered(current);
    if (drag !== null) setDrag({ ...drag, current });
  };
  const onPointerUp = () => {
    // A click without a drag is half of a double click, or nothing.
    if (drag !== null && drag.anchor !== drag.current) keep(brushBins(drag.anchor, drag.current));
    setDrag(null);
  };
  const onEdgeKey = (edge: keyof BinRange) => (event: KeyboardEvent) => {
    const moved = moveEdge(kept, edge, event.key, count);
    if (moved === null) return;
    event.preventDefault();
    keep(moved);
  };

  return (
    <section className={styles.strip} aria-label="Time line">
      <div className={styles.caption}>
        <span className={styles.title}>Packets per {formatBinWidth(timeline.binSeconds)}</span>
        <span>
          <i className={styles.mainKey} /> SIP requests
        </span>
        <span>
          <i className={styles.restKey} /> other packets
        </span>
      </div>
      <div className={styles.chart}>
        <fieldset
          ref={box}
          aria-label="Time filter"
          className={styles.bars}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
          onPointerCancel={() => setDrag(null)}
          onPointerLeave={() => setHovered(null)}
          onDoubleClick={() => changeWorkspace((workspace) => filterBySpan(workspace, null))}
        >
          <svg viewBox={`0 0 ${count} 1`} preserveAspectRatio="none" aria-hidden="true">
            <path className={styles.rest} d={paths.totals} />
            <path className={styles.main} d={paths.requests} />
          </svg>
          {!isWhole && (
            <>
              <span className={styles.shade} style={{ left: 0, width: percent(kept.from, count) }} />
              <span className={styles.shade} style={{ left: percent(kept.to, count), right: 0 }} />
            </>
          )}
          {(["from", "to"] as const).map((edge) => (
            <span
              key={edge}
              role="slider"
              tabIndex={0}
              data-edge={edge}
              className={isWhole ? styles.edge : styles.edgeSet}
              style={{ left: percent(kept[edge], count) }}
              aria-label={edge === "from" ? "Start of the time filter" : "End of the time filter"}
              aria-describedby={describedBy}
              aria-valuemin={0}
              aria-valuemax={count}
              aria-valuenow={kept[edge]}
              aria-valuetext={`${formatSeconds(start + kept[edge] * timeline.binSeconds)} UTC`}
              onKeyDown={onEdgeKey(edge)}
            />
          ))}
        </fieldset>
        <div className={styles.ticks} aria-hidden="true">
          {ticks.map((tick) => (
            <span key={tick.seconds} style={{ left: percent(tick.seconds - start, end - start) }}>
              {tick.label}
            </span>
          ))}
        </div>
      </div>
      <div id={describedBy} className={styles.readout}>
        {readout(
          timeline,
          drag === null && hovered !== null ? brushBins(hovered, hovered) : kept,
          isWhole && hovered === null,
        )}
      </div>
    </section>
  );
}

/** Always three lines, so that nothing moves while pointing. */
function readout(timeline: Timeline, range: BinRange, isWhole: boolean): ReactNode {
  const { requests, others } = countBins(timeline, range);
  if (isWhole) {
    return (
      <>
        <span>Drag to filter by time</span>
        <span>{countOf(requests, "SIP request")}</span>
        <span>{countOf(others, "other packet")}</span>
      </>
    );
  }
  const start = timeline.startSeconds + range.from * timeline.binSeconds;
  return (
    <>
      <span>{formatSeconds(start)} –</span>
      <span>{formatSeconds(start + (range.to - range.from) * timeline.binSeconds)}</span>
      <span>
        {formatCount(requests)} SIP · {formatCount(others)} other
      </span>
    </>
  );
}

function percent(part: number, whole: number): string {
  return `${(part / whole) * 100}%`;
}
