import path from "node:path";
import { setTimeout } from "node:timers/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { CampaignList, CampaignRuleSet } from "../contract/campaigns.ts";
import type { CaptureRemoval } from "../contract/capture-table.ts";
import type { Done } from "../contract/engine.ts";
import type { FingerprintPage, FingerprintQuery } from "../contract/fingerprint-table.ts";
import type { FlowCondition } from "../contract/flow-table.ts";
import type { JudgementPreview } from "../contract/judgement.ts";
import type { News } from "../contract/news.ts";
import type { PacketPage, PacketQuery } from "../contract/packet-table.ts";
import type { ReadingState } from "../contract/reading-state.ts";
import { nanoseconds } from "../flow/rule-texts.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import type { CaptureEntry } from "../report/capture-entry.ts";
import { CaptureTable } from "../report/capture-table.ts";
import { AnalystActions, by } from "./analyst-actions.ts";
import { CaptureChecks } from "./capture-checks.ts";
import { countTrouble } from "./capture-entries.ts";
import { CaptureSet, type CombinedCaptures } from "./capture-set.ts";
import { Annotations } from "./case/annotations.ts";
import { CaseCampaigns } from "./case/case-campaigns.ts";
import { insertRefusals, listCaptures, listWaiting, noteMoved } from "./case/case-captures.ts";
import { CaseError } from "./case/case-fault.ts";
import type { CaseFile } from "./case/case-file.ts";
import { CaseFingerprints } from "./case/case-fingerprints.ts";
import { listCaseInputs, refusalsForCase } from "./case/case-inputs.ts";
import { type CaseLibrary, caseLibrary } from "./case/case-library.ts";
import { CasePackets } from "./case/case-packets.ts";
import { writePlaces } from "./case/case-places.ts";
import { CaseResults } from "./case/case-results.ts";
import { foldRulesText, setCaseRules } from "./case/case-settings.ts";
import { type JudgingRules, judgeCase, otherPacksOf, type PackIdentity, previewJudgement } from "./case/judge-case.ts";
import { type CaseReading, type CaseReadingListener, readIntoCase } from "./case/read-into-case.ts";
import { removalOf, removeCapture } from "./case/remove-capture.ts";
import { Turns } from "./case/turns.ts";
import { whatIsNew } from "./case/whats-new.ts";
import { clearGarbage } from "./clear-garbage.ts";
import { FilesOfCase } from "./files-of-case.ts";
import type { InputList } from "./list-inputs.ts";
import { PackDesk } from "./pack-desk.ts";
import type { IngestProgress } from "./read-files.ts";
import { ReadSoFar } from "./read-so-far.ts";
import { type AnswersOfResults, type Found, nothingFound, Results } from "./results.ts";
import { readingOptions, type SessionOptions } from "./session-options.ts";
import { SignatureDesk } from "./signature-desk.ts";
import { SnapshotClock } from "./snapshot-clock.ts";
import { whyNotThatFile } from "./that-file.ts";

/** States are told at most this often, in milliseconds. */
const TELL_INTERVAL_MS = 200;
const NO_INPUTS: InputList = { files: [], refused: [], named: new Set() };
/** New sources and fingerprints told at most; all are counted. */
const MOST_NEWS = 10;
/** File names told at most; all are counted. */
const MOST_NAMES = 20;

/**
 * A case on the analyst's desk. Captures are read into it, and while the first ones are, results grow from what is read
 * so far; once all is read, the tables of the case answer. Everything that changes the set of captures happens in one
 * loop, between two judgements, so that what is judged holds still.
 */
