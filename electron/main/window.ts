import fs from "node:fs";
import path from "node:path";
import { app, BrowserWindow, dialog, nativeTheme, screen } from "electron";
import { z } from "zod";
import type { ReadingState } from "../../core/contract/reading-state.ts";
import { visibleText } from "../../core/report/visible-text.ts";
import { WINDOW_URL } from "./app-protocol.ts";

const boundsSchema = z.object({ x: z.int(), y: z.int(), width: z.int().min(800), height: z.int().min(500) });
type Bounds = z.infer<typeof boundsSchema>;

/** A page that dies sooner than this after it was loaded again, in milliseconds, is not loaded once more. */
const REVIVAL_INTERVAL_MS = 10_000;
const DEFAULT_SIZE = { width: 1440, height: 900 };
/** How far a further window lies from the one before, in pixels each way. */
const BESIDE = 28;
// The colours of an empty page, so that nothing flashes before the first paint.
const BACKGROUND = { light: "#f7f7f8", dark: "#16181c" };

/** Opens the first window, where it was last. */
export function openFirstWindow(preload: string, userData: string): BrowserWindow {
  const file = path.join(userData, "window.json");
  const window = openWindow(preload, boundsOnScreen(file));
  window.on("close", () => saveBounds(file, window.getNormalBounds()));
  return window;
}

/** Opens a further window, a little beside another one. */
export function openFurtherWindow(preload: string, beside: BrowserWindow | null): BrowserWindow {
  if (beside === null) return openWindow(preload, {});
  const { x, y, width, height } = beside.getNormalBounds();
  return openWindow(preload, { x: x + BESIDE, y: y + BESIDE, width, height });
}

function openWindow(preload: string, bounds: Partial<Bounds>): BrowserWindow {
  const window = new BrowserWindow({
    ...DEFAULT_SIZE,
    ...bounds,
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
  reviveWhenGone(window);
  // The page names its views; the title names the captures.
  window.on("page-title-updated", (event) => event.preventDefault());
  void window.loadURL(WINDOW_URL);
  return window;
}

/** A page that died is loaded again: the results are in the engine, the layout is stored. Not again and again, though. */
function reviveWhenGone(window: BrowserWindow): void {
  let revivedAt = -Infinity;
  window.webContents.on("render-process-gone", (_event, { reason }) => {
    if (reason === "clean-exit") return;
    const now = performance.now();
    if (now - revivedAt < REVIVAL_INTERVAL_MS) {
      dialog.showErrorBox(
        "The window failed twice",
        `Its process ended (${reason}). Captures are never changed. Restart Ringprint.`,
      );
      return;
    }
    revivedAt = now;
    window.webContents.reload();
  });
}

/** Where the window lay is worth no failure: it opens in the middle next time. */
function saveBounds(file: string, bounds: Bounds): void {
  try {
    fs.writeFileSync(file, JSON.stringify(bounds));
  } catch (error) {
    console.error(error);
  }
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
