import path from "node:path";
import { setTimeout } from "node:timers/promises";
import type { CheckState } from "../contract/capture-table.ts";
import type { ReadCapture, ReadOutcome, Refusal } from "../contract/ingest.ts";
import type { PacketPage, PacketQuery } from "../contract/packet-table.ts";
import type { ReadingState } from "../contract/reading-state.ts";
import type { RuleTexts } from "../contract/rule-texts.ts";
import { countPackets } from "../flow/capture-fold.ts";
import { selectFlows } from "../flow/faint-flows.ts";
import { type AnalysisRules, nanoseconds } from "../flow/rule-texts.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import type { CaptureEntry } from "../report/capture-entry.ts";
import { CaptureTable } from "../report/capture-table.ts";
import { destinationsOf, telescopeOf } from "../report/telescope-report.ts";
import { captureEntries, countTrouble } from "./capture-entries.ts";
import { CaptureSet, type CombinedCaptures } from "./capture-set.ts";
import { insertRefusal, listCaptures, listRefused, listWaiting, noteMoved } from "./case/case-captures.ts";
import { CaseError } from "./case/case-fault.ts";
import type { CaseFile } from "./case/case-file.ts";
import { listCaseInputs } from "./case/case-inputs.ts";
import { CasePackets } from "./case/case-packets.ts";
import { writePlaces } from "./case/case-places.ts";
import { CaseResults } from "./case/case-results.ts";
import { foldRulesText, setCaseRules } from "./case/case-settings.ts";
import { judgeCase } from "./case/judge-case.ts";
import { type CaseReading, type CaseReadingListener, readIntoCase } from "./case/read-into-case.ts";
import { Turns } from "./case/turns.ts";
import { CrossChecker, type CrossCheckJob } from "./cross-check.ts";
import { judgeFlows } from "./judge-flows.ts";
import { type InputFile, type InputList, isHarmless } from "./list-inputs.ts";
import type { LoadedPacks } from "./load-packs.ts";
import type { IngestProgress, LostReading } from "./read-files.ts";
import { type AnswersOfResults, type Found, nothingFound, Results } from "./results.ts";
import { SnapshotClock } from "./snapshot-clock.ts";
import { whyNotThatFile } from "./that-file.ts";

/** How a session reads, and under which rules. Threads and chunks never change a result. */
export interface SessionOptions {
  readonly rules: AnalysisRules;
  /** The same as they were typed: the case remembers them so. */
  readonly ruleTexts: RuleTexts;
  readonly packs: LoadedPacks;
  /** Tables of countries and networks, at first. */
  readonly geoTables: readonly GeoTable[];
  readonly threads: number;
  readonly chunkBytes: number;
  readonly workerUrl: URL;
  /** Where the cross-check worker's code lies. */
  readonly crossCheckWorkerUrl: URL;
}

/** A cross-check that was asked for. */
interface AskedCheck {
  readonly job: CrossCheckJob;
  state: CheckState;
}

/** States are told at most this often, in milliseconds. */
const TELL_INTERVAL_MS = 200;
/** File names told at most; all are counted. */
const MOST_NAMES = 20;

/** Files of the case, as far as they have had an ending. */
interface EndedFiles {
  readonly captures: readonly ReadCapture[];
  readonly refused: readonly Refusal[];
  /** Paths whose refusal is an error. */
  readonly named: ReadonlySet<string>;
}

/**
 * A case on the analyst's desk. Captures are read into it, and while the first ones are, results grow from what is read
 * so far; once all is read, the tables of the case answer. Everything that changes the set of captures happens in one
 * loop, between two judgements, so that what is judged holds still.
 */