export class Session {
  /** What was found so far. */
  results: AnswersOfResults;
  /** The packets of the case; null while results are of memory: what is not judged has no packets yet. */
  packets: CasePackets | null = null;
  /** The fingerprints of the case, in the same way. */
  fingerprints: CaseFingerprints | null = null;
  /** The campaigns of the case, in the same way. */
  campaigns: CaseCampaigns | null = null;
  private readonly opened: CaseFile;
  private readonly caseName: string | null;
  private readonly turns: Turns;
  /** Orders packets while questions have their turns. */
  private readonly ordering: DuckDBConnection;
  private readonly options: SessionOptions;
  private readonly onChange: (state: ReadingState) => void;
  private readonly flowTimeoutNs: bigint;
  private readonly files: FilesOfCase;
  private readonly soFar: ReadSoFar;
  private readonly checks: CaptureChecks;
  /** What the analyst does in the case. */
  readonly actions: AnalystActions;
  /** The signatures of the case. */
  readonly signatures: SignatureDesk;
  readonly packDesk: PackDesk;
  private readonly annotations: Annotations;
  private reading: CaseReading | null = null;
  private work: Promise<void> = Promise.resolve();
  private phase: ReadingState["phase"] = "reading";
  private progress: IngestProgress = { bytesRead: 0, packets: 0, filesEnded: 0 };
  private cancelled = false;
  private closed = false;
  private closing: Promise<void> | null = null;
  private caseFault: string | null = null;
  private startedAt = performance.now();
  private elapsedMs = 0;
  private toldAt = -Infinity;
  private revision = 0;
  private fileRevision = 0;
  private table: CaptureTable | null = null;
  private knownNews: Promise<News> | null = null;
  private knownPreview: Promise<JudgementPreview> | null = null;
  /** The packs by which the case was judged, where these are others than those in use. */
  private judgedBy: readonly PackIdentity[] | null = null;
  private geoTables: readonly GeoTable[];
  /** The signatures by which strands are named. */
  private library: CaseLibrary;

  private constructor(
    opened: CaseFile,
    caseName: string | null,
    turns: Turns,
    annotations: Annotations,
    ordering: DuckDBConnection,
    options: SessionOptions,
    onChange: (state: ReadingState) => void,
  ) {
    this.opened = opened;
    this.annotations = annotations;
    this.caseName = caseName;
    this.turns = turns;
    this.ordering = ordering;
    this.options = options;
    this.onChange = onChange;
    this.flowTimeoutNs = nanoseconds(options.rules.flowTimeoutSeconds);
    this.files = new FilesOfCase(turns, foldRulesText(options.rules));
    this.library = caseLibrary(options.packs, annotations.signatures.inUse);
    this.soFar = new ReadSoFar(options.rules, () => this.library.library);
    this.checks = new CaptureChecks(options.crossCheckWorkerUrl, () => this.tellOfFiles());
    this.geoTables = options.geoTables;
    this.actions = new AnalystActions({
      opened,
      annotations,
      results: () => this.results,
      campaigns: () => this.campaigns,
      findPacket: async (capture, number) => (await this.packets?.placeOf(capture, number)) ?? null,
      changed: () => this.showSaid(),
    });
    const desk = {
      opened,
      rules: options.rules,
      threads: options.threads,
      rematchWorkerUrl: options.rematchWorkerUrl,
      packs: options.packs,
      actions: this.actions,
      signatures: () => annotations.signatures,
      library: () => this.library.library,
      isStill: () => this.stillRevision !== null,
      isClosed: () => this.closed,
      revision: () => this.fileRevision,
      capturePaths: () => this.capturePaths(),
    };
    this.signatures = new SignatureDesk(desk);
    this.packDesk = new PackDesk(desk);
    const about = { revision: 0, partial: true, geoTables: options.geoTables, said: annotations.said };
    const nothing = nothingFound(options.rules.flowTimeoutSeconds);
    this.results = new Results(new CaptureSet(this.flowTimeoutNs), nothing, this.library.library, about);
  }

  /** A session with a case, which is the session's until that is closed. `caseName`: null for one without a name. */
  static async with(
    opened: CaseFile,
    caseName: string | null,
    options: SessionOptions,
    onChange: (state: ReadingState) => void,
  ): Promise<Session> {
    const turns = new Turns(await opened.connect());
    const ordering = await opened.connect();
    return new Session(opened, caseName, turns, await Annotations.of(opened), ordering, options, onChange);
  }

