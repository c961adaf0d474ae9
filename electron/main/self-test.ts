import { BrowserWindow } from "electron";
import { WINDOW_URL } from "./app-protocol.ts";
import type { Desk } from "./desk.ts";

const POLL_MS = 50;
const PATIENCE_MS = 60_000;

/**
 * Checks an installation from inside: the sample is read in worker threads, its counts add up, its tools have names, and
 * the window's page loads. Returns one sentence for each fault.
 */
export async function selfTest(desk: Desk, samplePath: string, preload: string): Promise<readonly string[]> {
  return [...(await readSample(desk, samplePath)), ...(await loadWindow(preload))];
}

async function readSample(desk: Desk, samplePath: string): Promise<string[]> {
  await desk.open([samplePath]);
  const start = performance.now();
  let state = await desk.readingState();
  while (state.phase !== "ended" && state.phase !== "stopped") {
    if (performance.now() - start > PATIENCE_MS) return ["The sample was not read within a minute."];
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    state = await desk.readingState();
  }
  const overview = await desk.engine.call("overview", null);
  const sum = overview.classes.reduce((total, [, packets]) => total + packets, 0);
  const requests = Object.fromEntries(overview.classes).sipRequest ?? 0;
  const named = overview.tools.reduce((total, tool) => total + tool.packets, 0);
  const faults: string[] = state.problemCount === 0 ? [] : ["The sample was not read whole."];
  if (state.phase !== "ended") faults.push("Reading the sample was stopped.");
  if (overview.packets === 0 || sum !== overview.packets) faults.push("The sample's classes do not add up.");
  if (named + overview.unnamed.packets !== requests) faults.push("The sample's tools do not add up.");
  if (overview.tools.length < 10) faults.push("Fewer than ten tools of the sample were named.");
  return faults;
}

async function loadWindow(preload: string): Promise<string[]> {
  const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, contextIsolation: true } });
  try {
    await window.loadURL(WINDOW_URL);
    return [];
  } catch {
    return ["The window's page could not be loaded."];
  } finally {
    window.destroy();
  }
}
