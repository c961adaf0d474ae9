import path from "node:path";
import { setTimeout } from "node:timers/promises";
import type { CheckState } from "../contract/capture-table.ts";
import type { ReadOutcome } from "../contract/ingest.ts";
import type { ReadingState } from "../contract/reading-state.ts";
import { countPackets } from "../flow/capture-fold.ts";
import { selectFlows } from "../flow/faint-flows.ts";
import { type AnalysisRules, nanoseconds } from "../flow/rule-texts.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import type { CaptureEntry } from "../report/capture-entry.ts";
import { CaptureTable } from "../report/capture-table.ts";
import { destinationsOf, telescopeOf } from "../report/telescope-report.ts";
import type { SignatureLibrary } from "../signature/signature.ts";
import { captureEntries, countTrouble } from "./capture-entries.ts";
import { CaptureSet, type CombinedCaptures } from "./capture-set.ts";
import { CrossChecker, type CrossCheckJob } from "./cross-check.ts";
import { judgeFlows } from "./judge-flows.ts";
import { type InputList, listInputs } from "./list-inputs.ts";
import { type IngestProgress, type LostReading, type Reading, readFiles } from "./read-files.ts";
import { type Found, nothingFound, Results } from "./results.ts";
import { SnapshotClock } from "./snapshot-clock.ts";

/** How a session reads, and under which rules. Threads and chunks never change a result. */
export interface SessionOptions {
  readonly rules: AnalysisRules;
  readonly library: SignatureLibrary;
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

/**
 * Captures that are looked at together, from their first byte on: results grow while they are read. Everything that
 * changes the set of captures happens in one loop, between two judgements, so that what is judged holds still.
 */
export class Session {
  /** What was found so far. */
  results: Results;
  private readonly options: SessionOptions;
  private readonly onChange: (state: ReadingState) => void;
  private readonly inputs: InputList;
  private readonly flowTimeoutNs: bigint;
  private readonly set: CaptureSet;
  /** What was read so far of files that are being read, and of those whose reader was lost. */
  private readonly snapshots = new Map<string, ReadOutcome>();
  private readonly lost = new Map<string, LostReading>();
  /** What arrived since the last judgement began; of snapshots the newest of each file. */
  private arrived: (() => void)[] = [];
  private readonly newSnapshots = new Map<string, ReadOutcome>();
  private reading: Reading | null = null;
  private phase: ReadingState["phase"] = "reading";
  private progress: IngestProgress = { bytesRead: 0, packets: 0, filesEnded: 0 };
  private cancelled = false;
  private closed = false;
  private startedAt = performance.now();
  private elapsedMs = 0;
  private toldAt = -Infinity;
  private revision = 0;
  private fileRevision = 0;
  private readonly checker: CrossChecker;
  /** By SHA-256 of the capture. */
  private readonly checks = new Map<string, AskedCheck>();
  private table: CaptureTable | null = null;
  private geoTables: readonly GeoTable[];

  constructor(paths: readonly string[], options: SessionOptions, onChange: (state: ReadingState) => void) {
    this.options = options;
    this.onChange = onChange;
    this.flowTimeoutNs = nanoseconds(options.rules.flowTimeoutSeconds);
    this.set = new CaptureSet(this.flowTimeoutNs);
    this.inputs = listInputs(paths);
    this.checker = new CrossChecker(options.crossCheckWorkerUrl);
    this.geoTables = options.geoTables;
    const about = { revision: 0, partial: true, geoTables: options.geoTables };
    this.results = new Results(
      this.set.with([]),
      nothingFound(options.rules.flowTimeoutSeconds),
      options.library,
      about,
    );
    for (const refusal of this.inputs.refused) this.set.add(refusal.path, { kind: "refused", refusal });
  }

  /** Reads all files to their ending. Rejects only for internal errors. */
  async read(): Promise<void> {
    await this.readAll(this.inputs.files.map((file) => file.path));
  }

  /** Reads again the files whose reader was lost. */
  async retry(): Promise<void> {
    if (this.phase === "reading" || this.phase === "judging" || this.lost.size === 0) return;
    const paths = [...this.lost.keys()];
    this.lost.clear();
    await this.readAll(paths);
  }

  /** Ends the reading, or the naming of the tools behind it, soon; what is known by then stays. */
  cancel(): void {
    this.reading?.cancel();
    if (this.phase === "judging") this.cancelled = true;
  }

  /** Ends the reading and says nothing more. */
  close(): void {
    this.closed = true;
    this.reading?.cancel();
    this.forgetChecks();
  }

