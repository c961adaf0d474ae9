import { type ReactNode, useCallback, useState } from "react";
import type { Overview, Timeline } from "../../../core/contract/overview.ts";
import { saveChart } from "../../commands/save-chart.ts";
import { changeWorkspace, useWorkspace } from "../../commands/workspace.ts";
import { filterBySpan } from "../../commands/workspace-state.ts";
import chartTable from "../../ui/chart-table.module.css";
import { countOf, formatCount } from "../../ui/numbers.ts";
import { Plot } from "../../ui/plot.tsx";
import { allBins, countBins, snapSpan } from "../../ui/time-brush.ts";
import { formatSpan } from "../../ui/times.ts";
import { Card } from "./card.tsx";
import styles from "./time-chart.module.css";
import { drawTimeline, plotTimeSeconds, timeRows } from "./time-drawing.ts";

/** Packets over time, or within the time filter; dragging narrows the filter. */
export function TimeChart({ timeline }: { readonly timeline: NonNullable<Overview["timeline"]> }): ReactNode {
  const span = useWorkspace((workspace) => workspace.query.span);
  const [asTable, setAsTable] = useState(false);
  const draw = useCallback(
    (colour: (variable: string) => string) => drawTimeline(timeline, span, colour),
    [timeline, span],
  );
  const keep = (from: string | number, to: string | number) =>
    changeWorkspace((workspace) =>
      filterBySpan(workspace, snapSpan(timeline, plotTimeSeconds(from), plotTimeSeconds(to))),
    );
  return (
    <Card
      title="Packets over time"
      note={
        <>
          <i className={styles.mainKey} /> SIP requests <i className={styles.restKey} /> other packets
          {timeline.undated > 0 && <> · {countOf(timeline.undated, "packet")} without a time</>}
        </>
      }
      action={
        <button type="button" className={styles.toggle} aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? "Show as chart" : "Show as table"}
        </button>
      }
    >
      <div className={styles.box}>
        {asTable ? (
          <TimeTable timeline={timeline} />
        ) : (
          <Plot
            label={describeTimeline(timeline)}
            draw={draw}
            onBrush={keep}
            onDoubleClick={() => changeWorkspace((workspace) => filterBySpan(workspace, null))}
            onSave={(image) => void saveChart("packets-over-time", image)}
            savedFrom="above"
          />
        )}
      </div>
    </Card>
  );
}

function TimeTable({ timeline }: { readonly timeline: Timeline }): ReactNode {
  const span = useWorkspace((workspace) => workspace.query.span);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box without controls is reached by keyboard this way
    <section className={`${chartTable.scroll} ${styles.scroll}`} tabIndex={0} aria-label="Packets over time as a table">
      <table className={chartTable.table}>
        <thead>
          <tr>
            <th scope="col">Time (UTC)</th>
            <th scope="col">SIP requests</th>
            <th scope="col">Other packets</th>
          </tr>
        </thead>
        <tbody>
          {timeRows(timeline, span).map((row) => (
            <tr key={row.when}>
              <td>{row.when}</td>
              <td>{formatCount(row.requests)}</td>
              <td>{formatCount(row.others)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function describeTimeline(timeline: Timeline): string {
  const { requests, others } = countBins(timeline, allBins(timeline));
  const end = timeline.startSeconds + timeline.requests.length * timeline.binSeconds;
  return `Chart of packets over time: ${countOf(requests, "SIP request")} and ${countOf(others, "other packet")}, ${formatSpan(timeline.startSeconds, end)} UTC. The same as a table: button above.`;
}