export class Session {
  /** What was found so far. */
  results: AnswersOfResults;
  /** The packets of the case; null until all is read: they may be taken out of it while captures are read. */
  packets: CasePackets | null = null;
  private readonly opened: CaseFile;
  private readonly caseName: string | null;
  private readonly turns: Turns;
  private readonly options: SessionOptions;
  private readonly onChange: (state: ReadingState) => void;
  private readonly flowTimeoutNs: bigint;
  /** What is told of files: those that are being read, else those of the case. */
  private inputs: InputList = { files: [], refused: [], named: new Set() };
  /** What was read by this reading, in memory until the case answers. */
  private set: CaptureSet;
  private ended: EndedFiles = { captures: [], refused: [], named: new Set() };
  /** What was read so far of files that are being read, and of those whose reader was lost. */
  private readonly snapshots = new Map<string, ReadOutcome>();
  private readonly lost = new Map<string, LostReading>();
  /** What arrived since the last judgement began; of snapshots the newest of each file. */
  private arrived: (() => void)[] = [];
  private readonly newSnapshots = new Map<string, ReadOutcome>();
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
  private readonly checker: CrossChecker;
  /** The captures of the case, ascending by SHA-256. */
  private caseFiles: readonly InputFile[] = [];
  /** Where the bytes of captures lie, by SHA-256. */
  private paths: ReadonlyMap<string, string> = new Map();
  /** By SHA-256 of the capture. */
  private readonly checks = new Map<string, AskedCheck>();
  private table: CaptureTable | null = null;
  private geoTables: readonly GeoTable[];

  private constructor(
    opened: CaseFile,
    caseName: string | null,
    turns: Turns,
    options: SessionOptions,
    onChange: (state: ReadingState) => void,
  ) {
    this.opened = opened;
    this.caseName = caseName;
    this.turns = turns;
    this.options = options;
    this.onChange = onChange;
    this.flowTimeoutNs = nanoseconds(options.rules.flowTimeoutSeconds);
    this.set = new CaptureSet(this.flowTimeoutNs);
    this.checker = new CrossChecker(options.crossCheckWorkerUrl);
    this.geoTables = options.geoTables;
    const about = { revision: 0, partial: true, geoTables: options.geoTables };
    const nothing = nothingFound(options.rules.flowTimeoutSeconds);
    this.results = new Results(this.set.with([]), nothing, options.packs.library, about);
  }

  /** A session with a case, which is the session's until that is closed. `caseName`: null for one without a name. */
  static async with(
    opened: CaseFile,
    caseName: string | null,
    options: SessionOptions,
    onChange: (state: ReadingState) => void,
  ): Promise<Session> {
    return new Session(opened, caseName, new Turns(await opened.connect()), options, onChange);
  }

  /**
   * Reads these captures and folders into the case, with what waits there, to their ending. Where there is nothing to
   * read, the case answers at once. Rejects only for internal errors.
   */
  read(paths: readonly string[]): Promise<void> {
    this.work = this.work.then(() => this.guarded(() => this.readPaths(paths)));
    return this.work;
  }

  /** Reads again the files whose reader was lost. */
  retry(): Promise<void> {
    if (this.isBusy || this.lost.size === 0) return this.work;
    const again = [...this.lost.keys()];
    this.lost.clear();
    this.work = this.work.then(() => this.guarded(() => this.readFiles(again)));
    return this.work;
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
    this.forgetChecks();
    // What ended the work was told by whoever asked for it.
    await this.work.catch(() => undefined);
    await this.turns.take(async () => this.opened.close());
  }

  /** Locates sources by these tables from now on. */
  async useTables(geoTables: readonly GeoTable[]): Promise<void> {
    this.geoTables = geoTables;
    // While something is read or judged the tables of the case are not asked yet; behind that they are written anyway.
    const placed = this.isBusy ? Promise.resolve() : this.guarded(() => writePlaces(this.opened, geoTables));
    this.work = Promise.all([this.work, placed]).then(() => undefined);
    await placed;
    this.revision += 1;
    this.results = this.results.withTables(geoTables, this.revision);
    this.tell();
  }

  /** Where the captures of the case were last seen. */
  capturePaths(): readonly string[] {
    return [...this.paths.values()];
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
    this.paths = new Map([...this.paths, [sha256, file]]);
    return null;
  }

  /** All files with what became of them, as last shown. */
  captures(): CaptureTable {
    this.table ??= new CaptureTable(this.entries(), this.fileRevision);
    return this.table;
  }

