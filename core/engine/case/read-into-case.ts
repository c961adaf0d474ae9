import fs from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { CaptureOutcome } from "../../contract/ingest.ts";
import { type LostReading, type ReadingListener, type ReadingOptions, readFiles } from "../read-files.ts";
import { CaptureTables } from "./capture-tables.ts";
import { CaptureWriter } from "./capture-writer.ts";
import {
  addWaiting,
  type CaseCapture,
  deleteCapture,
  endWaiting,
  importsOfWaiting,
  insertCaptures,
  insertRefusals,
  listCaptures,
  nextCaptureId,
  noteNameAndPlace,
} from "./case-captures.ts";
import type { CaseFile } from "./case-file.ts";
import { refusalsForCase } from "./case-inputs.ts";

/** How captures are read into a case. */
export interface CaseReadingOptions extends Omit<ReadingOptions, "store"> {
  /** The same as text, see `foldRulesText`. */
  readonly rulesText: string;
  /** Whether requests get rows in the packet index. */
  readonly index: boolean;
  /** Files that were named themselves, not found in a folder. */
  readonly named: ReadonlySet<string>;
}

/** What a reading tells while it runs. A snapshot, and the sources of an outcome, come where snapshots were asked for. */
export type CaseReadingListener = Pick<ReadingListener, "onProgress" | "onSnapshot" | "onOutcome" | "onLost">;

/** How a reading ended. */
export interface CaseReadingEnd {
  readonly cancelled: boolean;
  /** Files that lost their reader: they wait for another try. */
  readonly lost: readonly LostReading[];
}

/** A running reading. */
export interface CaseReading {
  /** Rejects with `CaseError` where the case cannot be written; what was committed before is in it. */
  readonly ended: Promise<CaseReadingEnd>;
  /** Ends the reading soon. What was read of a capture by then is in the case, and the capture waits for the rest. */
  cancel(): void;
}

/**
 * Reads files into a case. A capture is saved by one transaction, so it is in the case or it is not; small captures that
 * end while others are saved share the next one. Until a file has its ending it waits in the case, whatever becomes of
 * this process.
 */
export function readIntoCase(
  opened: CaseFile,
  paths: readonly string[],
  options: CaseReadingOptions,
  listener: CaseReadingListener,
): CaseReading {
  const reading = new RunningReading(opened, options, listener);
  return { ended: reading.run(paths), cancel: () => reading.cancel() };
}

/** A capture that was read, with what is not in the case yet. */
interface EndedCapture {
  readonly writer: CaptureWriter;
  readonly read: CaseCapture;
  /** The capture of the case whose place it takes. */
  readonly instead: CaseCapture | undefined;
}

class RunningReading {
  private readonly opened: CaseFile;
  private readonly options: CaseReadingOptions;
  private readonly listener: CaseReadingListener;
  /** What is to be done for each file, one after the other. */
  private readonly queues = new Map<string, Promise<void>>();
  private readonly writers = new Map<string, CaptureWriter>();
  private readonly lost: LostReading[] = [];
  /** The captures of the case by SHA-256. */
  private known = new Map<string, CaseCapture>();
  /** Where captures lay that were found elsewhere. */
  private readonly left = new Set<string>();
  private imports: ReadonlyMap<string, number | null> = new Map();
  private nextId = 1;
  /** What files came to that is not in the case yet. */
  private ended: { readonly path: string; readonly outcome: CaptureOutcome }[] = [];
  /** One saving at a time. */
  private saving: Promise<void> = Promise.resolve();
  private failure: unknown = null;
  private cancelReading: () => void = () => undefined;
  private cancelled = false;

  constructor(opened: CaseFile, options: CaseReadingOptions, listener: CaseReadingListener) {
    this.opened = opened;
    this.options = options;
    this.listener = listener;
  }

  cancel(): void {
    this.cancelled = true;
    this.cancelReading();
  }

