import path from "node:path";
import type { CampaignMosaic } from "../contract/campaign-mosaic.ts";
import type {
  CampaignList,
  CampaignMembers,
  CampaignOfSource,
  CampaignRuleSet,
  CampaignStatistics,
} from "../contract/campaigns.ts";
import type { CaptureRemoval } from "../contract/capture-table.ts";
import type { Comparison } from "../contract/comparison.ts";
import type { DiffAnswer } from "../contract/diff.ts";
import type { Done, EngineNews, EngineSettings, LoadedPack, OpenAnswer } from "../contract/engine.ts";
import type { FingerprintInspection, FingerprintPage, FingerprintQuery } from "../contract/fingerprint-table.ts";
import type { FlowCondition, FlowQuery } from "../contract/flow-table.ts";
import type { Deeds } from "../contract/history.ts";
import type { JudgementPreview } from "../contract/judgement.ts";
import type { LabelPreview, SaidOfFingerprint } from "../contract/labels.ts";
import type { News } from "../contract/news.ts";
import type { Note } from "../contract/notes.ts";
import type { FilteredOverview } from "../contract/overview.ts";
import type { PacketId, PacketPage, PacketQuery, PacketReading } from "../contract/packet-table.ts";
import type { ImportPreview } from "../contract/packs.ts";
import type { ReportRelease } from "../contract/reader-report.ts";
import { NO_READING, type ReadingState } from "../contract/reading-state.ts";
import { DEFAULT_RULES } from "../contract/rule-texts.ts";
import type { SavedFilter } from "../contract/saved-filter.ts";
import type { SenderPlot } from "../contract/sender-plot.ts";
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
} from "../contract/signatures.ts";
import type { SourceDays } from "../contract/source-table.ts";
import { type RuleTexts, readRules } from "../flow/rule-texts.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import { CaptureTable } from "../report/capture-table.ts";
import { NOTHING_SAID } from "../report/said-of-flows.ts";
import type { AnalystActions } from "./analyst-actions.ts";
import { CaptureSet } from "./capture-set.ts";
import { CaseError, isFault } from "./case/case-fault.ts";
import { isCaseFile, isOpenHere } from "./case/case-file.ts";
import type { FoundPacket } from "./case/case-packets.ts";
import { caseFilters, caseRules, setCaseFilters } from "./case/case-settings.ts";
import { countEvents } from "./case/events.ts";
import type { ReaderReportOptions } from "./case/reader-report.ts";
import { type CaseOnDesk, copyCase, newUntitled, openOnDesk, removeUntitled } from "./case-on-desk.ts";
import { compareWithCase } from "./compare-with-case.ts";
import { diffReferences } from "./diff/diff-references.ts";
import { EvidenceDesk } from "./evidence/evidence-desk.ts";
import { judgingOfCase } from "./evidence/judging-of-case.ts";
import { DEFAULT_CHUNK_BYTES } from "./ingest.ts";
import { loadGeoTables } from "./load-geo-tables.ts";
import { type LoadedPacks, loadPacks } from "./load-packs.ts";
import { loadPaperFacts } from "./load-paper-facts.ts";
import { MergeDesk } from "./merge-desk.ts";
import { NO_CASE_OPEN, Outgoing } from "./outgoing.ts";
import type { ImportChoice, PackDesk } from "./pack-desk.ts";
import { ReportDesk } from "./report-desk.ts";
import { type AnswersOfResults, nothingFound, Results } from "./results.ts";
import { Session } from "./session.ts";

/** While nothing is open no other rule applies. */
const USUAL_FLOW_TIMEOUT_SECONDS = 1200;

const STILL_READING: DiffAnswer = {
  kind: "fault",
  fault: {
    reference: null,
    code: "still-reading",
    message: "What is compared has to stand still: the diff is made once all captures are read.",
  },
};
const NO_CASE: Done = { said: null, fault: NO_CASE_OPEN };

