import { create } from "zustand";
import type { ReportProgress } from "../../core/contract/reader-report.ts";
import { on } from "./bridge.ts";

/** How far the report is that is being made, as last told. */
export const useReportProgress = create<ReportProgress>()(() => ({ stage: "none" }));

/** Follows the report. Returns how to stop. */
export function followReportProgress(): () => void {
  return on("report", (progress) => useReportProgress.setState(progress, true));
}
