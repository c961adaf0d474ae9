import type { ReactNode } from "react";
import { useWorkspace } from "../commands/workspace.ts";
import { FlowsPage } from "../features/flows/flows-page.tsx";
import { Inspector } from "../features/inspector/inspector.tsx";

/** The frame around the view: rail, bars, view and inspector. */
export function Shell(): ReactNode {
  const view = useWorkspace((workspace) => workspace.view);
  return (
    <>
      <main>{view === "flows" && <FlowsPage />}</main>
      <Inspector />
    </>
  );
}
