import type { ReactNode } from "react";
import { OverviewProvider } from "../bridge/overview.ts";
import { useReading } from "../bridge/reading.ts";
import { useRequest } from "../bridge/use-request.ts";
import { useWorkspace } from "../commands/workspace.ts";
import { CaptureInspector } from "../features/captures/capture-inspector.tsx";
import { CapturesPage } from "../features/captures/captures-page.tsx";
import { FlowsPage } from "../features/flows/flows-page.tsx";
import { Inspector } from "../features/inspector/inspector.tsx";
import { OverviewPage } from "../features/overview/overview-page.tsx";
import { NothingRead } from "../features/reading/nothing-read.tsx";
import { ReadingBar } from "../features/reading/reading-bar.tsx";
import { nothingWasRead } from "../features/reading/reading-progress.ts";
import { FilterChips } from "./filter-chips.tsx";
import { InspectedSplit } from "./inspected-split.tsx";
import { Rail } from "./rail.tsx";
import styles from "./shell.module.css";
import { StatusLine } from "./status-line.tsx";
import { TimelineStrip } from "./timeline-strip.tsx";
import { TopBar } from "./top-bar.tsx";
import { ViewBoundary } from "./view-boundary.tsx";

/** The frame around the views while captures are open. */
export function Shell(): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const view = useWorkspace((workspace) => workspace.view);
  const overview = useRequest("overview.get", {}, revision);
  const captures = overview.value?.captures;
  const nothing = useReading((reading) => nothingWasRead(reading.state, captures));
  const timeline = overview.value?.timeline ?? null;
  return (
    <OverviewProvider value={overview}>
      <div className={styles.frame}>
        <Rail views={!nothing} />
        <div className={styles.column}>
          <TopBar filter={!nothing} />
          {!nothing && <ReadingBar />}
          {!nothing && <FilterChips />}
          {timeline !== null && (
            <ViewBoundary title="The time line">
              <TimelineStrip timeline={timeline} />
            </ViewBoundary>
          )}
          <main className={styles.view}>
            {nothing ? (
              <NothingRead>
                <Captures />
              </NothingRead>
            ) : view === "overview" ? (
              <ViewBoundary key={view} title="The overview">
                <OverviewPage />
              </ViewBoundary>
            ) : view === "captures" ? (
              <Captures />
            ) : (
              <InspectedSplit inspector={<Inspector />}>
                <ViewBoundary key={view} title="The list of flows">
                  <FlowsPage />
                </ViewBoundary>
              </InspectedSplit>
            )}
          </main>
        </div>
        <StatusLine />
      </div>
    </OverviewProvider>
  );
}

function Captures(): ReactNode {
  return (
    <InspectedSplit inspector={<CaptureInspector />}>
      <ViewBoundary key="captures" title="The list of captures">
        <CapturesPage />
      </ViewBoundary>
    </InspectedSplit>
  );
}