  /**
   * Reads these captures and folders into the case, with what waits there, to their ending. Where there is nothing to
   * read, the case answers at once. Rejects only for internal errors.
   */
  read(paths: readonly string[]): Promise<void> {
    this.work = this.work.then(() => this.guarded(() => this.readPaths(paths)));
    return this.work;
  }

  /** Reads again the captures that have no rows in the packet index, to get them. */
  async index(): Promise<void> {
    const captures = await this.turns.take(listCaptures);
    const text = foldRulesText(this.options.rules);
    const paths = captures.filter(({ indexed, rules }) => !indexed && rules === text).map(({ path: file }) => file);
    await this.read(paths);
  }

  /** Reads again the files whose reader was lost. */
  retry(): Promise<void> {
    if (this.isBusy || this.soFar.lost.size === 0) return this.work;
    const again = [...this.soFar.lost.keys()];
    this.soFar.lost.clear();
    this.work = this.work.then(() => this.guarded(() => this.readFiles(again)));
    return this.work;
  }

  /** What judging the case anew would change of what it says. */
  previewJudgement(): Promise<JudgementPreview> {
    this.knownPreview ??= previewJudgement(this.opened, this.judging, () => !this.closed);
    return this.knownPreview;
  }

  /** Judges the case anew, by the packs in use. */
  judgeAnew(): Promise<void> {
    this.work = this.work.then(() => this.guarded(() => this.showAll("anew")));
    return this.work;
  }

  private get judging(): JudgingRules {
    const { library, packs, own } = this.library;
    return { rules: this.options.rules, library, packs, own };
  }

  /** What the last import brought, once all is read. */
  async news(): Promise<News> {
    // While more is read the case holds captures that its tables do not tell of yet.
    if (this.stillRevision === null) return { kind: "reading" };
    const { judging } = this;
    this.knownNews ??= this.opened.use((connection) => whatIsNew(connection, judging, MOST_NEWS));
    return this.knownNews;
  }

  /** What would go with a capture; null: the case holds no such capture. */
  removalOf(sha256: string): Promise<CaptureRemoval | null> {
    return this.turns.take((connection) => removalOf(connection, sha256));
  }

  /** Takes a capture out of the case, and shows what is left. Not while files are read: they have to be known first. */
  async remove(sha256: string): Promise<Done> {
    if (this.isBusy)
      return { said: null, fault: "Captures can be removed once all are read, or reading is cancelled." };
    if (this.soFar.lost.size > 0) {
      return { said: null, fault: "A file lost its reader. Captures can be removed once that one is read again." };
    }
    const name = this.files.captures.find((capture) => capture.sha256 === sha256)?.name;
    if (name === undefined) return { said: null, fault: "The case holds no such capture." };
    this.work = this.work.then(() => this.guarded(() => this.removeNow(sha256)));
    await this.work;
    if (this.caseFault !== null) return { said: null, fault: this.caseFault };
    return { said: `${name} was removed from the case. The file itself stays, and can be added again.`, fault: null };
  }

  private async removeNow(sha256: string): Promise<void> {
    this.checks.forget();
    await this.annotations.inTurn(() => removeCapture(this.opened, sha256, by()));
    await this.leavePackets();
    this.campaigns = null;
    await this.files.list();
    this.files.give(NO_INPUTS);
    this.progress = this.files.progressWithout(new Set());
    await this.showAll();
  }

  /** Looks for campaigns by other rules from now on; null: by those of the preset. */
  async setCampaignRules(rules: CampaignRuleSet | null): Promise<Done> {
    const done = await this.campaigns?.keepRules(this.opened, rules);
    if (done === undefined) return { said: null, fault: "Campaigns are looked for once all captures are read." };
    if (done.fault === null) this.showSaid();
    return done;
  }

  /** The campaigns with a source whose flows pass a filter, once all is read. */
  async campaignList(filter: FlowCondition): Promise<CampaignList> {
    return (await this.campaigns?.list(filter, this.revision)) ?? { kind: "reading" };
  }

