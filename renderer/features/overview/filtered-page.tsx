import { type ReactNode, useRef } from "react";
import type { FilteredOverview } from "../../../core/contract/overview.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { changeWorkspace, useWorkspace } from "../../commands/workspace.ts";
import { clearFilters } from "../../commands/workspace-state.ts";
import { countOf, sentenceCount } from "../../ui/numbers.ts";
import { FailedState, LoadingState, NothingMatchesState } from "../../ui/states.tsx";
import { Figures } from "./figures.tsx";
import { MethodTable } from "./method-table.tsx";
import styles from "./overview-page.module.css";
import { SourceTable } from "./source-table.tsx";
import { TimeChart } from "./time-chart.tsx";
import { ToolTable } from "./tool-table.tsx";

/** The overview of the flows that pass the filter; `otherwise` while that cannot be told yet. */
export function FilteredPage({ otherwise }: { readonly otherwise: ReactNode }): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const text = useWorkspace((workspace) => workspace.query.text);
  const span = useWorkspace((workspace) => workspace.query.span);
  const { value, error, retry } = useRequest("overview.filtered", { query: { text, span } }, revision);
  // What passed the filter before is shown until this one is counted.
  const last = useRef(value);
  if (value !== undefined) last.current = value;
  const shown = value ?? (error === undefined ? last.current : undefined);
  if (shown === undefined) {
    if (error === undefined) return <LoadingState title="Counting the flows that pass the filter" />;
    return (
      <FailedState
        title="The overview of the filter could not be made"
        reason={error.message}
        advice="What was read is kept."
        action={{ title: "Try again", run: retry }}
      />
    );
  }
  if (shown.kind === "reading") return otherwise;
  if (shown.flows === 0) {
    return (
      <NothingMatchesState
        title={`None of ${countOf(shown.allFlows, "flow")} matches`}
        clear={() => changeWorkspace(clearFilters)}
      >
        <p>The filter stands above, part by part.</p>
      </NothingMatchesState>
    );
  }
  return <Filtered overview={shown} />;
}

function Filtered({ overview }: { readonly overview: Extract<FilteredOverview, { kind: "filtered" }> }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the page scrolls, and the keyboard has to reach it
    <section className={styles.page} tabIndex={0} aria-label="Overview">
      <p className={styles.remark}>
        Filtered: {sentenceCount(overview.flows)} of {countOf(overview.allFlows, "flow")}. All figures here are of these
        flows alone. Classes of packets, senders and the telescope are of all packets: they stand here without a filter.
      </p>
      {overview.notIndexed > 0 && (
        <p className={styles.remark}>
          {countOf(overview.notIndexed, "capture")} without rows of packets: their packets are in no destinations and
          not in the chart of time.
        </p>
      )}
      <Figures overview={overview} />
      <div className={styles.columns}>
        <div className={styles.stack}>
          <ToolTable overview={overview} />
          <SourceTable overview={overview} />
        </div>
        <div className={styles.stack}>
          {overview.timeline !== null && <TimeChart timeline={overview.timeline} />}
          <MethodTable overview={overview} />
        </div>
      </div>
    </section>
  );
}
