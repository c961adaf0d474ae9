import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { app, dialog } from "electron";
import { LOOKS_ON } from "../../core/contract/asked-by.ts";
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
import { KnownKeys } from "./known-keys.ts";
import { installMenu } from "./menu.ts";
import { printFile } from "./print-report.ts";
import { RecentCaptures } from "./recent-captures.ts";
import { ReportSaver } from "./save-report.ts";
import { hardenBeforeReady, hardenSession } from "./security.ts";
import { selfTest } from "./self-test.ts";
import { ownWords, readStartArguments } from "./start-arguments.ts";
import { openFirstWindow, openFurtherWindow, titleOf } from "./window.ts";
import { Windows } from "./windows.ts";

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
if (!start.selfTest && !start.printPdf && !app.requestSingleInstanceLock({ paths: start.paths })) app.exit(0);

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

  if (start.printPdf) {
    app.on("window-all-closed", () => undefined);
    app.exit(await printFile(start.paths));
    return;
  }

  // 6. The engine starts in its thread. One core stays free for the window.
  const userData = app.getPath("userData");
  fs.mkdirSync(userData, { recursive: true });
  const untitledFolder = path.join(userData, "untitled");
  const windows = new Windows();
  const desk = new Desk(
    pathToFileURL(path.join(bundle, "engine-worker.mjs")),
    {
      resources,
      ingestWorkerUrl: pathToFileURL(path.join(bundle, "ingest-worker.mjs")).href,
      crossCheckWorkerUrl: pathToFileURL(path.join(bundle, "cross-check-worker.mjs")).href,
      evidenceWorkerUrl: pathToFileURL(path.join(bundle, "evidence-worker.mjs")).href,
      rematchWorkerUrl: pathToFileURL(path.join(bundle, "rematch-worker.mjs")).href,
      threads: Math.max(1, os.availableParallelism() - 1),
      untitledFolder,
      version: app.getVersion(),
    },
    (news) => {
      if (news.type !== "reading") windows.tell(news.type, news.progress);
      else {
        windows.tell("reading", news.state);
        windows.entitle(titleOf(news.state));
      }
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

  // 7. Windows may ask.
  const tokens = new FileTokens();
  const recent = new RecentCaptures(userData);
  const openWindow = () => {
    windows.add(openFurtherWindow(preload, windows.current));
    void desk.readingState().then((state) => windows.entitle(titleOf(state)), showFailure);
  };
  const reports = new ReportSaver(desk, windows);
  const services: Services = {
    desk,
    tokens,
    recent,
    keys: new KnownKeys(userData),
    sample,
    untitledFolder,
    windows,
    reports,
    openWindow,
  };
  answerRequests(
    requestHandlers(services),
    (file) => tokens.tokenOf(file),
    (contents) => windows.roleOf(contents),
  );

  // 8. Menu and window.
  const change = (work: () => Promise<unknown>) => {
    if (windows.current !== windows.writer) showFailure(new Error(LOOKS_ON));
    else work().catch(showFailure);
  };
  installMenu({
    choose: (kind) => change(() => chooseCaptures(services, kind)),
    add: () => change(() => addCaptures(services)),
    saveAs: () => change(() => saveCaseAs(services)),
    openWindow,
    openSample: () => change(() => desk.open([sample.capture], [sample.table])),
    chooseTables: () => change(() => chooseTables(services)),
    command: (name) => windows.tellCurrent("command", name),
  });
  windows.add(openFirstWindow(preload, userData));

  // 9. What the program was started with, and what later starts hand over.
  const open = (paths: readonly string[]) => {
    if (paths.length > 0) void openCaptures(services, paths).catch(showFailure);
  };
  if (start.paths.length + openedEarly.length > 0) open([...start.paths, ...openedEarly]);
  else if (start.sample) await desk.open([sample.capture], [sample.table]);
  app.on("open-file", (_event, file) => open([file]));
  app.on("second-instance", (_event, argv, workingFolder) => {
    if (windows.writer?.isMinimized()) windows.writer.restore();
    windows.writer?.focus();
    open(readStartArguments(ownWords(argv, app.isPackaged), workingFolder).paths);
  });

  // 10. The end: no window, no program.
  app.on("window-all-closed", () => app.quit());
}

/** What no answer to the window can tell. */
function showFailure(error: unknown): void {
  dialog.showErrorBox("Ringprint could not do this", error instanceof Error ? error.message : String(error));
}