/** A case with its session, and the rules it is read under. */
interface OpenCase extends CaseOnDesk {
  readonly session: Session;
  readonly report: ReportDesk;
  readonly evidence: EvidenceDesk;
  readonly merge: MergeDesk;
  readonly rules: RuleTexts;
}

/** The engine behind the window: the signature packs, and at most one case at a time. */
export class Engine {
  private readonly settings: EngineSettings;
  private readonly tell: (news: EngineNews) => void;
  private readonly loaded: LoadedPacks;
  private open: OpenCase | null = null;
  /** What leaves it as files. */
  readonly outgoing = new Outgoing(() => this.open);
  /** Tables the analyst chose; null: those that come with the captures. */
  private chosenTables: readonly GeoTable[] | null = null;
  private accompanying: readonly GeoTable[] = [];
  /** One case is opened, saved or closed at a time. */
  private changing: Promise<unknown> = Promise.resolve();
  /** One case is compared with at a time: while it is, the program has it open. */
  private comparing: Promise<unknown> = Promise.resolve();

  /** Throws when the built-in signature pack cannot be loaded: then the installation is damaged. */
  constructor(settings: EngineSettings, tell: (news: EngineNews) => void) {
    this.settings = settings;
    this.tell = tell;
    const loaded = loadPacks(settings.resources, []);
    if ("errors" in loaded) throw new Error(loaded.errors.join(" "));
    this.loaded = loaded;
  }

  /**
   * Reads captures into a new case, or opens a case; what was open is closed. A case brings its own rules. Throws where a
   * text is no rule: what the analyst types is checked before it comes here. Also when a table that comes with the
   * captures cannot be read: then the installation is damaged.
   */
  openPaths(paths: readonly string[], tableFiles: readonly string[], texts: RuleTexts): Promise<OpenAnswer> {
    return this.change(() => this.openNow(paths, tableFiles, texts));
  }

  private async openNow(
    paths: readonly string[],
    tableFiles: readonly string[],
    texts: RuleTexts,
  ): Promise<OpenAnswer> {
    const [first] = paths;
    const opensCase = paths.length === 1 && first !== undefined && isCaseFile(first);
    // The case that is open already.
    if (opensCase && isOpenHere(first)) return this.answer();
    const next = opensCase ? await openOnDesk(first, this.settings.untitledFolder) : null;
    // A case that cannot be opened leaves what is open as it is.
    if (isFault(next)) return { fault: next.message, rules: texts, path: null };
    const accompanying = loadGeoTables(tableFiles);
    if ("errors" in accompanying) throw new Error(accompanying.errors.join(" "));
    await this.closeNow();
    this.accompanying = accompanying.tables;
    if (next !== null) {
      const rules = (await next.opened.use(caseRules)) ?? DEFAULT_RULES;
      await this.start(next, rules, []);
      return this.answer();
    }
    await this.start(await newUntitled(this.settings.untitledFolder, this.settings.version), texts, paths);
    return this.answer();
  }

  /** Reads further captures into the case, or into a new one where none is open. */
  add(paths: readonly string[], texts: RuleTexts): Promise<OpenAnswer> {
    return this.change(async () => {
      if (this.open === null) return this.openNow(paths, [], texts);
      crashOnRejection(this.open.session.read(paths));
      return this.answer();
    });
  }

  /** Reads the captures of the case again, under other rules. */
  useRules(texts: RuleTexts): Promise<null> {
    return this.change(async () => {
      if (this.open === null) return null;
      const { opened, untitled, session } = this.open;
      const paths = session.capturePaths();
      await this.leave();
      await this.start(await this.reopened(opened.path, untitled), texts, paths);
      return null;
    });
  }

  /** Saves the case at another place and goes on there. A sentence where that failed; the case is then where it was. */
  saveAs(file: string): Promise<string | null> {
    return this.change(async () => {
      if (this.open === null) return "There is no case to save yet.";
      const { opened, untitled, rules, session } = this.open;
      const from = opened.path;
      const captures = session.capturePaths();
      await this.leave();
      const failure = from === file ? null : await copyCase(from, file, captures);
      if (failure === null && untitled) removeUntitled(from);
      const isSaved = failure === null;
      await this.start(await this.reopened(isSaved ? file : from, untitled && !isSaved), rules, []);
      return failure;
    });
  }

