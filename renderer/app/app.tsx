import { MantineProvider } from "@mantine/core";
import { type ReactNode, useEffect, useSyncExternalStore } from "react";
import { on } from "../bridge/bridge.ts";
import { followMergeProgress } from "../bridge/merge-progress.ts";
import { followReading } from "../bridge/reading.ts";
import { followReportProgress } from "../bridge/report-progress.ts";
import { followRole } from "../bridge/role.ts";
import { askForRules } from "../bridge/rules.ts";
import { followSavedFilters } from "../bridge/saved-filters.ts";
import { runCommand, runKey, useCommands } from "../commands/commands.ts";
import { useDialogs } from "../commands/dialogs.ts";
import { dismissNotice } from "../commands/notices.ts";
import { keepWorkspace, useWorkspace } from "../commands/workspace.ts";
import { HelpDialog } from "../features/help/help-dialog.tsx";
import { Palette } from "../features/palette/palette.tsx";
import { RulesDialog } from "../features/rules/rules-dialog.tsx";
import { SavedFiltersDialog } from "../features/saved-filters/saved-filters-dialog.tsx";
import { mantineTheme, resolveMantineVariables } from "../theme/mantine-theme.ts";
import { APP_COMMANDS } from "./app-commands.ts";
import { DropTarget } from "./drop-target.tsx";
import { followCaptures } from "./follow-captures.ts";
import { StartPage } from "./start-page.tsx";
import { ViewBoundary } from "./view-boundary.tsx";

/** The whole window. */
export function App(): ReactNode {
  const wanted = useWorkspace((workspace) => workspace.colourScheme);
  const systemIsDark = useSyncExternalStore(followSystemScheme, isSystemDark);
  const scheme = wanted === "system" ? (systemIsDark ? "dark" : "light") : wanted;

  useCommands(APP_COMMANDS);
  useEffect(followRole, []);
  useEffect(followReading, []);
  useEffect(followReportProgress, []);
  useEffect(followMergeProgress, []);
  useEffect(() => void askForRules(), []);
  useEffect(followCaptures, []);
  useEffect(followSavedFilters, []);
  useEffect(keepWorkspace, []);
  useEffect(() => on("command", runCommand), []);
  // What a window that looked on was refused, it may do now.
  useEffect(() => on("role", dismissNotice), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // A dialog has the keyboard to itself.
      if (useDialogs.getState().open === null) runKey(event);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  return (
    <MantineProvider theme={mantineTheme} cssVariablesResolver={resolveMantineVariables} forceColorScheme={scheme}>
      <ViewBoundary title="The window">
        <StartPage />
      </ViewBoundary>
      <Palette />
      <HelpDialog />
      <RulesDialog />
      <SavedFiltersDialog />
      <DropTarget />
    </MantineProvider>
  );
}

const darkQuery = window.matchMedia("(prefers-color-scheme: dark)");

function followSystemScheme(changed: () => void): () => void {
  darkQuery.addEventListener("change", changed);
  return () => darkQuery.removeEventListener("change", changed);
}

function isSystemDark(): boolean {
  return darkQuery.matches;
}
