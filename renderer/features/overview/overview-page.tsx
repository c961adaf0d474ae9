import type { ReactNode } from "react";
import type { Overview } from "../../../core/contract/overview.ts";
import { useOverview } from "../../bridge/overview.ts";
import { useReading } from "../../bridge/reading.ts";
import { runCommand } from "../../commands/commands.ts";
import { useWorkspace } from "../../commands/workspace.ts";
import { isFiltered } from "../../commands/workspace-state.ts";
import { Button } from "../../ui/button.tsx";
import { countOf } from "../../ui/numbers.ts";
import { packetsOf } from "../../ui/packet-classes.ts";
import { FailedState, LoadingState } from "../../ui/states.tsx";
import { ClassTable } from "./class-table.tsx";
import { Figures } from "./figures.tsx";
import { FilteredPage } from "./filtered-page.tsx";
import { MethodTable } from "./method-table.tsx";
import { NewsCard } from "./news-card.tsx";
import styles from "./overview-page.module.css";
import { SenderTable } from "./sender-table.tsx";
import { SourceTable } from "./source-table.tsx";
import { TelescopeCard } from "./telescope-card.tsx";
import { TimeChart } from "./time-chart.tsx";
import { ToolTable } from "./tool-table.tsx";

/** What the captures hold, or the flows that pass the filter. */
export function OverviewPage(): ReactNode {
  const filtered = useWorkspace(isFiltered);
  const isRead = useReading(({ state }) => state.phase === "ended" || state.phase === "stopped");
  return filtered && isRead ? <FilteredPage otherwise={<WholePage />} /> : <WholePage />;
}

function WholePage(): ReactNode {
  const { value, error, retry } = useOverview();
  const packets = useReading((reading) => reading.state.packets);
  if (value === undefined && error !== undefined) {
    return (
      <FailedState
        title="The overview could not be made"
        reason={error.message}
        advice="What was read is kept."
        action={{ title: "Try again", run: retry }}
      />
    );
  }
  if (value === undefined || (value.packets === 0 && value.partial)) {
    return <LoadingState title="Reading the first packets">{packets > 0 && countOf(packets, "packet")}</LoadingState>;
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the page scrolls, and the keyboard has to reach it
    <section className={styles.page} tabIndex={0} aria-label="Overview">
      <Remarks overview={value} failed={error?.message} />
      {packetsOf(value.classes, "sipRequest") === 0 ? (
        <WithoutRequests overview={value} />
      ) : (
        <WithRequests overview={value} />
      )}
    </section>
  );
}

/** What one has to know to read the figures rightly. */
function Remarks({
  overview,
  failed,
}: {
  readonly overview: Overview;
  readonly failed: string | undefined;
}): ReactNode {
  const filtered = useWorkspace(isFiltered);
  const remarks: string[] = [];
  if (overview.partial) remarks.push("These figures are of what was read so far.");
  if (failed !== undefined) remarks.push(`Newer figures could not be had: ${failed}`);
  if (filtered) remarks.push("These figures are of all packets. They follow the filter once all captures are read.");
  return remarks.map((remark) => (
    <p key={remark} className={styles.remark}>
      {remark}
    </p>
  ));
}

function WithRequests({ overview }: { readonly overview: Overview }): ReactNode {
  return (
    <>
      <Figures overview={overview} />
      <div className={styles.columns}>
        <div className={styles.stack}>
          <NewsCard />
          <ToolTable overview={overview} />
          <SourceTable overview={overview} />
          <SenderTable overview={overview} />
        </div>
        <div className={styles.stack}>
          <Times overview={overview} />
          <MethodTable overview={overview} />
          <ClassTable overview={overview} />
          <TelescopeCard overview={overview} />
        </div>
      </div>
    </>
  );
}

/** The chart of times. It takes too long to draw for drawing it again and again while files are read. */
function Times({ overview }: { readonly overview: Overview }): ReactNode {
  const isReading = useReading(({ state }) => state.phase === "reading" || state.phase === "judging");
  if (isReading || overview.timeline === null) return null;
  return <TimeChart timeline={overview.timeline} />;
}

function WithoutRequests({ overview }: { readonly overview: Overview }): ReactNode {
  return (
    <>
      <div className={styles.none}>
        <h2>No SIP requests in {countOf(overview.captures, "capture")}</h2>
        <p>
          {overview.packets === 0
            ? "The files were read to their end and hold no packets."
            : `${countOf(overview.packets, "packet")} were read; none is a SIP request to a SIP port, so there is no scan to name. This is what there was instead.`}
        </p>
        {overview.packets > 0 && (
          <Button onClick={() => runCommand("rules")} keyHint="Ctrl+,">
            Name other SIP ports…
          </Button>
        )}
      </div>
      <div className={styles.columns}>
        <Times overview={overview} />
        {overview.packets > 0 && <ClassTable overview={overview} />}
      </div>
    </>
  );
}