  /** Closes what is open. A case without a name that holds nothing the analyst did is taken away. */
  close(): Promise<null> {
    return this.change(() => this.closeNow());
  }

  private async closeNow(): Promise<null> {
    if (this.open === null) return null;
    const { opened, untitled } = this.open;
    const isWorthKeeping =
      !untitled || (await opened.use(countEvents)) > 0 || (await opened.use(caseFilters)).length > 0;
    await this.leave();
    if (!isWorthKeeping) removeUntitled(opened.path);
    return null;
  }

  /** Closes the case and its session. */
  private async leave(): Promise<void> {
    const { open } = this;
    this.open = null;
    await open?.report.stop();
    await open?.evidence.stop();
    await open?.merge.stop();
    await open?.session.close();
  }

  /** A case that was closed a moment ago. Throws where it cannot be opened again. */
  private async reopened(file: string, untitled: boolean): Promise<CaseOnDesk> {
    const next = await openOnDesk(file, this.settings.untitledFolder);
    if (isFault(next)) throw new Error(next.message);
    return { opened: next.opened, untitled };
  }

  private change<Value>(work: () => Promise<Value>): Promise<Value> {
    const next = this.changing.then(work);
    this.changing = next.catch(() => undefined);
    return next;
  }

  private answer(): OpenAnswer {
    if (this.open === null) throw new Error("a case was opened");
    return { fault: null, rules: this.open.rules, path: this.open.opened.path };
  }

  /** Nothing changes unless all of them can be read. */
  async useTables(files: readonly string[]): Promise<readonly string[]> {
    const loaded = loadGeoTables(files);
    if ("errors" in loaded) return loaded.errors;
    this.chosenTables = loaded.tables;
    await this.open?.session.useTables(loaded.tables);
    return [];
  }

  cancel(): null {
    this.open?.session.cancel();
    return null;
  }

  retry(): null {
    if (this.open !== null) crashOnRejection(this.open.session.retry());
    return null;
  }

  /** Reads again the captures without a packet index. */
  index(): null {
    if (this.open !== null) crashOnRejection(this.open.session.index());
    return null;
  }

  state(): ReadingState {
    return this.open === null ? NO_READING : this.open.session.state();
  }

  results(): AnswersOfResults {
    return this.open?.session.results ?? this.nothing();
  }

  captures(): CaptureTable {
    return this.open?.session.captures() ?? new CaptureTable([], 0);
  }

  async fingerprintPage(query: FingerprintQuery, offset: number, limit: number): Promise<FingerprintPage> {
    return (await this.open?.session.fingerprintPage(query, offset, limit)) ?? { kind: "reading" };
  }

  /** Index of a group of fingerprints among the rows of a query; null where it is not among them. */
  async findFingerprint(query: FingerprintQuery, id: string): Promise<number | null> {
    return (await this.open?.session.fingerprints?.find(query, id)) ?? null;
  }

  /** The campaigns with a source whose flows pass a filter. */
  async campaigns(filter: FlowCondition): Promise<CampaignList> {
    return (await this.open?.session.campaignList(filter)) ?? { kind: "reading" };
  }

  /** Null: no such campaign. */
  async campaignMembers(campaign: string): Promise<CampaignMembers | null> {
    return (await this.open?.session.campaigns?.members(campaign)) ?? null;
  }

  /** Null: no such campaign. */
  async campaignMosaic(campaign: string): Promise<CampaignMosaic | null> {
    return (await this.open?.session.campaigns?.mosaic(campaign)) ?? null;
  }

  /** What the campaigns say together, beside the paper's numbers. */
  async campaignStatistics(): Promise<CampaignStatistics> {
    const facts = loadPaperFacts(this.settings.resources);
    return (await this.open?.session.campaigns?.statistics(facts)) ?? { kind: "reading" };
  }

