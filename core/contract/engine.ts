import type { RuleTexts } from "../flow/rule-texts.ts";
import type { CapturesText } from "../report/format-captures.ts";
import type { CaptureInspection, CapturePage, CaptureQuery } from "./capture-table.ts";
import type { FlowMap, MapPrefix } from "./flow-map.ts";
import type { FlowFacet, FlowPage, FlowQuery } from "./flow-table.ts";
import type { FlowInspection, StrandInspection } from "./inspection.ts";
import type { Overview } from "./overview.ts";
import type { PacketId, PacketPage, PacketQuery, PacketReading } from "./packet-table.ts";
import type { ReadingState } from "./reading-state.ts";
import type { SenderPlot } from "./sender-plot.ts";

/** What the engine, a worker thread of the main process, is asked: params and result by name. */
export interface EngineCalls {
  /**
   * Reads these captures and folders under these rules into a new case, or opens the case this one path names. What was
   * open is closed. `tables` of countries and networks come with the captures, and serve unless the analyst chose others.
   */
  open: {
    params: { readonly paths: readonly string[]; readonly tables: readonly string[]; readonly rules: RuleTexts };
    result: OpenAnswer;
  };
  /** Reads further captures into the case. */
  add: { params: { readonly paths: readonly string[]; readonly rules: RuleTexts }; result: OpenAnswer };
  /** Reads the captures of the case again, under other rules. */
  useRules: { params: { readonly rules: RuleTexts }; result: null };
  /** Saves the case at another place and goes on there. A sentence where that failed. */
  saveAs: { params: { readonly path: string }; result: string | null };
  /** Closes the case; behind the answer the engine's thread ends. */
  close: { params: null; result: null };
  cancel: { params: null; result: null };
  retry: { params: null; result: null };
  state: { params: null; result: ReadingState };
  overview: { params: null; result: Overview };
  flowPage: {
    params: { readonly query: FlowQuery; readonly offset: number; readonly limit: number };
    result: FlowPage;
  };
  /** Writes the flows of a query to a file. A sentence where that failed. */
  exportFlows: {
    params: { readonly query: FlowQuery; readonly format: "csv" | "json" | "parquet"; readonly path: string };
    result: string | null;
  };
  flowFacets: { params: { readonly query: FlowQuery }; result: readonly FlowFacet[] };
  findFlow: { params: { readonly query: FlowQuery; readonly flow: string }; result: number | null };
  /** Null: no such flow in the results. */
  inspectFlow: { params: { readonly flow: string }; result: FlowInspection | null };
  mapFlow: { params: { readonly flow: string; readonly prefix: MapPrefix | null }; result: FlowMap | null };
  inspectStrand: { params: { readonly strand: string }; result: StrandInspection | null };
  packetPage: {
    params: { readonly query: PacketQuery; readonly offset: number; readonly limit: number };
    result: PacketPage;
  };
  findPacket: {
    params: {
      readonly query: PacketQuery;
      readonly number: number;
      readonly capture: string | null;
      readonly after: number | null;
    };
    result: { readonly index: number; readonly capture: string } | null;
  };
  flowOverTime: { params: { readonly flow: string }; result: SenderPlot };
  /** Null: no such packet in the packet index. */
  readPacket: { params: PacketId; result: PacketReading | null };
  /** The capture with this SHA-256 lies there now. A sentence where that file is another one. */
  locateCapture: { params: { readonly capture: string; readonly path: string }; result: string | null };
  capturePage: {
    params: { readonly query: CaptureQuery; readonly offset: number; readonly limit: number };
    result: CapturePage;
  };
  findCapture: { params: { readonly query: CaptureQuery; readonly capture: string }; result: number | null };
  /** Null: no such file in this reading. */
  inspectCapture: { params: { readonly capture: string }; result: CaptureInspection | null };
  /** Files with their problems as text. */
  capturesText: { params: { readonly query: CaptureQuery }; result: CapturesText };
  /** Starts or ends the cross-check of a capture. */
  crossCheck: { params: { readonly capture: string; readonly wanted: boolean }; result: null };
  /** Has sources located by these tables, for all captures from now on. One sentence for each that cannot be read. */
  useTables: { params: { readonly paths: readonly string[] }; result: readonly string[] };
  packs: { params: null; result: readonly LoadedPack[] };
}

/** What came of opening: a sentence where nothing was opened, the rules that hold now, and where the case lies. */
export interface OpenAnswer {
  readonly fault: string | null;
  readonly rules: RuleTexts;
  readonly path: string | null;
}

export interface LoadedPack {
  readonly id: string;
  readonly version: string;
  readonly signatures: number;
}

export type EngineCallName = keyof EngineCalls;

export type EngineRequest = {
  [Name in EngineCallName]: {
    readonly id: number;
    readonly name: Name;
    readonly params: EngineCalls[Name]["params"];
  };
}[EngineCallName];

/** What the engine says: one answer to each request, and the state of the reading whenever it changes. */
export type EngineMessage =
  | { readonly type: "answer"; readonly id: number; readonly result: unknown }
  /** A fault of the program; the message names no path. */
  | { readonly type: "fault"; readonly id: number; readonly message: string }
  | { readonly type: "reading"; readonly state: ReadingState };

/** What the engine is started with. */
export interface EngineSettings {
  /** Folder with signature packs. */
  readonly resources: string;
  /** Where the ingest worker's code lies. */
  readonly ingestWorkerUrl: string;
  /** Where the cross-check worker's code lies. */
  readonly crossCheckWorkerUrl: string;
  /** Threads that read captures. */
  readonly threads: number;
  /** Where cases lie that have no name yet. */
  readonly untitledFolder: string;
  /** Of the program. */
  readonly version: string;
}
