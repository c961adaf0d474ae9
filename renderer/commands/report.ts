import { create } from "zustand";
import type { ReaderReportFormat, ReportRelease } from "../../core/contract/reader-report.ts";
import { call } from "../bridge/bridge.ts";
import { sayFailed, sayTold } from "./notices.ts";
import { changeWorkspace } from "./workspace.ts";
import { showView } from "./workspace-state.ts";

/** Why the telescope's addresses may stand in the report; null where they may not. Not kept: each time it is said anew. */
export const useReportRelease = create<{ readonly release: ReportRelease }>()(() => ({ release: null }));

/** Says why the telescope's addresses may stand in the report; null: they may not. */
export function releaseTelescope(release: ReportRelease): void {
  useReportRelease.setState({ release });
}

/** Makes the report and saves it where the analyst wants it. */
export async function saveReport(format: ReaderReportFormat): Promise<void> {
  const { release } = useReportRelease.getState();
  const reply = await call("report.save", { format, release });
  if (!reply.ok) {
    sayFailed(reply.error.message);
    return;
  }
  switch (reply.value.kind) {
    case "saved":
      sayTold(`The report was saved as ${reply.value.name}.`);
      break;
    case "closed":
      break;
    case "reading":
      sayFailed("The report is made once all captures are read. Nothing was written.");
      break;
    case "ended":
      sayFailed("The report was ended, or the case changed while it was made. Nothing was written.");
      break;
    case "leaks":
      changeWorkspace(() => showView("report"));
      sayFailed("The report would give the telescope away. Nothing was written; the view says where, and what to do.");
      break;
  }
}

/** Ends the report that is being made. */
export async function cancelReport(): Promise<void> {
  const reply = await call("report.cancel", {});
  if (!reply.ok) sayFailed(reply.error.message);
}