  /** Lists packets no more. Nothing is being put in order any more once this resolves: the next ones need the connection. */
  private async leavePackets(): Promise<void> {
    const { packets } = this;
    this.packets = null;
    await this.turns.take(async () => packets?.stop());
  }

  /** Ends the reading, or the naming of the tools behind it, soon; what is known by then stays. */
  cancel(): void {
    this.reading?.cancel();
    if (this.phase === "judging") this.cancelled = true;
  }

  /** Ends the reading, says nothing more, and gives the case free once nothing works on it. */
  close(): Promise<void> {
    this.closing ??= this.closeNow();
    return this.closing;
  }

  private async closeNow(): Promise<void> {
    this.closed = true;
    this.reading?.cancel();
    this.checks.forget();
    this.packDesk.stop();
    // What ended the work was told by whoever asked for it.
    await this.work.catch(() => undefined);
    await this.annotations.settled();
    await this.turns.take(async () => {
      await this.packets?.stop();
      await this.opened.close();
    });
  }

  /** Locates sources by these tables from now on. */
  async useTables(geoTables: readonly GeoTable[]): Promise<void> {
    this.geoTables = geoTables;
    // While something is read or judged the tables of the case are not asked yet; behind that they are written anyway.
    const placed = this.isBusy ? Promise.resolve() : this.guarded(() => writePlaces(this.opened, geoTables));
    this.work = Promise.all([this.work, placed]).then(() => undefined);
    await placed;
    this.revision += 1;
    this.results = this.results.withAbout({ geoTables, revision: this.revision });
    this.tell();
  }

  /** Shows what the analyst said last. */
  private showSaid(): void {
    this.revision += 1;
    this.packets?.forgetOrder();
    this.results = this.results.withAbout({ said: this.annotations.said, revision: this.revision });
    this.useOwnSignatures();
    this.tell();
  }

  /** Has the case named anew where other signatures of its own are in use than before. What is known is shown meanwhile. */
  private useOwnSignatures(): void {
    const library = caseLibrary(this.options.packs, this.annotations.signatures.inUse);
    if (library.own === this.library.own) return;
    this.library = library;
    this.knownPreview = null;
    const renamed = this.work.then(() => this.guarded(() => this.showAll()));
    this.work = renamed;
  }

  /** Where the captures of the case were last seen. */
  capturePaths(): readonly string[] {
    return this.files.allPaths();
  }

  /** A stretch of the groups of fingerprints, once all is read. */
  async fingerprintPage(query: FingerprintQuery, offset: number, limit: number): Promise<FingerprintPage> {
    return (await this.fingerprints?.page(query, offset, limit, this.revision)) ?? { kind: "reading" };
  }

  /** A stretch of the packets of a flow, once all is read. */
  async packetPage(query: PacketQuery, offset: number, limit: number): Promise<PacketPage> {
    return (await this.packets?.page(query, offset, limit, this.revision)) ?? { kind: "reading" };
  }

  /** Notes where a capture lies now. A sentence where that file is another one. */
  async locate(sha256: string, file: string): Promise<string | null> {
    const fault = await whyNotThatFile(file, sha256);
    if (fault !== null) return fault;
    await this.opened.save((connection) => noteMoved(connection, sha256, file));
    this.files.noteMoved(sha256, file);
    return null;
  }

  /** All files with what became of them, as last shown. */
  captures(): CaptureTable {
    this.table ??= new CaptureTable(this.entries(), this.fileRevision);
    return this.table;
  }

  /** Has a capture that was read to its end compared with what a second reader finds; nothing where it already is. */
  startCheck(sha256: string): void {
    const capture = this.files.captures.find((read) => read.sha256 === sha256);
    const path = this.files.pathOf(sha256);
    if (capture !== undefined && path !== undefined) this.checks.start(capture, path);
  }

  /** Ends a cross-check that waits or runs. */
  cancelCheck(sha256: string): void {
    this.checks.cancel(sha256);
  }

