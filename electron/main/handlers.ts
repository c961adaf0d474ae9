import fs from "node:fs";
import path from "node:path";
import { app, type BrowserWindow, clipboard } from "electron";
import type { FlowQuery } from "../../core/contract/flow-table.ts";
import type { Desk } from "./desk.ts";
import { ALL_FILES, CAPTURE_FILES, CASE_FILES, chosenPaths, chosenPlace } from "./file-dialogs.ts";
import type { FileTokens } from "./file-tokens.ts";
import { RequestFailure, type RequestHandlers } from "./ipc.ts";
import type { RecentCaptures } from "./recent-captures.ts";
import { listUntitled } from "./untitled-cases.ts";

/** The capture that comes with the program, and the made-up table that locates its sources. */
export interface Sample {
  readonly capture: string;
  readonly table: string;
}

/** What requests are answered with. */
export interface Services {
  readonly desk: Desk;
  readonly tokens: FileTokens;
  readonly recent: RecentCaptures;
  readonly sample: Sample;
  /** Where cases lie that have no name yet. */
  readonly untitledFolder: string;
  window(): BrowserWindow | null;
}

/** Opens captures and remembers them. */
export async function openCaptures(services: Services, paths: readonly string[]): Promise<void> {
  refuse(await services.desk.open(paths));
  remember(services, paths);
}

function remember({ recent }: Services, paths: readonly string[]): void {
  for (const opened of paths) app.addRecentDocument(opened);
  try {
    recent.add(paths, new Date().toISOString());
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    throw new RequestFailure("internal", `This is open, but the list of recent files cannot be saved (${code}).`);
  }
}

/** Asks for captures in a dialog and opens them; false where nothing was chosen. */
export async function chooseCaptures(services: Services, kind: "files" | "folder"): Promise<boolean> {
  const filePaths = await chosenPaths(
    services.window(),
    kind === "folder"
      ? { title: "Open a folder of captures", properties: ["openDirectory"] }
      : {
          title: "Open captures or a case",
          properties: ["openFile", "multiSelections"],
          filters: [
            { name: "Packet captures and cases", extensions: [...CAPTURE_FILES.extensions, ...CASE_FILES.extensions] },
            ALL_FILES,
          ],
        },
  );
  if (filePaths.length === 0) return false;
  await openCaptures(services, filePaths);
  return true;
}

/** Asks for captures in a dialog and adds them to the case; false where nothing was chosen. */
export async function addCaptures(services: Services): Promise<boolean> {
  const filePaths = await chosenPaths(services.window(), {
    title: "Add captures to the case",
    properties: ["openFile", "multiSelections"],
    filters: [CAPTURE_FILES, ALL_FILES],
  });
  if (filePaths.length === 0) return false;
  refuse(await services.desk.add(filePaths));
  return true;
}

/** Asks for a place in a dialog and saves the case there; false where none was chosen. */
export async function saveCaseAs(services: Services): Promise<boolean> {
  const filePath = await chosenPlace(services.window(), {
    title: "Save the case as",
    defaultPath: "case.ringcase",
    filters: [CASE_FILES],
  });
  if (filePath === null) return false;
  refuse(await services.desk.saveAs(filePath));
  remember(services, [filePath]);
  return true;
}

/** What a file is written as, by the end of its name. */
const EXPORT_FORMATS = { ".csv": "csv", ".json": "json", ".parquet": "parquet" } as const;

/** Asks for a place in a dialog and writes the flows of a query there; false where none was chosen. */
async function exportFlows({ desk, window: current }: Services, query: FlowQuery): Promise<boolean> {
  const filePath = await chosenPlace(current(), {
    title: "Export the flows of the list",
    defaultPath: "flows.csv",
    filters: [
      { name: "CSV", extensions: ["csv"] },
      { name: "JSON", extensions: ["json"] },
      { name: "Parquet", extensions: ["parquet"] },
    ],
  });
  if (filePath === null) return false;
  const extension = path.extname(filePath).toLowerCase();
  const isKnown = Object.hasOwn(EXPORT_FORMATS, extension);
  const format = isKnown ? EXPORT_FORMATS[extension as keyof typeof EXPORT_FORMATS] : "csv";
  refuse(await desk.engine.call("exportFlows", { query, format, path: isKnown ? filePath : `${filePath}.csv` }));
  return true;
}

/** Asks in a dialog where a capture is now; false where nothing was chosen. */
async function locateCapture(services: Services, capture: string): Promise<boolean> {
  const [file] = await chosenPaths(services.window(), {
    title: "Choose the capture that moved",
    properties: ["openFile"],
    filters: [CAPTURE_FILES, ALL_FILES],
  });
  if (file === undefined) return false;
  refuse(await services.desk.engine.call("locateCapture", { capture, path: file }));
  return true;
}

