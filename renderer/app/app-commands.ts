import { useReading } from "../bridge/reading.ts";
import {
  addCaptures,
  cancelReading,
  chooseCaptures,
  chooseTables,
  openSample,
  retryReading,
  saveCaseAs,
} from "../commands/captures.ts";
import type { Command } from "../commands/commands.ts";
import { openDialog } from "../commands/dialogs.ts";
import { focusFilter } from "../commands/filter-focus.ts";
import { changeWorkspace, useWorkspace } from "../commands/workspace.ts";
import {
  type ColourScheme,
  clearFilters,
  isFiltered,
  nextColourScheme,
  showProblems,
  showView,
} from "../commands/workspace-state.ts";

const isOpen = () => useReading.getState().state.phase !== "idle";
const isReading = () => ["reading", "judging"].includes(useReading.getState().state.phase);

function setScheme(colourScheme: ColourScheme): () => void {
  return () => changeWorkspace(() => ({ colourScheme }));
}

/** What can be done from every view. */
export const APP_COMMANDS: readonly Command[] = [
  {
    id: "captures.files",
    title: "Open captures or a case…",
    group: "Captures",
    keys: ["Ctrl+O"],
    run: () => void chooseCaptures("files"),
  },
  {
    id: "captures.folder",
    title: "Open a folder of captures…",
    group: "Captures",
    keys: ["Ctrl+Shift+O"],
    run: () => void chooseCaptures("folder"),
  },
  {
    id: "captures.sample",
    title: "Open the sample capture",
    group: "Captures",
    keys: [],
    run: () => void openSample(),
  },
  {
    id: "captures.add",
    title: "Add captures to the case…",
    group: "Captures",
    keys: ["Ctrl+Shift+A"],
    run: () => void addCaptures(),
    enabled: isOpen,
  },
  {
    id: "case.saveAs",
    title: "Save the case as…",
    group: "Captures",
    keys: ["Ctrl+Shift+S"],
    run: () => void saveCaseAs(),
    enabled: isOpen,
  },
  {
    id: "tables.choose",
    title: "Use a country table…",
    group: "Captures",
    keys: [],
    run: () => void chooseTables(),
  },
  {
    id: "reading.cancel",
    title: "Cancel reading, keep what was read",
    group: "Captures",
    keys: [],
    run: () => void cancelReading(),
    enabled: isReading,
  },
  {
    id: "reading.retry",
    title: "Read again the files whose reader died",
    group: "Captures",
    keys: [],
    run: () => void retryReading(),
    enabled: () => useReading.getState().state.retryable > 0,
  },
  {
    id: "reading.problems",
    title: "Show what was not read, and why",
    group: "Captures",
    keys: [],
    run: () => changeWorkspace(showProblems),
    enabled: () => useReading.getState().state.problemCount > 0,
  },
  {
    id: "rules",
    title: "Rules of reading: ports, idle timeout, telescope, tunnels…",
    group: "Captures",
    keys: ["Ctrl+,"],
    run: () => openDialog("rules"),
  },
  {
    id: "view.overview",
    title: "Show the overview",
    group: "Everywhere",
    keys: ["Ctrl+1"],
    run: () => changeWorkspace(() => showView("overview")),
    enabled: isOpen,
  },
  {
    id: "view.flows",
    title: "Show the flows",
    group: "Everywhere",
    keys: ["Ctrl+2"],
    run: () => changeWorkspace(() => showView("flows")),
    enabled: isOpen,
  },
  {
    id: "view.captures",
    title: "Show the captures and their problems",
    group: "Everywhere",
    keys: ["p"],
    run: () => changeWorkspace(() => showView("captures")),
    enabled: isOpen,
  },
  {
    id: "filter.focus",
    title: "Go to the filter",
    group: "Everywhere",
    keys: ["/"],
    run: focusFilter,
    enabled: isOpen,
  },
  {
    id: "filter.clear",
    title: "Clear the filter",
    group: "Everywhere",
    keys: [],
    run: () => changeWorkspace(clearFilters),
    enabled: () => isFiltered(useWorkspace.getState()),
  },
  {
    id: "inspector.toggle",
    title: "Show or hide the inspector",
    group: "Everywhere",
    keys: ["i"],
    run: () => changeWorkspace(({ inspectorOpen }) => ({ inspectorOpen: !inspectorOpen })),
    enabled: () => isOpen() && useWorkspace.getState().view !== "overview",
  },
  { id: "palette", title: "Find a command", group: "Everywhere", keys: ["Ctrl+K"], run: () => openDialog("palette") },
  { id: "help", title: "Keys of this view", group: "Everywhere", keys: ["?"], run: () => openDialog("help") },
  {
    id: "theme",
    title: "Next colour scheme",
    group: "Everywhere",
    keys: [],
    run: () => changeWorkspace(nextColourScheme),
  },
  {
    id: "theme.system",
    title: "Colours as the system has them",
    group: "Everywhere",
    keys: [],
    run: setScheme("system"),
  },
  { id: "theme.light", title: "Light colours", group: "Everywhere", keys: [], run: setScheme("light") },
  { id: "theme.dark", title: "Dark colours", group: "Everywhere", keys: [], run: setScheme("dark") },
];