  /** Has a capture that was read to its end compared with what a second reader finds; nothing where it already is. */
  startCheck(sha256: string): void {
    const capture = this.ended.captures.find((read) => read.sha256 === sha256);
    const path = this.paths.get(sha256);
    if (capture === undefined || path === undefined || this.checks.get(sha256)?.state.kind === "running") return;
    const job = this.checker.check(capture, path);
    const asked: AskedCheck = { job, state: { kind: "running" } };
    this.checks.set(sha256, asked);
    this.tellOfFiles();
    void job.result.then((check) => {
      if (this.checks.get(sha256) !== asked) return;
      if (check.kind === "not-comparable" && check.code === "cancelled") this.checks.delete(sha256);
      else asked.state = check;
      this.tellOfFiles();
    });
  }

  /** Ends a cross-check that waits or runs. */
  cancelCheck(sha256: string): void {
    this.checks.get(sha256)?.job.cancel();
  }

  state(): ReadingState {
    const { files } = this.inputs;
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
      retryable: this.lost.size,
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

  private entries(): CaptureEntry[] {
    const { lost, snapshots } = this;
    const checks = new Map(Array.from(this.checks, ([sha256, { state }]) => [sha256, state]));
    const { named, ...captures } = this.ended;
    return captureEntries({ captures, lost, snapshots, checks, named });
  }

  /** What was compared may be read anew. */
  private forgetChecks(): void {
    for (const { job } of this.checks.values()) job.cancel();
    this.checks.clear();
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
    await this.listEnded();
    const others = this.caseFiles.filter((known) => !inputs.files.some(({ path }) => path === known.path));
    this.inputs = { ...inputs, files: [...others, ...inputs.files] };
    const waiting = await this.opened.save(async (connection) => {
      await setCaseRules(connection, this.options.ruleTexts);
      for (const refusal of inputs.refused) {
        await insertRefusal(connection, { ...refusal, harmless: isHarmless(refusal, inputs.named) });
      }
      return listWaiting(connection);
    });
    const files = inputs.files.map((file) => file.path);
    await this.readFiles([...files, ...waiting.filter((path) => !files.includes(path))]);
  }

  /** Reads files, and shows what is found in the whole case. */
  private async readFiles(files: readonly string[]): Promise<void> {
    this.forgetChecks();
    this.packets = null;
    this.cancelled = false;
    this.startedAt = performance.now();
    this.progress = this.progressWithout(new Set(files));
    if (files.length > 0) {
      this.phase = "reading";
      this.tell();
      await this.readWhileShowing(files);
    }
    if (!this.closed) await this.showAll();
  }

  private async readWhileShowing(files: readonly string[]): Promise<void> {
    let ended = false;
    const before = this.progressWithout(new Set(files));
    // Results of a part would take the place of those of the whole case.
    const growing = this.ended.captures.length === 0 || this.set.captures.length > 0;
    const reading = readIntoCase(this.opened, files, this.readingOptions(growing), this.listener(before));
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
      if (ended || !growing || !this.hasNews || !clock.isDue(performance.now())) continue;
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
      onOutcome: (file, outcome) => {
        this.newSnapshots.delete(file);
        this.arrived.push(() => {
          this.snapshots.delete(file);
          if (outcome.kind !== "known") this.set.add(file, outcome);
        });
      },
      onSnapshot: (file, snapshot) => this.newSnapshots.set(file, snapshot),
      onLost: (lost) => {
        this.arrived.push(() => this.lost.set(lost.path, lost));
      },
    };
  }

  /** Judges what is read so far, unless the reading ends meanwhile. */
  private async showSoFar(isWanted: () => boolean): Promise<void> {
    const captures = this.takeIn();
    const found = await this.judgeInMemory(captures, isWanted);
    if (isWanted()) this.showFromMemory(captures, found);
  }

  /** Judges the whole case. Cancelled, it shows what was judged by then. */
  private async showAll(): Promise<void> {
    const readingWasCancelled = this.cancelled;
    this.cancelled = false;
    this.phase = "judging";
    this.tell();
    const captures = this.takeIn();
    const wish = () => (this.closed ? "nothing" : this.cancelled ? "so-far" : "all");
    const { rules, packs } = this.options;
    const judging = { rules, library: packs.library, packs: packs.packs };
    const isWhole = await judgeCase(this.opened, judging, wish);
    if (this.closed) return;
    await this.listEnded();
    this.cancelled ||= readingWasCancelled;
    const partial = this.cancelled || !isWhole || this.lost.size > 0;
    const phase = partial ? "stopped" : "ended";
    if (this.lost.size > 0) {
      // What a lost reader had read is not in the case.
      const found = await this.judgeInMemory(captures, () => wish() === "all");
      this.phase = phase;
      this.showFromMemory(captures, found);
      return;
    }
    await writePlaces(this.opened, this.geoTables);
    this.set = new CaptureSet(this.flowTimeoutNs);
    this.packets = new CasePackets(this.turns, foldRulesText(rules));
    // Whoever sees this phase may ask for these results.
    this.phase = phase;
    this.show(new CaseResults(this.turns, judging, this.aboutResults(partial)));
  }

