import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { app, type BrowserWindow, dialog } from "electron";
import type { EventName, EventValue } from "../../core/contract/window.ts";
import { serveBundle } from "./app-protocol.ts";
import { Desk } from "./desk.ts";
import { FileTokens } from "./file-tokens.ts";
import {
  addCaptures,
  chooseCaptures,
  chooseTables,
  openCaptures,
  requestHandlers,
  type Services,
  saveCaseAs,
} from "./handlers.ts";
import { answerRequests } from "./ipc.ts";
import { installMenu } from "./menu.ts";
import { RecentCaptures } from "./recent-captures.ts";
import { hardenBeforeReady, hardenSession } from "./security.ts";
import { selfTest } from "./self-test.ts";
import { ownWords, readStartArguments } from "./start-arguments.ts";
import { openWindow, titleOf } from "./window.ts";

// 1. Before anything can be shown: sandbox, scheme, navigation.
hardenBeforeReady();

// 2. Where everything lies: the bundle is this file's folder, resources are beside it in the application.
const bundle = import.meta.dirname;
const resources = path.join(app.getAppPath(), "resources");
const sample = {
  capture: path.join(resources, "samples", "telescope-sample.pcapng"),
  table: path.join(resources, "samples", "telescope-sample-networks.csv"),
};
const preload = path.join(bundle, "preload.cjs");
const start = readStartArguments(ownWords(process.argv, app.isPackaged), process.cwd());

// 3. One instance: a second start hands its captures over and ends.
if (!start.selfTest && !app.requestSingleInstanceLock({ paths: start.paths })) app.exit(0);

// 4. What a double click on a capture says on macOS, possibly before the window is there.
const openedEarly: string[] = [];
app.on("open-file", (event, file) => {
  event.preventDefault();
  openedEarly.push(file);
});

// Electron is ready only after this module is: awaiting that here would wait for ever.
app.whenReady().then(startWhenReady).catch(showFailure);

async function startWhenReady(): Promise<void> {
  // 5. The session loses every right, and the bundle gets its address.
  hardenSession();
  serveBundle(path.join(bundle, "renderer"));

  // 6. The engine starts in its thread. One core stays free for the window.
  const userData = app.getPath("userData");
  fs.mkdirSync(userData, { recursive: true });
  const untitledFolder = path.join(userData, "untitled");
  let window: BrowserWindow | null = null;
  const tell = <Name extends EventName>(name: Name, value: EventValue<Name>) => {
    if (window !== null && !window.isDestroyed()) window.webContents.send(`event:${name}`, value);
  };
  const desk = new Desk(
    pathToFileURL(path.join(bundle, "engine-worker.mjs")),
    {
      resources,
      ingestWorkerUrl: pathToFileURL(path.join(bundle, "ingest-worker.mjs")).href,
      crossCheckWorkerUrl: pathToFileURL(path.join(bundle, "cross-check-worker.mjs")).href,
      threads: Math.max(1, os.availableParallelism() - 1),
      untitledFolder,
      version: app.getVersion(),
    },
    (state) => {
      tell("reading", state);
      window?.setTitle(titleOf(state));
    },
  );

  // No end tears the engine from an open case, whichever way it comes: last window, menu, signal.
  let isClosed = false;
  app.on("will-quit", (event) => {
    if (isClosed) return;
    event.preventDefault();
    void desk.close().finally(() => {
      isClosed = true;
      app.quit();
    });
  });

  if (start.selfTest) {
    // Its window goes before its work is done.
    app.on("window-all-closed", () => undefined);
    const faults = await selfTest(desk, sample.capture, preload);
    process.stdout.write(faults.length === 0 ? "self-test: ok\n" : `self-test: failed\n${faults.join("\n")}\n`);
    await desk.close();
    app.exit(faults.length === 0 ? 0 : 1);
    return;
  }

  // 7. The window may ask.
  const tokens = new FileTokens();
  const recent = new RecentCaptures(userData);
  const services: Services = { desk, tokens, recent, sample, untitledFolder, window: () => window };
  answerRequests(requestHandlers(services), (file) => tokens.tokenOf(file));

  // 8. Menu and window.
  installMenu({
    choose: (kind) => void chooseCaptures(services, kind).catch(showFailure),
    add: () => void addCaptures(services).catch(showFailure),
    saveAs: () => void saveCaseAs(services).catch(showFailure),
    openSample: () => void desk.open([sample.capture], [sample.table]).catch(showFailure),
    chooseTables: () => void chooseTables(services).catch(showFailure),
    command: (name) => tell("command", name),
  });
  window = openWindow(preload, userData);

  // 9. What the program was started with, and what later starts hand over.
  const open = (paths: readonly string[]) => {
    if (paths.length > 0) void openCaptures(services, paths).catch(showFailure);
  };
  if (start.paths.length + openedEarly.length > 0) open([...start.paths, ...openedEarly]);
  else if (start.sample) await desk.open([sample.capture], [sample.table]);
  app.on("open-file", (_event, file) => open([file]));
  app.on("second-instance", (_event, argv, workingFolder) => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
    open(readStartArguments(ownWords(argv, app.isPackaged), workingFolder).paths);
  });

  // 10. The end: no window, no program.
  app.on("window-all-closed", () => app.quit());
}

/** What no answer to the window can tell. */
function showFailure(error: unknown): void {
  dialog.showErrorBox("Ringprint could not do this", error instanceof Error ? error.message : String(error));
}