  /** Locates sources by these tables from now on. */
  useTables(geoTables: readonly GeoTable[]): void {
    this.geoTables = geoTables;
    this.revision += 1;
    this.results = this.results.withTables(geoTables, this.revision);
    this.tell();
  }

  /** All files with what became of them, as last shown. */
  captures(): CaptureTable {
    this.table ??= new CaptureTable(this.entries(), this.fileRevision);
    return this.table;
  }

  /** Has a capture that was read to its end compared with what a second reader finds; nothing where it already is. */
  startCheck(sha256: string): void {
    const capture = this.set.captures.find((read) => read.sha256 === sha256);
    if (capture === undefined || this.checks.get(sha256)?.state.kind === "running") return;
    const job = this.checker.check(capture, this.set.pathOf(sha256));
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
      retryable: this.lost.size,
      revision: this.revision,
      fileRevision: this.fileRevision,
    };
  }

  private get isReading(): boolean {
    return this.phase === "reading";
  }

  private entries(): CaptureEntry[] {
    const { lost, snapshots, inputs } = this;
    const checks = new Map(Array.from(this.checks, ([sha256, { state }]) => [sha256, state]));
    return captureEntries({ captures: this.results.captures, lost, snapshots, checks, named: inputs.named });
  }

  /** What was compared may be read anew. */
  private forgetChecks(): void {
    for (const { job } of this.checks.values()) job.cancel();
    this.checks.clear();
  }

  private async readAll(paths: readonly string[]): Promise<void> {
    this.forgetChecks();
    this.phase = "reading";
    this.cancelled = false;
    this.startedAt = performance.now();
    this.tell();
    let ended = false;
    const before = this.progressWithout(new Set(paths));
    const reading = readFiles(paths, this.readingOptions(), {
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
          this.set.add(file, outcome);
        });
      },
      onSnapshot: (file, snapshot) => this.newSnapshots.set(file, snapshot),
      onStates: () => undefined,
      onPackets: () => undefined,
      onLost: (lost) => {
        this.arrived.push(() => this.lost.set(lost.path, lost));
      },
    });
    this.reading = reading;
    const ending = reading.ended.then(({ cancelled }) => {
      ended = true;
      this.cancelled = cancelled;
      this.elapsedMs = performance.now() - this.startedAt;
    });
    const clock = new SnapshotClock(performance.now());
    while (!ended && !this.closed) {
      await Promise.race([ending, setTimeout(TELL_INTERVAL_MS)]);
      if (ended || !this.hasNews || !clock.isDue(performance.now())) continue;
      const start = performance.now();
      await this.showSoFar(() => !this.closed && !ended);
      clock.taken(start, performance.now());
    }
    await ending;
    if (!this.closed) await this.showAll();
  }

  /** Judges what is read so far, unless the reading ends meanwhile. */
  private async showSoFar(isWanted: () => boolean): Promise<void> {
    const captures = this.takeIn();
    const found = await this.judge(captures, isWanted);
    if (isWanted()) this.show(captures, found, true);
  }

  /** Judges all that was read. Cancelled, it shows what was judged by then. */
  private async showAll(): Promise<void> {
    const readingWasCancelled = this.cancelled;
    this.cancelled = false;
    this.phase = "judging";
    this.tell();
    const captures = this.takeIn();
    const found = await this.judge(captures, () => !this.closed && !this.cancelled);
    this.cancelled ||= readingWasCancelled;
    const partial = this.cancelled || this.lost.size > 0;
    this.phase = partial ? "stopped" : "ended";
    this.show(captures, found, partial);
  }

  private async judge(captures: CombinedCaptures, isWanted: () => boolean): Promise<Found> {
    const { flowTimeoutNs } = this;
    const { library, rules } = this.options;
    const { sources, setAside } = selectFlows(captures.sources, flowTimeoutNs);
    const judging = { flowTimeoutNs, telescope: rules.telescope ?? [], preset: rules.preset, library };
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

  private show(captures: CombinedCaptures, found: Found, partial: boolean): void {
    this.revision += 1;
    const about = { revision: this.revision, partial, geoTables: this.geoTables };
    this.results = new Results(captures, found, this.options.library, about);
    this.tellOfFiles();
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
      packets: this.set.captures.reduce((sum, { tally }) => sum + countPackets(tally.classes), 0),
      filesEnded: done.length,
    };
  }

  private readingOptions() {
    const { threads, chunkBytes, workerUrl } = this.options;
    const { ports, tunnels } = this.options.rules;
    const rules = { ports, flowTimeoutNs: this.flowTimeoutNs, tunnels };
    return { rules, threads, chunkBytes, workerUrl, snapshots: true, store: null };
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