  private async judgeInMemory(captures: CombinedCaptures, isWanted: () => boolean): Promise<Found> {
    const { flowTimeoutNs } = this;
    const { packs, rules } = this.options;
    const { sources, setAside } = selectFlows(captures.sources, flowTimeoutNs);
    const judging = { flowTimeoutNs, telescope: rules.telescope ?? [], preset: rules.preset, library: packs.library };
    const flows = await judgeFlows(sources, judging, isWanted);
    const telescope = telescopeOf(rules.telescope, destinationsOf(flows, setAside));
    return { flows, setAside, telescope, flowTimeoutSeconds: rules.flowTimeoutSeconds };
  }

  /** Takes in what has arrived. */
  private takeIn(): CombinedCaptures {
    const { arrived } = this;
    this.arrived = [];
    for (const apply of arrived) apply();
    for (const [file, snapshot] of this.newSnapshots) this.snapshots.set(file, snapshot);
    this.newSnapshots.clear();
    return this.set.with(this.snapshots.values());
  }

  private showFromMemory(captures: CombinedCaptures, found: Found): void {
    const { refused } = captures;
    const known = new Map(this.ended.refused.map((refusal) => [refusal.path, refusal]));
    for (const refusal of refused) known.set(refusal.path, refusal);
    const named = new Set([...this.ended.named, ...this.inputs.named]);
    this.ended = { captures: captures.captures, refused: [...known.values()], named };
    this.show(new Results(captures, found, this.options.packs.library, this.aboutResults(true)));
  }

  private show(results: AnswersOfResults): void {
    this.results = results;
    this.tellOfFiles();
  }

  private aboutResults(partial: boolean) {
    this.revision += 1;
    return { revision: this.revision, partial, geoTables: this.geoTables };
  }

  /** The files of the case that have had their ending. */
  private async listEnded(): Promise<void> {
    await this.turns.take(async (connection) => {
      const text = foldRulesText(this.options.rules);
      const captures = (await listCaptures(connection)).filter(({ rules }) => rules === text);
      const refused = await listRefused(connection);
      const named = new Set(refused.filter(({ harmless }) => !harmless).map(({ path }) => path));
      this.ended = { captures: captures.map(({ capture }) => capture), refused, named };
      this.paths = new Map(captures.map(({ capture, path }) => [capture.sha256, path]));
      this.caseFiles = captures.map(({ path, capture }) => ({ path, bytes: capture.bytes }));
    });
  }

  private tellOfFiles(): void {
    this.fileRevision += 1;
    this.table = null;
    this.tell();
  }

  private get hasNews(): boolean {
    return this.arrived.length > 0 || this.newSnapshots.size > 0;
  }

  /** What is done already when these files are read: nothing the first time, all others when some are tried again. */
  private progressWithout(paths: ReadonlySet<string>): IngestProgress {
    const done = this.inputs.files.filter((file) => !paths.has(file.path));
    return {
      bytesRead: done.reduce((sum, file) => sum + file.bytes, 0),
      packets: this.ended.captures.reduce((sum, { tally }) => sum + countPackets(tally.classes), 0),
      filesEnded: done.length,
    };
  }

  private readingOptions(snapshots: boolean) {
    const { threads, chunkBytes, workerUrl, rules } = this.options;
    const { ports, tunnels } = rules;
    return {
      rules: { ports, flowTimeoutNs: this.flowTimeoutNs, tunnels },
      rulesText: foldRulesText(rules),
      named: this.inputs.named,
      index: true,
      threads,
      chunkBytes,
      workerUrl,
      snapshots,
    };
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
