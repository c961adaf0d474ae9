import type { RuleTexts } from "../flow/rule-texts.ts";
import type { Evolution } from "../report/evolution.ts";
import type { CapturesText } from "../report/format-captures.ts";
import type { Places } from "../report/places.ts";
import type { CampaignMosaic } from "./campaign-mosaic.ts";
import type {
  CampaignList,
  CampaignMembers,
  CampaignOfSource,
  CampaignRequest,
  CampaignRuleSet,
  CampaignStatistics,
} from "./campaigns.ts";
import type { CaptureInspection, CapturePage, CaptureQuery, CaptureRemoval } from "./capture-table.ts";
import type { Comparison } from "./comparison.ts";
import type { DiffAnswer } from "./diff.ts";
import type { EvidenceWriting } from "./evidence.ts";
import type { EvolutionPart, EvolutionQuery, EvolutionSources } from "./evolution.ts";
import type { FingerprintInspection, FingerprintPage, FingerprintQuery } from "./fingerprint-table.ts";
import type { FlowMap, MapPrefix } from "./flow-map.ts";
import type { FlowCondition, FlowFacet, FlowPage, FlowQuery, MarkedRows } from "./flow-table.ts";
import type { Deeds } from "./history.ts";
import type { FlowInspection, StrandInspection } from "./inspection.ts";
import type { JudgementPreview } from "./judgement.ts";
import type { LabelPreview, LabelText, ReviewRequest, SaidOfFingerprint } from "./labels.ts";
import type { EndedMerge, MergePlan, MergeProgress } from "./merging.ts";
import type { News } from "./news.ts";
import type { Note, NoteTarget } from "./notes.ts";
import type { CalledCountries, NumberInspection, NumberPage, NumberQuery } from "./numbers.ts";
import type { FilteredOverview, Overview } from "./overview.ts";
import type { PacketId, PacketPage, PacketQuery, PacketReading } from "./packet-table.ts";
import type { ExportChoice, ExportFacts, ExportSheet, ImportPreview, VerifyAnswer, VerifyChoice } from "./packs.ts";
import type { ReportPreview, ReportProgress, ReportRelease } from "./reader-report.ts";
import type { ReadingState } from "./reading-state.ts";
import type { SavedFilter } from "./saved-filter.ts";
import type { SenderPlot } from "./sender-plot.ts";
import type {
  DraftExample,
  RematchPreview,
  SignatureChangeRequest,
  SignatureCheck,
  SignatureDraft,
  SignatureDraftName,
  SignatureInspection,
  SignatureListing,
  SignatureProposal,
  SignatureTrial,
} from "./signatures.ts";
import type { SourceDays, SourceInspection, SourcePage, SourceQuery } from "./source-table.ts";

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
  /** Reads again the captures without a packet index. */
  index: { params: null; result: null };
  state: { params: null; result: ReadingState };
  overview: { params: null; result: Overview };
  filteredOverview: { params: { readonly query: Pick<FlowQuery, "text" | "span"> }; result: FilteredOverview };
  flowPage: {
    params: { readonly query: FlowQuery; readonly offset: number; readonly limit: number };
    result: FlowPage;
  };
  /** Writes the flows of a query, or only those marked among them, to a file. A sentence where that failed. */
  exportFlows: {
    params: {
      readonly query: FlowQuery;
      readonly marked: MarkedRows | null;
      readonly format: "csv" | "json" | "parquet";
      readonly path: string;
    };
    result: string | null;
  };
  /** Writes the packets of these flows as pcapng. `key`: what other addresses are made from; null: they stay. */
  writeEvidence: {
    params: {
      readonly query: FlowQuery;
      readonly marked: MarkedRows | null;
      readonly key: string | null;
      readonly path: string;
    };
    result: EvidenceWriting;
  };
  /** Ends the evidence that is being written. */
  cancelEvidence: { params: null; result: null };
  flowFacets: { params: { readonly condition: FlowCondition }; result: readonly FlowFacet[] };
  findFlow: { params: { readonly query: FlowQuery; readonly flow: string }; result: number | null };
  sourcePage: {
    params: { readonly query: SourceQuery; readonly offset: number; readonly limit: number };
    result: SourcePage;
  };
  findSource: { params: { readonly query: SourceQuery; readonly address: string }; result: number | null };
  /** Writes the sources of a query, or only those marked among them, to a file. A sentence where that failed. */
  exportSources: {
    params: {
      readonly query: SourceQuery;
      readonly marked: MarkedRows | null;
      readonly format: "csv" | "json" | "parquet";
      readonly path: string;
    };
    result: string | null;
  };
  /** Null: no such source in the results. */
  inspectSource: { params: { readonly address: string }; result: SourceInspection | null };
  sourceDays: { params: { readonly address: string }; result: SourceDays };
  /** Null: no such flow in the results. */
  inspectFlow: { params: { readonly flow: string }; result: FlowInspection | null };
  mapFlow: { params: { readonly flow: string; readonly prefix: MapPrefix | null }; result: FlowMap | null };
  inspectStrand: { params: { readonly strand: string }; result: StrandInspection | null };
  evolution: { params: { readonly query: EvolutionQuery }; result: Evolution };
  evolutionSources: {
    params: {
      readonly query: EvolutionQuery;
      readonly part: EvolutionPart;
      readonly offset: number;
      readonly limit: number;
    };
    result: EvolutionSources;
  };
  places: { params: { readonly flows: FlowCondition }; result: Places };
  numberPage: {
    params: { readonly query: NumberQuery; readonly offset: number; readonly limit: number };
    result: NumberPage;
  };
  findNumber: { params: { readonly query: NumberQuery; readonly number: string }; result: number | null };
  calledCountries: { params: { readonly flows: FlowCondition }; result: CalledCountries };
  /** Null: these flows name no such number. */
  inspectNumber: {
    params: { readonly flows: FlowCondition; readonly number: string };
    result: NumberInspection | null;
  };
  campaigns: { params: { readonly filter: FlowCondition }; result: CampaignList };
  /** Null: no such campaign. */
  campaignMembers: { params: { readonly campaign: string }; result: CampaignMembers | null };
  /** Null: no such campaign. */
  campaignMosaic: { params: { readonly campaign: string }; result: CampaignMosaic | null };
  campaignStatistics: { params: null; result: CampaignStatistics };
  /** The campaign a source is in. */
  campaignOfSource: { params: { readonly address: string }; result: CampaignOfSource };
  /** Looks for campaigns by other rules; null: by those of the preset. */
  setCampaignRules: { params: { readonly rules: CampaignRuleSet | null }; result: Done };
  /** What the analyst decides of a campaign. */
  decideCampaign: { params: CampaignRequest; result: Done };
  fingerprintPage: {
    params: { readonly query: FingerprintQuery; readonly offset: number; readonly limit: number };
    result: FingerprintPage;
  };
  findFingerprint: {
    params: { readonly query: FingerprintQuery; readonly fingerprint: string };
    result: number | null;
  };
  /** Null: no such group in the results. */
  inspectFingerprint: { params: { readonly fingerprint: string }; result: FingerprintInspection | null };
  /** Compares what the references name. */
  diff: { params: { readonly references: readonly string[] }; result: DiffAnswer };
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
  /** What judging the case anew would change. */
  previewJudgement: { params: null; result: JudgementPreview };
  /** Judges the case anew, by the packs in use. */
  judgeAnew: { params: null; result: null };
  /** What the last import brought. */
  news: { params: null; result: News };
  /** Compares the case that is open with another one, which is only read. */
  compareWith: { params: { readonly path: string }; result: Comparison };
  /** What a merge of the open case with these would unite; they are only read. */
  lookAtMerge: { params: { readonly paths: readonly string[] }; result: MergePlan };
  /** Merges the open case with these into a new one at another place. */
  merge: { params: { readonly paths: readonly string[]; readonly out: string }; result: EndedMerge };
  cancelMerge: { params: null; result: null };
  /** All notes and bookmarks of the case. */
  notes: { params: null; result: readonly Note[] };
  /** Puts a note on something, or a bookmark where the text is null. */
  addNote: { params: { readonly target: NoteTarget; readonly text: string | null }; result: Done };
  changeNote: { params: { readonly note: string; readonly text: string }; result: Done };
  removeNote: { params: { readonly note: string }; result: Done };
  /** Labels a fingerprint; or takes its label away, where `label` is null. */
  label: { params: { readonly fingerprint: string; readonly label: LabelText | null }; result: Done };
  /** What a label on a fingerprint would touch; null: the case holds no such fingerprint. */
  labelPreview: { params: { readonly fingerprint: string }; result: LabelPreview | null };
  review: { params: ReviewRequest; result: Done };
  signatures: { params: null; result: SignatureListing };
  /** Null: no such signature. */
  inspectSignature: { params: { readonly signature: string }; result: SignatureInspection | null };
  /** Tries a signature on the whole case. */
  /** Null: there is no case. */
  checkSignature: { params: { readonly draft: SignatureDraft }; result: SignatureCheck | null };
  trySignature: {
    params: { readonly draft: SignatureDraft; readonly fingerprints: readonly string[] };
    result: SignatureTrial;
  };
  proposeSignature: {
    params: { readonly fingerprints: readonly string[]; readonly name: SignatureDraftName };
    result: SignatureProposal;
  };
  stopProposing: { params: null; result: null };
  /** Null: the strand is not in the results, or has no message that makes an example. */
  /** Null: it is between no IP addresses, or there is no case. */
  rewriteExample: {
    params: { readonly example: DraftExample; readonly draft: SignatureDraft };
    result: DraftExample | null;
  };
  exampleOfStrand: { params: { readonly strand: string; readonly draft: SignatureDraft }; result: DraftExample | null };
  changeSignature: {
    params: { readonly change: SignatureChangeRequest; readonly reason: string | null };
    result: Done;
  };
  /** What importing the pack in this file would do, without some of its signatures. */
  previewPack: { params: { readonly path: string; readonly without: readonly string[] }; result: ImportPreview };
  /** Takes signatures of a pack into the case. `sha256`: of the file that was looked at. */
  importPack: {
    params: {
      readonly path: string;
      readonly without: readonly string[];
      readonly sha256: string;
      readonly reason: string | null;
    };
    result: Done;
  };
  /** What the pack of these signatures says of itself, unless the analyst says otherwise. */
  exportFacts: { params: { readonly signatures: readonly string[] }; result: ExportFacts };
  lookAtExport: { params: { readonly choice: ExportChoice }; result: ExportSheet };
  /** Writes an export. A sentence where nothing was written. */
  writeExport: {
    params: {
      readonly choice: ExportChoice;
      readonly path: string;
      readonly release: string | null;
      readonly keyFile: string | null;
    };
    result: string | null;
  };
  /** What the installed engine of a target says. */
  verify: { params: { readonly choice: VerifyChoice }; result: VerifyAnswer };
  /** Ends what was asked of an engine for a look at an export, or to verify. */
  stopEngines: { params: null; result: null };
  /** Makes a pair of keys in this file. The code of the system where nothing was made. */
  makeKey: { params: { readonly path: string }; result: { readonly publicKey: string } | { readonly code: string } };
  /** The public key of a file of keys, or of a sealed pack; null: it has none. */
  publicKeyOf: {
    params: { readonly path: string };
    result: { readonly publicKey: string; readonly holdsSecret: boolean } | null;
  };
  previewRematch: { params: null; result: RematchPreview };
  applyRematch: { params: { readonly stamp: string }; result: Done };
  /** What was done in the case, the newest first. */
  deeds: { params: null; result: Deeds };
  /** Undoes or redoes until this is what was done last. */
  goTo: { params: { readonly event: number }; result: Done };
  /** All fingerprints of which something was said. */
  saidOfFingerprints: { params: null; result: readonly SaidOfFingerprint[] };
  /** Takes back what was done last, or does again what was taken back last. */
  step: { params: { readonly kind: "undo" | "redo" }; result: Done };
  /** What the report of the case for readers holds. */
  previewReport: { params: { readonly release: ReportRelease }; result: ReportPreview };
  /** The report as the file it is saved as. */
  reportPage: {
    params: { readonly release: ReportRelease };
    result: { readonly kind: "page"; readonly html: string } | { readonly kind: "reading" | "ended" | "leaks" };
  };
  cancelReport: { params: null; result: null };
  /** Writes the report, as it is or printed. A sentence where that failed. */
  writeReport: { params: { readonly bytes: Uint8Array; readonly path: string }; result: string | null };
  capturePage: {
    params: { readonly query: CaptureQuery; readonly offset: number; readonly limit: number };
    result: CapturePage;
  };
  findCapture: { params: { readonly query: CaptureQuery; readonly capture: string }; result: number | null };
  /** Null: no such file in this reading. */
  inspectCapture: { params: { readonly capture: string }; result: CaptureInspection | null };
  /** What would go with a capture; null: the case holds no such capture. */
  removalOf: { params: { readonly capture: string }; result: CaptureRemoval | null };
  /** Takes a capture out of the case; answered once the results are without it. */
  removeCapture: { params: { readonly capture: string }; result: Done };
  /** Files with their problems as text. */
  capturesText: { params: { readonly query: CaptureQuery }; result: CapturesText };
  /** Starts or ends the cross-check of a capture. */
  crossCheck: { params: { readonly capture: string; readonly wanted: boolean }; result: null };
  /** Has sources located by these tables, for all captures from now on. One sentence for each that cannot be read. */
  useTables: { params: { readonly paths: readonly string[] }; result: readonly string[] };
  savedFilters: { params: null; result: readonly SavedFilter[] };
  /** A sentence where they could not be saved. */
  saveFilters: { params: { readonly filters: readonly SavedFilter[] }; result: string | null };
  packs: { params: null; result: readonly LoadedPack[] };
}

