import fs from "node:fs";
import type { CaptureOutcome } from "../../contract/ingest.ts";
import { isHarmless } from "../list-inputs.ts";
import { type LostReading, type ReadingListener, type ReadingOptions, readFiles } from "../read-files.ts";
import { CaptureWriter } from "./capture-writer.ts";
import {
  addWaiting,
  type CaseCapture,
  endWaiting,
  insertRefusal,
  listCaptures,
  nextCaptureId,
  noteFoundAgain,
} from "./case-captures.ts";
import type { CaseFile } from "./case-file.ts";

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
 * Reads files into a case. Each capture is one transaction, so a capture is in the case or it is not. Until a file has
 * its ending it waits in the case, whatever becomes of this process.
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
  private nextId = 1;
  /** One file is saved at a time. */
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
      this.nextId = await nextCaptureId(connection);
    });
    const done = Array.from(this.known.values()).filter((known) => this.isDone(known));
    const { threads, chunkBytes, workerUrl, rules, index, snapshots } = this.options;
    const store = { known: done.map(({ capture }) => capture.sha256), index };
    const options = { rules, threads, chunkBytes, workerUrl, snapshots, store };
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
      onStates: (path, part) => this.queue(path, async () => (await this.writerOf(path)).addStates(part)),
      onPackets: (path, batch) => this.queue(path, async () => (await this.writerOf(path)).addPackets(batch)),
      onOutcome: (path, outcome) => {
        listener.onOutcome(path, outcome);
        this.queue(path, () => this.inTurn(() => this.end(path, outcome)));
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

  /** Two files of the same bytes may end at once: the second finds the first in the case. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.saving.then(work);
    this.saving = turn.catch(() => undefined);
    return turn;
  }

  private async writerOf(path: string): Promise<CaptureWriter> {
    let writer = this.writers.get(path);
    if (writer === undefined) {
      const id = this.nextId;
      this.nextId += 1;
      writer = await CaptureWriter.begin(this.opened, id);
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
    await this.opened.save(async (connection) => {
      for (const path of this.left) await endWaiting(connection, path);
    });
  }

  private async end(path: string, outcome: CaptureOutcome): Promise<void> {
    if (outcome.kind === "refused") {
      const { refusal } = outcome;
      if (refusal.code === "cancelled") return;
      await this.opened.save(async (connection) => {
        await endWaiting(connection, path);
        await insertRefusal(connection, { ...refusal, harmless: isHarmless(refusal, this.options.named) });
      });
      return;
    }
    const { sha256, name } = outcome.kind === "read" ? outcome.capture : outcome;
    const known = this.known.get(sha256);
    if (known !== undefined && known.path !== path && !fs.existsSync(known.path)) this.left.add(known.path);
    if (known !== undefined && this.isDone(known)) {
      this.forget(path);
      await this.opened.save(async (connection) => {
        await noteFoundAgain(connection, { sha256, name, path });
        await endWaiting(connection, path);
      });
      return;
    }
    if (outcome.kind === "known") throw new Error("a capture is only known where the case is done with it");
    const writer = await this.writerOf(path);
    this.writers.delete(path);
    const { capture } = outcome;
    const finished = !capture.furtherProblems.some(({ code }) => code === "cancelled");
    const { rulesText: rules, index: indexed } = this.options;
    const read = { path, capture: withLeastName(capture, known), rules, finished, indexed };
    await writer.commit(read, known?.id ?? null);
    this.known.set(sha256, { ...read, id: writer.id });
  }

  /** Nothing of the capture is left to do under these rules. */
  private isDone({ finished, rules, indexed }: CaseCapture): boolean {
    return finished && rules === this.options.rulesText && (indexed || !this.options.index);
  }
}

function withLeastName(capture: CaseCapture["capture"], known: CaseCapture | undefined): CaseCapture["capture"] {
  return known !== undefined && known.capture.name < capture.name ? { ...capture, name: known.capture.name } : capture;
}