  state(): ReadingState {
    const files = this.files.told;
    return {
      phase: this.phase,
      caseName: this.caseName,
      names: files.slice(0, MOST_NAMES).map((file) => path.basename(file.path)),
      files: files.length,
      filesEnded: this.progress.filesEnded,
      bytesRead: this.progress.bytesRead,
      bytesTotal: files.reduce((sum, file) => sum + file.bytes, 0),
      packets: this.progress.packets,
      elapsedMs: this.isReading ? performance.now() - this.startedAt : this.elapsedMs,
      cancelled: this.cancelled,
      ...countTrouble(this.entries()),
      engineLost: null,
      caseFault: this.caseFault,
      judgedBy: this.judgedBy?.map(({ id, version }) => ({ id, version })) ?? null,
      retryable: this.soFar.lost.size,
      revision: this.revision,
      fileRevision: this.fileRevision,
    };
  }

  private get isReading(): boolean {
    return this.phase === "reading";
  }

  private get isBusy(): boolean {
    return this.isReading || this.phase === "judging";
  }

  /** The revision of what the tables of the case tell; null while more is read or judged. */
  get stillRevision(): number | null {
    return this.isBusy || !(this.results instanceof CaseResults) ? null : this.revision;
  }

  private entries(): CaptureEntry[] {
    return this.files.entries(this.soFar, this.checks.states());
  }

  /** A case that cannot be written or read ends the work, and that is told. */
  private async guarded(work: () => Promise<void>): Promise<void> {
    if (this.closed) return;
    try {
      this.caseFault = null;
      await work();
    } catch (error) {
      const meant = this.opened.errorOf(error);
      if (!(meant instanceof CaseError)) throw meant;
      this.caseFault = meant.fault.message;
      this.phase = "stopped";
      this.tellOfFiles();
    }
  }

  private async readPaths(paths: readonly string[]): Promise<void> {
    const inputs = listCaseInputs(this.opened, paths);
    await this.files.list();
    this.files.give(inputs);
    const waiting = await this.opened.save(async (connection) => {
      await setCaseRules(connection, this.options.ruleTexts);
      await insertRefusals(connection, refusalsForCase(inputs.refused, inputs.named));
      return listWaiting(connection);
    });
    const files = inputs.files.map((file) => file.path);
    await this.readFiles([...files, ...waiting.filter((path) => !files.includes(path))]);
  }

  /** Reads files, and shows what is found in the whole case. */
  private async readFiles(files: readonly string[]): Promise<void> {
    this.checks.forget();
    // What a case held before can be looked at while more is read into it.
    await this.packets?.holdStill();
    if (this.results instanceof CaseResults) await this.results.holdStill();
    this.fingerprints = null;
    this.cancelled = false;
    this.startedAt = performance.now();
    this.progress = this.files.progressWithout(new Set(files));
    if (files.length > 0) {
      this.phase = "reading";
      this.tell();
      await this.readWhileShowing(files);
    }
    if (!this.closed) await this.showAll();
  }

  private async readWhileShowing(files: readonly string[]): Promise<void> {
    let ended = false;
    const before = this.files.progressWithout(new Set(files));
    // Results of a part would take the place of those of the whole case.
    const growing = this.files.captures.length === 0 || !this.soFar.isEmpty;
    const reading = readIntoCase(
      this.opened,
      files,
      readingOptions(this.options, this.files.named, growing),
      this.listener(before),
    );
    this.reading = reading;
    const ending = reading.ended.then(
      ({ cancelled }) => {
        this.cancelled = cancelled;
      },
      (error: unknown) => error,
    );
    const clock = new SnapshotClock(performance.now());
    const over = ending.then(() => {
      ended = true;
      this.elapsedMs = performance.now() - this.startedAt;
    });
    while (!ended && !this.closed) {
      await Promise.race([over, setTimeout(TELL_INTERVAL_MS)]);
      if (ended || !growing || !this.soFar.hasNews || !clock.isDue(performance.now())) continue;
      const start = performance.now();
      await this.showSoFar(() => !this.closed && !ended);
      clock.taken(start, performance.now());
    }
    const failure = await ending;
    if (failure !== undefined) throw failure;
  }