/** A sentence that says why something was not done is the answer to the request. */
function refuse(sentence: string | null): void {
  if (sentence !== null) throw new RequestFailure("bad-request", sentence.slice(0, 2000));
}

/** Asks for tables of countries and networks in a dialog and uses them; false where nothing was chosen. */
export async function chooseTables({ desk, window: current }: Services): Promise<boolean> {
  const filePaths = await chosenPaths(current(), {
    title: "Use a country table",
    properties: ["openFile", "multiSelections"],
    filters: [{ name: "MaxMind DB files and CSV of ranges", extensions: ["mmdb", "csv"] }, ALL_FILES],
  });
  if (filePaths.length === 0) return false;
  const errors = await desk.useTables(filePaths);
  if (errors.length > 0) throw new RequestFailure("bad-request", errors.join(" ").slice(0, 2000));
  return true;
}

/** Answers to all requests of the window. */
export function requestHandlers(services: Services): RequestHandlers {
  const { desk, tokens, recent, sample } = services;
  return {
    "app.info": async () => ({
      version: app.getVersion(),
      electron: process.versions.electron ?? "",
      chromium: process.versions.chrome ?? "",
      platform: process.platform,
      packs: [...(await desk.engine.call("packs", null))],
    }),
    "reading.state": () => desk.readingState(),
    "captures.add": () => addCaptures(services),
    "case.saveAs": () => saveCaseAs(services),
    "captures.choose": ({ kind }) => chooseCaptures(services, kind),
    "captures.open": async ({ tokens: given }) => {
      const paths = given.map((token) => tokens.pathOf(token));
      if (paths.includes(undefined))
        throw new RequestFailure("not-found", "This file was never chosen. Open it again.");
      await openCaptures(services, paths as string[]);
      return {};
    },
    "captures.openSample": async () => {
      refuse(await desk.open([sample.capture], [sample.table]));
      return {};
    },
    "recent.list": () => [
      ...listUntitled(services.untitledFolder)
        .filter((left) => left.path !== desk.openCase)
        .map((left) => ({ ...left, token: tokens.tokenOf(left.path), missing: false })),
      ...recent.entries.map((entry) => ({
        token: tokens.tokenOf(entry.path),
        name: path.basename(entry.path),
        folder: path.dirname(entry.path),
        openedAt: entry.openedAt,
        missing: !fs.existsSync(entry.path),
      })),
    ],
    "recent.clear": () => {
      recent.clear();
      app.clearRecentDocuments();
      return {};
    },
    "reading.cancel": async () => {
      await desk.engine.call("cancel", null);
      return {};
    },
    "reading.retry": async () => {
      await desk.retry();
      return {};
    },
    "rules.get": () => desk.rules,
    "rules.set": async ({ rules }) => {
      await desk.setRules(rules);
      return {};
    },
    "tables.choose": () => chooseTables(services),
    "overview.get": () => desk.engine.call("overview", null),
    "flows.page": ({ query, offset, limit }) => desk.engine.call("flowPage", { query, offset, limit }),
    "flows.export": ({ query }) => exportFlows(services, query),
    "flows.facets": async ({ query }) => [...(await desk.engine.call("flowFacets", { query }))],
    "flows.find": ({ query, flow }) => desk.engine.call("findFlow", { query, flow }),
    "flow.inspect": async ({ flow }) => found(await desk.engine.call("inspectFlow", { flow })),
    "flow.map": async ({ flow, prefix }) => found(await desk.engine.call("mapFlow", { flow, prefix })),
    "strand.inspect": async ({ strand }) => found(await desk.engine.call("inspectStrand", { strand })),
    "packets.page": ({ query, offset, limit }) => desk.engine.call("packetPage", { query, offset, limit }),
    "packets.find": (wanted) => desk.engine.call("findPacket", wanted),
    "flow.overTime": ({ flow }) => desk.engine.call("flowOverTime", { flow }),
    "packet.read": async (packet) => found(await desk.engine.call("readPacket", packet)),
    "capture.locate": ({ capture }) => locateCapture(services, capture),
    "captures.page": ({ query, offset, limit }) => desk.engine.call("capturePage", { query, offset, limit }),
    "captures.find": ({ query, capture }) => desk.engine.call("findCapture", { query, capture }),
    "capture.inspect": async ({ capture }) => found(await desk.engine.call("inspectCapture", { capture })),
    "capture.crossCheck": async ({ capture, wanted }) => {
      await desk.engine.call("crossCheck", { capture, wanted });
      return {};
    },
    "captures.copy": async ({ query }) => {
      const { text, files, left } = await desk.engine.call("capturesText", { query });
      clipboard.writeText(text);
      return { files, left };
    },
    "clipboard.write": ({ text }) => {
      clipboard.writeText(text);
      return {};
    },
  };
}

function found<Value>(value: Value | null): Value {
  if (value === null)
    throw new RequestFailure("not-found", "This is no longer in the results: newer ones took their place.");
  return value;
}