  /** The campaign a source is in; null: none. */
  async campaignOfSource(address: string): Promise<CampaignOfSource> {
    return (await this.open?.session.campaigns?.ofSource(address)) ?? null;
  }

  /** Looks for campaigns by other rules from now on. */
  async setCampaignRules(rules: CampaignRuleSet | null): Promise<Done> {
    return this.open === null ? NO_CASE : this.open.session.setCampaignRules(rules);
  }

  /** Null: no such group of fingerprints. */
  async inspectFingerprint(id: string): Promise<FingerprintInspection | null> {
    return (await this.open?.session.fingerprints?.inspect(id)) ?? null;
  }

  /** Compares what the references name in the case. */
  async diff(references: readonly string[]): Promise<DiffAnswer> {
    const known = this.open?.session.fingerprints ?? null;
    return known === null ? STILL_READING : diffReferences(references, known);
  }

  async packetPage(query: PacketQuery, offset: number, limit: number): Promise<PacketPage> {
    return (await this.open?.session.packetPage(query, offset, limit)) ?? { kind: "reading" };
  }

  /** Where a packet is among the rows of a query; null where it is not among them. */
  async findPacket(
    query: PacketQuery,
    number: number,
    capture: string | null,
    after: number | null,
  ): Promise<FoundPacket | null> {
    return (await this.open?.session.packets?.find(query, number, capture, after)) ?? null;
  }

  /** Source port, TTL and IP-ID of a flow over its time. */
  async flowOverTime(flow: string): Promise<SenderPlot> {
    return (await this.open?.session.packets?.overTime(flow)) ?? { kind: "reading" };
  }

  /** The overview of the flows that pass a filter. */
  async filteredOverview(query: Pick<FlowQuery, "text" | "span">): Promise<FilteredOverview> {
    const tables = this.chosenTables ?? this.accompanying;
    return (await this.open?.session.packets?.overviewOf(query, tables)) ?? { kind: "reading" };
  }

  /** Packets of a source by UTC day. */
  async sourceDays(address: string): Promise<SourceDays> {
    return (await this.open?.session.packets?.daysOf(address)) ?? { kind: "reading" };
  }

  /** Null: no such packet in the packet index. */
  async readPacket(packet: PacketId): Promise<PacketReading | null> {
    const packets = this.open?.session.packets ?? null;
    return packets === null ? { kind: "reading" } : packets.read(packet);
  }

  /** Notes where a capture lies now. A sentence where that file is another one. */
  async locateCapture(sha256: string, file: string): Promise<string | null> {
    return this.open === null ? NO_CASE_OPEN : this.open.session.locate(sha256, file);
  }

  /** What judging the case anew would change. */
  async previewJudgement(): Promise<JudgementPreview> {
    return this.open === null ? { strands: 0, changes: [] } : this.open.session.previewJudgement();
  }

  /** Judges the case anew, by the packs in use. */
  judgeAnew(): null {
    if (this.open !== null) crashOnRejection(this.open.session.judgeAnew());
    return null;
  }

  /** What the last import brought. */
  async news(): Promise<News> {
    return this.open === null ? { kind: "reading" } : this.open.session.news();
  }

  /** Compares the case that is open with another one, which is only read. */
  compareWith(file: string): Promise<Comparison> {
    const compared = this.comparing.then(() => this.compareNow(file));
    this.comparing = compared.catch(() => undefined);
    return compared;
  }

  private async compareNow(file: string): Promise<Comparison> {
    const { open } = this;
    if (open === null || open.session.stillRevision === null) return { kind: "reading" };
    try {
      return await compareWithCase(open.opened, file, this.loaded);
    } catch (error) {
      // The case was closed meanwhile, which ends all that is asked of it.
      if (this.open !== open) return { kind: "reading" };
      throw error;
    }
  }

  /** All notes and bookmarks of the case. */
  async notes(): Promise<readonly Note[]> {
    return this.open === null ? [] : this.open.session.actions.notes();
  }

