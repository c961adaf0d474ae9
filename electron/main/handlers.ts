import fs from "node:fs";
import path from "node:path";
import { app, clipboard } from "electron";
import type { ChosenCase } from "../../core/contract/comparison.ts";
import type { EvidenceWriting } from "../../core/contract/evidence.ts";
import { type Merging, MOST_MERGED } from "../../core/contract/merging.ts";
import type { RequestParams } from "../../core/contract/window.ts";
import type { Desk } from "./desk.ts";
import { ALL_FILES, CAPTURE_FILES, CASE_FILES, chosenPaths, chosenPlace } from "./file-dialogs.ts";
import type { FileTokens } from "./file-tokens.ts";
import { RequestFailure, type RequestHandlers, refuse, said } from "./ipc.ts";
import type { KnownKeys } from "./known-keys.ts";
import { packHandlers } from "./pack-handlers.ts";
import type { RecentCaptures } from "./recent-captures.ts";
import type { ReportSaver } from "./save-report.ts";
import { listUntitled } from "./untitled-cases.ts";
import type { Windows } from "./windows.ts";

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
  readonly keys: KnownKeys;
  readonly sample: Sample;
  /** Where cases lie that have no name yet. */
  readonly untitledFolder: string;
  readonly windows: Windows;
  readonly reports: ReportSaver;
  /** Opens a further window on what is open. */
  openWindow(): void;
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
    services.windows.current,
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
  const filePaths = await chosenPaths(services.windows.current, {
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
  const filePath = await chosenPlace(services.windows.current, {
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

/** Asks for a place in a dialog and has a table written there; false where none was chosen. */
async function exportTable(
  { windows }: Services,
  { title, name }: { readonly title: string; readonly name: string },
  write: (place: { readonly format: "csv" | "json" | "parquet"; readonly path: string }) => Promise<string | null>,
): Promise<boolean> {
  const filePath = await chosenPlace(windows.current, {
    title,
    defaultPath: `${name}.csv`,
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
  refuse(await write({ format, path: isKnown ? filePath : `${filePath}.csv` }));
  return true;
}

/** Asks for a place in a dialog and writes the packets of flows there. */
async function saveEvidence(
  { windows, desk }: Services,
  wanted: RequestParams<"flows.evidence">,
): Promise<EvidenceWriting> {
  const filePath = await chosenPlace(windows.current, {
    title: "Export packets as evidence",
    defaultPath: "evidence.pcapng",
    filters: [{ name: "pcapng", extensions: ["pcapng"] }],
  });
  if (filePath === null) return { kind: "closed" };
  const isNamed = path.extname(filePath).toLowerCase() === ".pcapng";
  return desk.engine.call("writeEvidence", { ...wanted, path: isNamed ? filePath : `${filePath}.pcapng` });
}

/** Asks for a place in a dialog and writes a chart there; false where none was chosen. */
async function saveChart({ windows }: Services, image: RequestParams<"chart.save">): Promise<boolean> {
  const { name, format, data } = image;
  const filePath = await chosenPlace(windows.current, {
    title: "Save the chart",
    defaultPath: `${name}.${format}`,
    filters: [{ name: format.toUpperCase(), extensions: [format] }],
  });
  if (filePath === null) return false;
  const file = path.extname(filePath) === "" ? `${filePath}.${format}` : filePath;
  try {
    await fs.promises.writeFile(file, Buffer.from(data, format === "svg" ? "utf8" : "base64"));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    throw new RequestFailure(
      "internal",
      `The chart was not saved: ${path.basename(file)} could not be written (${code}).`,
    );
  }
  return true;
}

/** Asks in a dialog where a capture is now; false where nothing was chosen. */
async function locateCapture(services: Services, capture: string): Promise<boolean> {
  const [file] = await chosenPaths(services.windows.current, {
    title: "Choose the capture that moved",
    properties: ["openFile"],
    filters: [CAPTURE_FILES, ALL_FILES],
  });
  if (file === undefined) return false;
  refuse(await services.desk.engine.call("locateCapture", { capture, path: file }));
  return true;
}

/** Asks for tables of countries and networks in a dialog and uses them; false where nothing was chosen. */
export async function chooseTables({ desk, windows }: Services): Promise<boolean> {
  const filePaths = await chosenPaths(windows.current, {
    title: "Use a country table",
    properties: ["openFile", "multiSelections"],
    filters: [{ name: "MaxMind DB files and CSV of ranges", extensions: ["mmdb", "csv"] }, ALL_FILES],
  });
  if (filePaths.length === 0) return false;
  const errors = await desk.useTables(filePaths);
  if (errors.length > 0) throw new RequestFailure("bad-request", errors.join(" ").slice(0, 2000));
  return true;
}

/** Asks for a case in a dialog, to compare the open one with; null where nothing was chosen. */
async function chooseOtherCase({ tokens, windows }: Services): Promise<ChosenCase | null> {
  const [chosen] = await chosenPaths(windows.current, {
    title: "Compare with another case",
    properties: ["openFile"],
    filters: [CASE_FILES, ALL_FILES],
  });
  return chosen === undefined ? null : { token: tokens.tokenOf(chosen), name: path.basename(chosen) };
}

/** Asks for cases in a dialog, to merge the open one with; none where nothing was chosen. */
async function chooseMergedCases({ tokens, windows }: Services): Promise<ChosenCase[]> {
  const chosen = await chosenPaths(windows.current, {
    title: "Merge with other cases",
    properties: ["openFile", "multiSelections"],
    filters: [CASE_FILES, ALL_FILES],
  });
  return chosen.slice(0, MOST_MERGED).map((file) => ({ token: tokens.tokenOf(file), name: path.basename(file) }));
}

/** Asks for a place in a dialog and merges the open case with others there. */
async function mergeCases({ desk, tokens, windows }: Services, paths: readonly string[]): Promise<Merging> {
  const chosen = await chosenPlace(windows.current, {
    title: "Save the merged case as",
    defaultPath: "merged.ringcase",
    filters: [CASE_FILES],
  });
  if (chosen === null) return { kind: "closed" };
  const out = path.extname(chosen) === "" ? `${chosen}.ringcase` : chosen;
  const ending = await desk.engine.call("merge", { paths, out });
  return { kind: "ended", name: path.basename(out), token: tokens.tokenOf(out), ending };
}

/** Paths of files that were chosen in a dialog or dropped. */
function pathsOf({ tokens }: Services, given: readonly string[]): string[] {
  return given.map((token) => {
    const known = tokens.pathOf(token);
    if (known === undefined) throw new RequestFailure("not-found", "This file was never chosen. Choose it again.");
    return known;
  });
}

/** Answers to all requests of the window. */
export function requestHandlers(services: Services): RequestHandlers {
  const { desk, tokens, recent, sample, reports } = services;
  return {
    ...packHandlers(services),
    "app.info": async () => ({
      version: app.getVersion(),
      electron: process.versions.electron ?? "",
      chromium: process.versions.chrome ?? "",
      platform: process.platform,
      packs: [...(await desk.engine.call("packs", null))],
    }),
    "window.role": (_params, asking) => asking,
    "window.open": () => {
      services.openWindow();
      return {};
    },
    "reading.state": () => desk.readingState(),
    "captures.add": () => addCaptures(services),
    "case.saveAs": () => saveCaseAs(services),
    "captures.choose": ({ kind }) => chooseCaptures(services, kind),
    "captures.open": async ({ tokens: given }) => {
      await openCaptures(services, pathsOf(services, given));
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
    "packets.index": async () => {
      await desk.engine.call("index", null);
      return {};
    },
    "rules.get": () => desk.rules,
    "rules.set": async ({ rules }) => {
      await desk.setRules(rules);
      return {};
    },
    "filters.get": async () => [...(await desk.engine.call("savedFilters", null))],
    "filters.set": async ({ filters }) => {
      refuse(await desk.engine.call("saveFilters", { filters }));
      return {};
    },
    "tables.choose": () => chooseTables(services),
    "overview.get": () => desk.engine.call("overview", null),
    "overview.filtered": ({ query }) => desk.engine.call("filteredOverview", { query }),
    "flows.page": ({ query, offset, limit }) => desk.engine.call("flowPage", { query, offset, limit }),
    "flows.export": (wanted) =>
      exportTable(services, { title: "Export the flows of the list", name: "flows" }, (place) =>
        desk.engine.call("exportFlows", { ...wanted, ...place }),
      ),
    "flows.evidence": (wanted) => saveEvidence(services, wanted),
    "evidence.cancel": async () => {
      await desk.engine.call("cancelEvidence", null);
      return {};
    },
    "flows.facets": async ({ condition }) => [...(await desk.engine.call("flowFacets", { condition }))],
    "flows.find": ({ query, flow }) => desk.engine.call("findFlow", { query, flow }),
    "sources.page": ({ query, offset, limit }) => desk.engine.call("sourcePage", { query, offset, limit }),
    "sources.find": (wanted) => desk.engine.call("findSource", wanted),
    "sources.export": (wanted) =>
      exportTable(services, { title: "Export the sources of the list", name: "sources" }, (place) =>
        desk.engine.call("exportSources", { ...wanted, ...place }),
      ),
    "source.inspect": async ({ address }) => found(await desk.engine.call("inspectSource", { address })),
    "source.days": ({ address }) => desk.engine.call("sourceDays", { address }),
    "flow.inspect": async ({ flow }) => found(await desk.engine.call("inspectFlow", { flow })),
    "flow.map": async ({ flow, prefix }) => found(await desk.engine.call("mapFlow", { flow, prefix })),
    "strand.inspect": async ({ strand }) => found(await desk.engine.call("inspectStrand", { strand })),
    "evolution.get": ({ query }) => desk.engine.call("evolution", { query }),
    "evolution.sources": (wanted) => desk.engine.call("evolutionSources", wanted),
    "places.get": ({ flows }) => desk.engine.call("places", { flows }),
    "numbers.page": ({ query, offset, limit }) => desk.engine.call("numberPage", { query, offset, limit }),
    "numbers.find": (wanted) => desk.engine.call("findNumber", wanted),
    "numbers.countries": ({ flows }) => desk.engine.call("calledCountries", { flows }),
    "number.inspect": async (wanted) => found(await desk.engine.call("inspectNumber", wanted)),
    "campaigns.get": ({ filter }) => desk.engine.call("campaigns", { filter }),
    "campaigns.setRules": async (wanted) => said(await desk.engine.call("setCampaignRules", wanted)),
    "campaign.members": async ({ campaign }) => found(await desk.engine.call("campaignMembers", { campaign })),
    "campaign.mosaic": async ({ campaign }) => found(await desk.engine.call("campaignMosaic", { campaign })),
    "campaigns.statistics": () => desk.engine.call("campaignStatistics", null),
    "campaign.ofSource": (wanted) => desk.engine.call("campaignOfSource", wanted),
    "campaign.decide": async (request) => said(await desk.engine.call("decideCampaign", request)),
    "fingerprints.page": ({ query, offset, limit }) => desk.engine.call("fingerprintPage", { query, offset, limit }),
    "fingerprints.find": ({ query, fingerprint }) => desk.engine.call("findFingerprint", { query, fingerprint }),
    "fingerprint.inspect": async ({ fingerprint }) =>
      found(await desk.engine.call("inspectFingerprint", { fingerprint })),
    "diff.get": ({ references }) => desk.engine.call("diff", { references }),
    "packets.page": ({ query, offset, limit }) => desk.engine.call("packetPage", { query, offset, limit }),
    "packets.find": (wanted) => desk.engine.call("findPacket", wanted),
    "flow.overTime": ({ flow }) => desk.engine.call("flowOverTime", { flow }),
    "packet.read": async (packet) => found(await desk.engine.call("readPacket", packet)),
    "capture.locate": ({ capture }) => locateCapture(services, capture),
    "judgement.preview": () => desk.engine.call("previewJudgement", null),
    "judgement.renew": async () => {
      await desk.engine.call("judgeAnew", null);
      return {};
    },
    "news.get": () => desk.engine.call("news", null),
    "comparison.choose": () => chooseOtherCase(services),
    "comparison.get": ({ token }) => {
      const [chosen] = pathsOf(services, [token]);
      return desk.engine.call("compareWith", { path: chosen as string });
    },
    "merge.choose": () => chooseMergedCases(services),
    "merge.look": (wanted) => desk.engine.call("lookAtMerge", { paths: pathsOf(services, wanted.tokens) }),
    "merge.start": (wanted) => mergeCases(services, pathsOf(services, wanted.tokens)),
    "merge.cancel": async () => {
      await desk.engine.call("cancelMerge", null);
      return {};
    },
    "notes.list": async () => [...(await desk.engine.call("notes", null))],
    "note.add": async (wanted) => said(await desk.engine.call("addNote", wanted)),
    "note.change": async (wanted) => said(await desk.engine.call("changeNote", wanted)),
    "note.remove": async (wanted) => said(await desk.engine.call("removeNote", wanted)),
    "label.set": async (wanted) => said(await desk.engine.call("label", wanted)),
    "label.preview": async (wanted) => found(await desk.engine.call("labelPreview", wanted)),
    "label.review": async (request) => said(await desk.engine.call("review", request)),
    "labels.list": async () => [...(await desk.engine.call("saidOfFingerprints", null))],
    "signatures.list": () => desk.engine.call("signatures", null),
    "signature.inspect": async (wanted) => found(await desk.engine.call("inspectSignature", wanted)),
    "signature.check": async (wanted) => found(await desk.engine.call("checkSignature", wanted)),
    "signature.try": (wanted) => desk.engine.call("trySignature", wanted),
    "signature.propose": (wanted) => desk.engine.call("proposeSignature", wanted),
    "signature.example": async (wanted) => found(await desk.engine.call("exampleOfStrand", wanted)),
    "signature.rewriteExample": async (wanted) => found(await desk.engine.call("rewriteExample", wanted)),
    "signature.change": async (wanted) => said(await desk.engine.call("changeSignature", wanted)),
    "signature.stopProposing": async () => {
      await desk.engine.call("stopProposing", null);
      return {};
    },
    "rematch.preview": () => desk.engine.call("previewRematch", null),
    "rematch.apply": async (wanted) => said(await desk.engine.call("applyRematch", wanted)),
    "history.list": () => desk.engine.call("deeds", null),
    "history.goTo": async (wanted) => said(await desk.engine.call("goTo", wanted)),
    "history.step": async (wanted) => said(await desk.engine.call("step", wanted)),
    "captures.page": ({ query, offset, limit }) => desk.engine.call("capturePage", { query, offset, limit }),
    "captures.find": ({ query, capture }) => desk.engine.call("findCapture", { query, capture }),
    "capture.inspect": async ({ capture }) => found(await desk.engine.call("inspectCapture", { capture })),
    "capture.removal": async ({ capture }) => found(await desk.engine.call("removalOf", { capture })),
    "capture.remove": async ({ capture }) => said(await desk.engine.call("removeCapture", { capture })),
    "capture.crossCheck": async ({ capture, wanted }) => {
      await desk.engine.call("crossCheck", { capture, wanted });
      return {};
    },
    "captures.copy": async ({ query }) => {
      const { text, files, left } = await desk.engine.call("capturesText", { query });
      clipboard.writeText(text);
      return { files, left };
    },
    "report.preview": ({ release }) => desk.engine.call("previewReport", { release }),
    "report.save": (wanted) => reports.save(wanted),
    "report.cancel": async () => {
      await reports.cancel();
      return {};
    },
    "chart.save": (image) => saveChart(services, image),
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
