import type { ReactNode } from "react";
import type { ReportProgress } from "../../../core/contract/reader-report.ts";
import { useReportProgress } from "../../bridge/report-progress.ts";
import { cancelReport } from "../../commands/report.ts";
import { Button } from "../../ui/button.tsx";
import { sentenceCount } from "../../ui/numbers.ts";
import { ProgressTrack } from "../../ui/progress-track.tsx";
import styles from "./report.module.css";

/** How far the report is that is being made, with Cancel; nothing where none is. */
export function ReportBar(): ReactNode {
  const progress = useReportProgress();
  if (progress.stage === "none") return null;
  const share = shareOf(progress);
  return (
    <section className={styles.progress} aria-label="Making the report">
      <span className={styles.stage}>{progressWords(progress)}</span>
      <ProgressTrack label="Part of the report that is made" share={share} />
      <Button onClick={() => void cancelReport()}>Cancel</Button>
    </section>
  );
}

/** What is being done for the report, in words. */
export function progressWords(progress: Exclude<ReportProgress, { stage: "none" }>): string {
  if (progress.stage === "printing") return "Printing the report";
  const { sources, of } = progress;
  if (of === 0) return "Making the report";
  if (sources === of) return "Finding groups and campaigns for the report";
  return `Making the report: ${sentenceCount(sources)} of ${sentenceCount(of)} sources`;
}

function shareOf(progress: ReportProgress): number {
  return progress.stage === "judging" && progress.of > 0 ? progress.sources / progress.of : 1;
}