  /** What a label on a fingerprint would touch; null: the case holds no such fingerprint. */
  async labelPreview(fingerprint: string): Promise<LabelPreview | null> {
    return this.open === null ? null : this.open.session.actions.previewLabel(fingerprint);
  }

  /** The signatures of the case that is open. */
  async signatures(): Promise<SignatureListing> {
    return this.open === null ? { signatures: [], pending: 0, conflicts: [] } : this.open.session.signatures.list();
  }

  /** Null: no such signature. */
  async inspectSignature(id: string): Promise<SignatureInspection | null> {
    return this.open === null ? null : this.open.session.signatures.inspect(id);
  }

  /** What a signature is by itself; null: there is no case. */
  async checkSignature(draft: SignatureDraft): Promise<SignatureCheck | null> {
    return this.open === null ? null : this.open.session.signatures.check(draft);
  }

  /** Tries a signature on the whole case. */
  async trySignature(draft: SignatureDraft, fingerprints: readonly string[]): Promise<SignatureTrial> {
    return this.open === null ? { kind: "reading" } : this.open.session.signatures.try(draft, fingerprints);
  }

  async proposeSignature(fingerprints: readonly string[], name: SignatureDraftName): Promise<SignatureProposal> {
    return this.open === null ? { kind: "reading" } : this.open.session.signatures.propose(fingerprints, name);
  }

  /** Nobody waits for a proposal any more. */
  stopProposing(): null {
    return this.open?.session.signatures.stopProposing() ?? null;
  }

  /** Null: the strand is not in the case, or none of its messages makes an example. */
  async exampleOfStrand(strand: string, draft: SignatureDraft): Promise<DraftExample | null> {
    return this.open === null ? null : this.open.session.signatures.exampleOf(strand, draft);
  }

  /** Null: it is between no IP addresses. */
  async rewriteExample(example: DraftExample, draft: SignatureDraft): Promise<DraftExample | null> {
    return this.open === null ? null : this.open.session.signatures.rewriteExample(example, draft);
  }

  async changeSignature(change: SignatureChangeRequest, reason: string | null): Promise<Done> {
    return this.open === null ? NO_CASE : this.open.session.signatures.change(change, reason);
  }

  /** What importing a pack would do. */
  async previewPack(choice: ImportChoice): Promise<ImportPreview> {
    if (this.open === null) return { kind: "refused", name: path.basename(choice.file), faults: [NO_CASE_OPEN] };
    return this.open.session.packDesk.preview(choice);
  }

  async importPack(choice: ImportChoice, sha256: string, reason: string | null): Promise<Done> {
    return this.open === null ? NO_CASE : this.open.session.packDesk.import(choice, sha256, reason);
  }

  /** What comes into the case and leaves it. Throws where none is open: no signature can be chosen then. */
  packDesk(): PackDesk {
    if (this.open === null) throw new Error("a case is open where signatures are chosen");
    return this.open.session.packDesk;
  }

  /** Ends the engines of others that run. */
  stopEngines(): null {
    this.open?.session.packDesk.stop();
    return null;
  }

  async previewRematch(): Promise<RematchPreview> {
    return this.open === null ? { kind: "reading" } : this.open.session.signatures.previewRematch();
  }

  async applyRematch(stamp: string): Promise<Done> {
    return this.open === null ? NO_CASE : this.open.session.signatures.applyRematch(stamp);
  }

  /** What was done in the case, the newest first. */
  deeds(): Deeds {
    return this.open?.session.actions.deeds() ?? { deeds: [], inAll: 0 };
  }

  /** All fingerprints of which something was said. */
  saidOfFingerprints(): readonly SaidOfFingerprint[] {
    return this.open?.session.actions.saidOfFingerprints() ?? [];
  }

  /** Does something in the case that is open. */
  async act(work: (actions: AnalystActions) => Promise<Done>): Promise<Done> {
    return this.open === null ? NO_CASE : work(this.open.session.actions);
  }

