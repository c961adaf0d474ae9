import type { ReactNode } from "react";
import { NotesProvider } from "../bridge/notes.ts";
import { OverviewProvider } from "../bridge/overview.ts";
import { useReading } from "../bridge/reading.ts";
import { useRequest } from "../bridge/use-request.ts";
import { useWorkspace } from "../commands/workspace.ts";
import { CampaignDialog } from "../features/campaigns/campaign-dialog.tsx";
import { ComparisonDialog } from "../features/comparison/comparison-dialog.tsx";
import { HistoryDialog } from "../features/history/history-dialog.tsx";
import { LabelDialog } from "../features/label/label-dialog.tsx";
import { MergeBar } from "../features/merging/merge-bar.tsx";
import { MergeDialog } from "../features/merging/merge-dialog.tsx";
import { NoteDialog } from "../features/notes/note-dialog.tsx";
import { NotesDialog } from "../features/notes/notes-dialog.tsx";
import { NothingRead } from "../features/reading/nothing-read.tsx";
import { OtherPacksBar } from "../features/reading/other-packs-bar.tsx";
import { ReadingBar } from "../features/reading/reading-bar.tsx";
import { nothingWasRead } from "../features/reading/reading-progress.ts";
import { ReportBar } from "../features/report/report-bar.tsx";
import { ExportDialog } from "../features/signatures/packs/export-dialog.tsx";
import { ImportDialog } from "../features/signatures/packs/import-dialog.tsx";
import { KeysDialog } from "../features/signatures/packs/keys-dialog.tsx";
import { VerifyDialog } from "../features/signatures/packs/verify-dialog.tsx";
import { ProposeDialog } from "../features/signatures/propose-dialog.tsx";
import { CurrentView } from "./current-view.tsx";
import { FilterChips } from "./filter-chips.tsx";
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
  const notes = useRequest("notes.list", {}, revision);
  const captures = overview.value?.captures;
  const nothing = useReading((reading) => nothingWasRead(reading.state, captures));
  const timeline = overview.value?.timeline ?? null;
  return (
    <OverviewProvider value={overview}>
      <NotesProvider value={notes}>
        <div className={styles.frame}>
          <Rail views={!nothing} />
          <div className={styles.column}>
            <TopBar filter={!nothing} />
            {!nothing && <ReadingBar />}
            {!nothing && <OtherPacksBar />}
            {!nothing && <ReportBar />}
            <MergeBar />
            {!nothing && <FilterChips />}
            {timeline !== null && (
              <ViewBoundary title="The time line">
                <TimelineStrip timeline={timeline} />
              </ViewBoundary>
            )}
            <main className={styles.view}>
              {nothing ? (
                <NothingRead>
                  <CurrentView view="captures" />
                </NothingRead>
              ) : (
                <CurrentView view={view} />
              )}
            </main>
          </div>
          <StatusLine />
        </div>
        <HistoryDialog />
        <LabelDialog />
        <CampaignDialog />
        <NoteDialog />
        <ProposeDialog />
        <ImportDialog />
        <ExportDialog />
        <VerifyDialog />
        <KeysDialog />
        <NotesDialog />
        <ComparisonDialog />
        <MergeDialog />
      </NotesProvider>
    </OverviewProvider>
  );
}
