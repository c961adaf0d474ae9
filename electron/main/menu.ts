import { Menu, type MenuItemConstructorOptions } from "electron";
import type { EventValue } from "../../core/contract/window.ts";

/** What entries of the menu do. */
export interface MenuActions {
  choose(kind: "files" | "folder"): void;
  openSample(): void;
  /** Asks the window to do it. */
  command(name: EventValue<"command">): void;
}

/** The native menu. The window knows the same keys; whoever sees a key first takes it. */
export function installMenu(actions: MenuActions): void {
  const { choose, openSample, command } = actions;
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === "darwin" ? [{ role: "appMenu" } as const] : []),
    {
      label: "&File",
      submenu: [
        { label: "&Open captures…", accelerator: "CmdOrCtrl+O", click: () => choose("files") },
        { label: "Open &folder…", accelerator: "CmdOrCtrl+Shift+O", click: () => choose("folder") },
        { label: "Open the &sample", click: openSample },
        { type: "separator" },
        { label: "&Rules of reading…", accelerator: "CmdOrCtrl+,", click: () => command("rules") },
        { type: "separator" },
        { role: process.platform === "darwin" ? "close" : "quit" },
      ],
    },
    { role: "editMenu" },
    {
      label: "&View",
      submenu: [
        { label: "&Overview", accelerator: "CmdOrCtrl+1", click: () => command("view.overview") },
        { label: "&Flows", accelerator: "CmdOrCtrl+2", click: () => command("view.flows") },
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