  /** What would go with a capture; null: the case holds no such capture. */
  async removalOf(sha256: string): Promise<CaptureRemoval | null> {
    return this.open === null ? null : this.open.session.removalOf(sha256);
  }

  /** Takes a capture out of the case. */
  async removeCapture(sha256: string): Promise<Done> {
    return this.open === null ? NO_CASE : this.open.session.remove(sha256);
  }

  /** Starts the cross-check of a capture, or ends it. */
  crossCheck(sha256: string, wanted: boolean): null {
    if (wanted) this.open?.session.startCheck(sha256);
    else this.open?.session.cancelCheck(sha256);
    return null;
  }

  /** The filters that the case keeps by name. */
  async savedFilters(): Promise<readonly SavedFilter[]> {
    return this.open === null ? [] : this.open.opened.use(caseFilters);
  }

  /** Has the case keep these filters. A sentence where that failed: then it keeps those it had. */
  async saveFilters(filters: readonly SavedFilter[]): Promise<string | null> {
    if (this.open === null) return NO_CASE_OPEN;
    try {
      await this.open.opened.save((connection) => setCaseFilters(connection, filters));
      return null;
    } catch (error) {
      if (error instanceof CaseError) return error.fault.message;
      throw error;
    }
  }

  packs(): LoadedPack[] {
    return this.loaded.packs.map(({ id, version, signatures }) => ({ id, version, signatures }));
  }

  private async start({ opened, untitled }: CaseOnDesk, texts: RuleTexts, paths: readonly string[]): Promise<void> {
    const read = readRules(texts);
    if (!read.ok) throw new Error(Object.values(read.faults).join(" "));
    const { threads, ingestWorkerUrl, crossCheckWorkerUrl, rematchWorkerUrl } = this.settings;
    const options = {
      rules: read.rules,
      ruleTexts: texts,
      packs: this.loaded,
      geoTables: this.chosenTables ?? this.accompanying,
      threads,
      chunkBytes: DEFAULT_CHUNK_BYTES,
      workerUrl: new URL(ingestWorkerUrl),
      crossCheckWorkerUrl: new URL(crossCheckWorkerUrl),
      rematchWorkerUrl: new URL(rematchWorkerUrl),
    };
    const { tell } = this;
    const name = untitled ? null : opened.name;
    const session = await Session.with(opened, name, options, (state) => tell({ type: "reading", state }));
    const report = new ReportDesk({
      opened,
      revision: () => session.stillRevision,
      options: (release) => this.reportOptions(release),
      tell: (progress) => tell({ type: "report", progress }),
    });
    const evidence = new EvidenceDesk({
      opened,
      workerUrl: new URL(this.settings.evidenceWorkerUrl),
      isStill: () => session.stillRevision !== null,
      judging: () => judgingOfCase(opened, this.loaded, this.chosenTables ?? this.accompanying),
    });
    const merge = new MergeDesk({
      opened,
      version: this.settings.version,
      isStill: () => session.stillRevision !== null,
      tell: (progress) => tell({ type: "merge", progress }),
    });
    this.open = { opened, untitled, session, report, evidence, merge, rules: texts };
    crashOnRejection(session.read(paths));
  }

  /** As the command line makes a report with the same packs and tables. */
  private reportOptions(release: ReportRelease): ReaderReportOptions {
    const { resources, version } = this.settings;
    const geoTables = this.chosenTables ?? this.accompanying;
    const judging = { packs: this.loaded, geoTables, countsItself: true };
    return { judging, givenRules: {}, resources, version, release };
  }

  private nothing(): Results {
    const about = { revision: 0, partial: false, geoTables: this.chosenTables ?? [], said: NOTHING_SAID };
    return new Results(new CaptureSet(0n), nothingFound(USUAL_FLOW_TIMEOUT_SECONDS), this.loaded.library, about);
  }
}

/** A session rejects for faults of the program only: the thread then ends, and the main process says so. */
function crashOnRejection(promise: Promise<void>): void {
  promise.catch((error: unknown) => {
    queueMicrotask(() => {
      throw error;
    });
  });
}