/** What came of something the analyst did: a sentence of what was done, or of why it was not. */
export interface Done {
  readonly said: string | null;
  readonly fault: string | null;
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

/** How far something is, told whenever that changes. */
export type EngineNews =
  | { readonly type: "reading"; readonly state: ReadingState }
  | { readonly type: "report"; readonly progress: ReportProgress }
  | { readonly type: "merge"; readonly progress: MergeProgress };

/** What the engine says: one answer to each request, and its news. */
export type EngineMessage =
  | { readonly type: "answer"; readonly id: number; readonly result: unknown }
  /** A fault of the program; the message names no path. */
  | { readonly type: "fault"; readonly id: number; readonly message: string }
  | EngineNews;

/** What the engine is started with. */
export interface EngineSettings {
  /** Folder with signature packs. */
  readonly resources: string;
  /** Where the ingest worker's code lies. */
  readonly ingestWorkerUrl: string;
  /** Where the cross-check worker's code lies. */
  readonly crossCheckWorkerUrl: string;
  /** Where the code of the worker lies that writes evidence. */
  readonly evidenceWorkerUrl: string;
  /** Where the code of the worker lies that matches strands again. */
  readonly rematchWorkerUrl: string;
  /** Threads that read captures. */
  readonly threads: number;
  /** Where cases lie that have no name yet. */
  readonly untitledFolder: string;
  /** Of the program. */
  readonly version: string;
}