  async run(paths: readonly string[]): Promise<CaseReadingEnd> {
    await this.opened.save(async (connection) => {
      await addWaiting(connection, paths);
      this.known = new Map((await listCaptures(connection)).map((known) => [known.capture.sha256, known]));
      this.imports = await importsOfWaiting(connection);
      this.nextId = await nextCaptureId(connection);
    });
    const done = Array.from(this.known.values()).filter((known) => this.isDone(known));
    const { threads, chunkBytes, mostHeld, workerUrl, rules, index, snapshots } = this.options;
    const store = { known: done.map(({ capture }) => capture.sha256), index };
    const options = { rules, threads, chunkBytes, mostHeld, workerUrl, snapshots, store };
    const reading = readFiles(paths, options, this.fileListener());
    this.cancelReading = reading.cancel;
    if (this.cancelled) reading.cancel();
    const { cancelled } = await reading.ended;
    await Promise.all(this.queues.values());
    for (const writer of this.writers.values()) writer.rollBack();
    if (this.failure !== null) throw this.failure;
    await this.forgetPlacesLeft();
    return { cancelled, lost: this.lost };
  }

  private fileListener(): ReadingListener {
    const { listener } = this;
    return {
      onProgress: (progress) => listener.onProgress(progress),
      onSnapshot: (path, snapshot) => listener.onSnapshot(path, snapshot),
      onStates: (path, part) => this.queue(path, () => this.writerOf(path).addStates(part)),
      onPackets: (path, batch) => this.queue(path, () => this.writerOf(path).addPackets(batch)),
      onOutcome: (path, outcome) => {
        listener.onOutcome(path, outcome);
        this.queue(path, async () => {
          this.ended.push({ path, outcome });
          await this.inTurn(() => this.saveEnded());
        });
      },
      onLost: (lost) => {
        listener.onLost(lost);
        this.lost.push(lost);
        this.queue(lost.path, async () => this.forget(lost.path));
      },
    };
  }

  /** A case that cannot be written ends the whole reading. */
  private queue(path: string, work: () => Promise<void>): void {
    const before = this.queues.get(path) ?? Promise.resolve();
    const next = before.then(async () => {
      if (this.failure === null) await work();
    });
    this.queues.set(
      path,
      next.catch((error: unknown) => {
        this.failure ??= this.opened.errorOf(error);
        this.cancelReading();
      }),
    );
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.saving.then(work);
    this.saving = turn.catch(() => undefined);
    return turn;
  }

  private writerOf(path: string): CaptureWriter {
    let writer = this.writers.get(path);
    if (writer === undefined) {
      const id = this.nextId;
      this.nextId += 1;
      writer = new CaptureWriter(this.opened, id);
      this.writers.set(path, writer);
    }
    return writer;
  }

  private forget(path: string): void {
    this.writers.get(path)?.rollBack();
    this.writers.delete(path);
  }

  /** That nothing is where a capture was before is no news once the capture was found. */
  private async forgetPlacesLeft(): Promise<void> {
    if (this.left.size === 0) return;
    await this.opened.save((connection) => endWaiting(connection, [...this.left]));
  }

  /** Saves what ended by now: captures that are held back with all that is no capture, others each by itself. */
  private async saveEnded(): Promise<void> {
    const ended = this.nextEnded();
    if (ended.length === 0) return;
    const large: EndedCapture[] = [];
    await this.opened.save(async (connection) => {
      const held: EndedCapture[] = [];
      const tables = await CaptureTables.of(connection);
      const found: string[] = [];
      await this.endRefused(connection, ended);
      for (const { path, outcome } of ended) {
        if (outcome.kind === "refused") continue;
        const capture = await this.endRead(connection, path, outcome);
        if (capture === null) {
          found.push(path);
          continue;
        }
        const { isHeld } = capture.writer;
        (isHeld ? held : large).push(capture);
        if (isHeld) capture.writer.handOver(tables);
      }
      tables.close();
      await endWaiting(connection, found);
      await saveCaptures(connection, held);
    });
    for (const capture of large) {
      this.writers.delete(capture.read.path);
      await capture.writer.commit((connection) => saveCaptures(connection, [capture]));
    }
  }

