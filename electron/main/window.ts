import fs from "node:fs";
import path from "node:path";
import { app, BrowserWindow, nativeTheme, screen } from "electron";
import { z } from "zod";
import type { ReadingState } from "../../core/contract/reading-state.ts";
import { visibleText } from "../../core/report/visible-text.ts";
import { WINDOW_URL } from "./app-protocol.ts";

const boundsSchema = z.object({ x: z.int(), y: z.int(), width: z.int().min(800), height: z.int().min(500) });
type Bounds = z.infer<typeof boundsSchema>;

const DEFAULT_SIZE = { width: 1440, height: 900 };
// The colours of an empty page, so that nothing flashes before the first paint.
const BACKGROUND = { light: "#f7f7f8", dark: "#16181c" };

/** Opens the one window, where it was last. */
export function openWindow(preload: string, userData: string): BrowserWindow {
  const file = path.join(userData, "window.json");
  const window = new BrowserWindow({
    ...DEFAULT_SIZE,
    ...boundsOnScreen(file),
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: "Ringprint",
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  window.once("ready-to-show", () => window.show());
  window.on("close", () => fs.writeFileSync(file, JSON.stringify(window.getNormalBounds())));
  // The page names its views; the title names the captures.
  window.on("page-title-updated", (event) => event.preventDefault());
  void window.loadURL(WINDOW_URL);
  return window;
}

/** The window's title for what is being looked at. */
export function titleOf({ names, files }: ReadingState): string {
  const [first] = names;
  if (first === undefined) return "Ringprint";
  const more = files > 1 ? ` and ${files - 1} more` : "";
  return `${visibleText(first)}${more} — Ringprint`;
}

/** Where the window was, if that is still on a screen. */
function boundsOnScreen(file: string): Bounds | Record<string, never> {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch {
    return {};
  }
  const decoded = boundsSchema.safeParse(parseJson(text));
  if (!decoded.success) return {};
  const { x, y, width, height } = decoded.data;
  const isVisible = screen.getAllDisplays().some(({ workArea }) => {
    const across = x < workArea.x + workArea.width - 100 && x + width > workArea.x + 100;
    return across && y >= workArea.y - 10 && y < workArea.y + workArea.height - 100;
  });
  return isVisible ? { x, y, width, height } : {};
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