  private listener(before: IngestProgress): CaseReadingListener {
    return {
      onProgress: ({ bytesRead, packets, filesEnded }) => {
        this.progress = {
          bytesRead: before.bytesRead + bytesRead,
          packets: before.packets + packets,
          filesEnded: before.filesEnded + filesEnded,
        };
        this.tellNowAndThen();
      },
      onOutcome: (file, outcome) => this.soFar.addOutcome(file, outcome),
      onSnapshot: (file, snapshot) => this.soFar.addSnapshot(file, snapshot),
      onLost: (lost) => this.soFar.addLost(lost),
    };
  }

  /** Judges what is read so far, unless the reading ends meanwhile. */
  private async showSoFar(isWanted: () => boolean): Promise<void> {
    const captures = this.soFar.takeIn();
    const found = await this.soFar.judge(captures, isWanted);
    if (isWanted()) this.showFromMemory(captures, found);
  }

  /**
   * Judges the whole case. Cancelled, it shows what was judged by then. What was judged by other packs is shown as it is,
   * until the analyst has it judged anew.
   */
  private async showAll(how: "as-judged" | "anew" = "as-judged"): Promise<void> {
    const readingWasCancelled = this.cancelled;
    this.cancelled = false;
    this.phase = "judging";
    this.tell();
    const captures = this.soFar.takeIn();
    const wish = () => (this.closed ? "nothing" : this.cancelled ? "so-far" : "all");
    const { judging } = this;
    this.judgedBy = how === "anew" ? null : await otherPacksOf(this.opened, judging);
    const isWhole = this.judgedBy !== null || (await judgeCase(this.opened, judging, wish));
    if (this.closed) return;
    clearGarbage();
    this.knownPreview = null;
    await this.annotations.refresh();
    await this.files.list();
    this.cancelled ||= readingWasCancelled;
    const partial = this.cancelled || !isWhole || this.soFar.lost.size > 0;
    const phase = partial ? "stopped" : "ended";
    if (this.soFar.lost.size > 0) {
      // What a lost reader had read is not in the case.
      const found = await this.soFar.judge(captures, () => wish() === "all");
      await this.leavePackets();
      this.phase = phase;
      this.showFromMemory(captures, found);
      return;
    }
    await writePlaces(this.opened, this.geoTables);
    this.knownNews = null;
    this.soFar.forgetRead();
    await this.packets?.stop();
    this.packets = new CasePackets(this.turns, this.ordering, foldRulesText(judging.rules));
    await this.packets.prepare();
    this.campaigns = await CaseCampaigns.of(this.turns, judging, () => ({
      geoTables: this.geoTables,
      decisions: this.annotations.decisions,
    }));
    this.fingerprints = new CaseFingerprints(this.turns, judging, this.packets);
    // Whoever sees this phase may ask for these results.
    this.phase = phase;
    this.show(new CaseResults(this.turns, judging, this.aboutResults(partial)));
  }

  private showFromMemory(captures: CombinedCaptures, found: Found): void {
    this.files.showRead(captures);
    this.packets = null;
    this.campaigns = null;
    this.show(new Results(captures, found, this.library.library, this.aboutResults(true)));
  }

  private show(results: AnswersOfResults): void {
    this.results = results;
    this.tellOfFiles();
  }

  private aboutResults(partial: boolean) {
    this.revision += 1;
    return { revision: this.revision, partial, geoTables: this.geoTables, said: this.annotations.said };
  }

  private tellOfFiles(): void {
    this.fileRevision += 1;
    this.table = null;
    this.tell();
  }

  private tellNowAndThen(): void {
    if (performance.now() - this.toldAt >= TELL_INTERVAL_MS) this.tell();
  }

  private tell(): void {
    if (this.closed) return;
    this.toldAt = performance.now();
    this.onChange(this.state());
  }
}