  /** The next that ended, until bytes come a second time: those have to find the first saved. */
  private nextEnded(): RunningReading["ended"] {
    const hashes = new Set<string>();
    const again = this.ended.findIndex(({ outcome }) => {
      const sha256 = sha256Of(outcome);
      if (sha256 === null) return false;
      const first = !hashes.has(sha256);
      hashes.add(sha256);
      return !first;
    });
    return this.ended.splice(0, again === -1 ? this.ended.length : again);
  }

  private async endRefused(connection: DuckDBConnection, ended: RunningReading["ended"]): Promise<void> {
    const refusals = ended.flatMap(({ path, outcome }) =>
      outcome.kind === "refused" && outcome.refusal.code !== "cancelled" ? [{ path, refusal: outcome.refusal }] : [],
    );
    if (refusals.length === 0) return;
    await endWaiting(
      connection,
      refusals.map(({ path }) => path),
    );
    const refused = refusals.map(({ refusal }) => refusal);
    await insertRefusals(connection, refusalsForCase(refused, this.options.named));
  }

  /** A capture that is to be saved; null where the case has all of it, which is noted. */
  private async endRead(
    connection: DuckDBConnection,
    path: string,
    outcome: Exclude<CaptureOutcome, { kind: "refused" }>,
  ): Promise<EndedCapture | null> {
    const { sha256, name } = outcome.kind === "read" ? outcome.capture : outcome;
    const known = this.known.get(sha256);
    if (known !== undefined && known.path !== path && !fs.existsSync(known.path)) this.left.add(known.path);
    if (known !== undefined && this.isDone(known)) {
      this.forget(path);
      await this.noteFound(connection, known, { name, path });
      return null;
    }
    if (outcome.kind === "known") throw new Error("a capture is only known where the case is done with it");
    const writer = this.writerOf(path);
    const { capture } = outcome;
    const finished = !capture.furtherProblems.some(({ code }) => code === "cancelled");
    const { rulesText: rules, index: indexed } = this.options;
    // What is read again came when it came first.
    const imported = known === undefined ? (this.imports.get(path) ?? null) : known.imported;
    const read = { id: writer.id, path, capture: withLeastName(capture, known), rules, finished, indexed, imported };
    this.known.set(sha256, read);
    return { writer, read, instead: known };
  }

  /** The same bytes were found, maybe under another name or at another place: the least name counts. */
  private async noteFound(
    connection: DuckDBConnection,
    known: CaseCapture,
    { name, path }: { readonly name: string; readonly path: string },
  ): Promise<void> {
    const capture = name < known.capture.name ? { ...known.capture, name } : known.capture;
    if (capture === known.capture && path === known.path) return;
    const { sha256 } = capture;
    await noteNameAndPlace(connection, { sha256, name: capture.name, path });
    this.known.set(sha256, { ...known, path, capture });
  }

  /** Nothing of the capture is left to do under these rules. */
  private isDone({ finished, rules, indexed }: CaseCapture): boolean {
    return finished && rules === this.options.rulesText && (indexed || !this.options.index);
  }
}

function sha256Of(outcome: CaptureOutcome): string | null {
  if (outcome.kind === "refused") return null;
  return outcome.kind === "read" ? outcome.capture.sha256 : outcome.sha256;
}

async function saveCaptures(connection: DuckDBConnection, ended: readonly EndedCapture[]): Promise<void> {
  for (const { instead } of ended) if (instead !== undefined) await deleteCapture(connection, instead.id);
  await insertCaptures(
    connection,
    ended.map(({ read }) => read),
  );
  await endWaiting(
    connection,
    ended.flatMap(({ read }) => (read.finished ? [read.path] : [])),
  );
}

function withLeastName(capture: CaseCapture["capture"], known: CaseCapture | undefined): CaseCapture["capture"] {
  return known !== undefined && known.capture.name < capture.name ? { ...capture, name: known.capture.name } : capture;
}
