import { Menu, type MenuItemConstructorOptions } from "electron";
import type { EventValue } from "../../core/contract/window.ts";

/** What entries of the menu do. */
export interface MenuActions {
  choose(kind: "files" | "folder"): void;
  /** Asks for captures to add to the case. */
  add(): void;
  saveAs(): void;
  /** Opens a further window on what is open. */
  openWindow(): void;
  openSample(): void;
  chooseTables(): void;
  /** Asks the window to do it. */
  command(name: EventValue<"command">): void;
}

/** The native menu. The window knows the same keys; whoever sees a key first takes it. */
export function installMenu(actions: MenuActions): void {
  const { choose, add, saveAs, openWindow, openSample, chooseTables, command } = actions;
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === "darwin" ? [{ role: "appMenu" } as const] : []),
    {
      label: "&File",
      submenu: [
        { label: "&Open captures or a case…", accelerator: "CmdOrCtrl+O", click: () => choose("files") },
        { label: "Open &folder…", accelerator: "CmdOrCtrl+Shift+O", click: () => choose("folder") },
        { label: "Open the &sample", click: openSample },
        { type: "separator" },
        { label: "&Add captures to the case…", accelerator: "CmdOrCtrl+Shift+A", click: add },
        { label: "Save the case &as…", accelerator: "CmdOrCtrl+Shift+S", click: saveAs },
        { label: "&Further window, read-only", accelerator: "CmdOrCtrl+Shift+N", click: openWindow },
        { type: "separator" },
        { label: "&Rules of reading…", accelerator: "CmdOrCtrl+,", click: () => command("rules") },
        { label: "Use a country &table…", click: chooseTables },
        { type: "separator" },
        { role: process.platform === "darwin" ? "close" : "quit" },
      ],
    },
    { role: "editMenu" },
    {
      label: "&Case",
      submenu: [
        { label: "&Undo what was done last in the case", click: () => command("history.undo") },
        { label: "&Do again what was undone", click: () => command("history.redo") },
        { label: "&History…", click: () => command("history") },
        { type: "separator" },
        { label: "&Notes and bookmarks…", click: () => command("notes") },
        { label: "&Saved filters…", click: () => command("filters") },
        { type: "separator" },
        { label: "Save the report as &HTML…", click: () => command("report.html") },
        { label: "Save the report as &PDF…", click: () => command("report.pdf") },
        { label: "&Compare with another case…", click: () => command("comparison.choose") },
        { label: "&Merge with other cases…", click: () => command("merge") },
      ],
    },
    {
      label: "&View",
      submenu: [
        { label: "&Overview", accelerator: "CmdOrCtrl+1", click: () => command("view.overview") },
        { label: "&Flows", accelerator: "CmdOrCtrl+2", click: () => command("view.flows") },
        { label: "Fin&gerprints", accelerator: "CmdOrCtrl+3", click: () => command("view.fingerprints") },
        { label: "&Label", accelerator: "CmdOrCtrl+4", click: () => command("view.label") },
        { label: "&Diff", accelerator: "CmdOrCtrl+D", click: () => command("view.diff") },
        { label: "Cam&paigns", accelerator: "CmdOrCtrl+6", click: () => command("view.campaigns") },
        { label: "&Evolution", accelerator: "CmdOrCtrl+7", click: () => command("view.evolution") },
        { label: "&Map", accelerator: "CmdOrCtrl+8", click: () => command("view.map") },
        { label: "&Numbers", accelerator: "CmdOrCtrl+9", click: () => command("view.numbers") },
        { label: "&Signatures", click: () => command("view.signatures") },
        { label: "&Report", click: () => command("view.report") },
        { label: "&Captures and problems", click: () => command("view.captures") },
        { type: "separator" },
        { label: "All &commands…", accelerator: "CmdOrCtrl+K", click: () => command("palette") },
        { label: "&Light or dark", click: () => command("theme") },
        { type: "separator" },
        { role: "resetZoom" },
        { role: "zoomIn" },
        { role: "zoomOut" },
        { role: "togglefullscreen" },
      ],
    },
    { label: "&Help", submenu: [{ label: "&Keys of this view", click: () => command("help") }] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
