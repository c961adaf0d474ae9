import { Worker } from "node:worker_threads";
import type {
  CaptureOutcome,
  IngestRules,
  ReadOutcome,
  ReadRequest,
  StoreRequest,
  WorkerReply,
} from "../contract/ingest.ts";
import type { PacketBatch, StatePart } from "../contract/packet-index.ts";
import { countPackets } from "../flow/capture-fold.ts";
import { CancelFlag } from "./cancel-flag.ts";
import { OutcomeParts } from "./outcome-parts.ts";
import { cancelledRefusal } from "./read-capture.ts";

/** How files are read. Nothing but `rules` can change a result. */
export interface ReadingOptions {
  readonly rules: IngestRules;
  /** Worker threads; at least 1. */
  readonly threads: number;
  /** Bytes read at once. */
  readonly chunkBytes: number;
  /** Flows and kept requests that a thread holds as they are. */
  readonly mostHeld: number;
  /** Where the ingest worker's code lies. */
  readonly workerUrl: URL;
  /** Ask for what was read so far, again and again. */
  readonly snapshots: boolean;
  /** Ask for what a case stores; null: sources come with the outcomes, and as bytes where they are many. */
  readonly store: StoreRequest | null;
}

/** How far the reading of all files has come. */
export interface IngestProgress {
  readonly bytesRead: number;
  readonly packets: number;
  readonly filesEnded: number;
}

/** Why the reading of a file has no outcome: its worker died, or met a fault of the program. */
export interface LostReading {
  readonly path: string;
  /** `died`: the thread ended early, out of memory for one. `fault`: an error of the program. */
  readonly kind: "died" | "fault";
  readonly message: string;
}

/** What a reading tells while it runs. Each file has exactly one ending: an outcome or a loss. */
export interface ReadingListener {
  onProgress(progress: IngestProgress): void;
  onOutcome(path: string, outcome: CaptureOutcome): void;
  onLost(lost: LostReading): void;
  /** What was read of a file so far. It belongs to the listener. */
  onSnapshot(path: string, snapshot: ReadOutcome): void;
  /** States of a file as bytes, before the file's ending. */
  onStates(path: string, part: StatePart): void;
  /** What a case stores of a file besides, before the file's ending. */
  onPackets(path: string, batch: PacketBatch): void;
}

/** A running reading. */
export interface Reading {
  /** Every file has had its ending. Never rejects. */
  readonly ended: Promise<{ readonly cancelled: boolean }>;
  /** Ends the reading soon; what was read until then are the outcomes. */
  cancel(): void;
}

/** Reads the files in worker threads. A worker that is lost costs its file; the others are read on. */
export function readFiles(paths: readonly string[], options: ReadingOptions, listener: ReadingListener): Reading {
  const flag = new CancelFlag();
  const reading = new FileReading(paths, options, listener, flag);
  return { ended: reading.run().then(() => ({ cancelled: flag.raised })), cancel: () => flag.raise() };
}

class FileReading {
  private readonly paths: readonly string[];
  private readonly options: ReadingOptions;
  private readonly listener: ReadingListener;
  private readonly flag: CancelFlag;
  private readonly progress = new Map<number, { readonly bytesRead: number; readonly packets: number }>();
  private filesEnded = 0;
  private next = 0;

  constructor(paths: readonly string[], options: ReadingOptions, listener: ReadingListener, flag: CancelFlag) {
    this.paths = paths;
    this.options = options;
    this.listener = listener;
    this.flag = flag;
  }

  async run(): Promise<void> {
    const threads = Math.max(1, Math.min(this.options.threads, this.paths.length));
    await Promise.all(Array.from({ length: threads }, () => this.serve()));
    for (const path of this.paths.slice(this.next)) {
      this.end(() => this.listener.onOutcome(path, { kind: "refused", refusal: cancelledRefusal(path) }));
    }
  }

  /** One thread's work: a file at a time, with a new worker after a lost one. */
  private async serve(): Promise<void> {
    let worker: Worker | null = null;
    while (this.next < this.paths.length && !this.flag.raised) {
      const id = this.next;
      this.next += 1;
      const path = this.paths[id] as string;
      worker ??= new Worker(this.options.workerUrl);
      const ending = await this.readInWorker(worker, id, path);
      if (ending.kind === "outcome") {
        this.noteWhole(id, ending.outcome);
        this.end(() => this.listener.onOutcome(path, ending.outcome));
        continue;
      }
      await worker.terminate();
      worker = null;
      this.end(() => this.listener.onLost({ path, kind: ending.kind, message: ending.message }));
    }
    await worker?.terminate();
  }

  /** The last progress may be a moment old; the outcome is not. */
  private noteWhole(id: number, outcome: CaptureOutcome): void {
    if (outcome.kind !== "read") return;
    const { bytes, tally } = outcome.capture;
    const bytesRead = this.flag.raised ? (this.progress.get(id)?.bytesRead ?? 0) : bytes;
    this.progress.set(id, { bytesRead, packets: countPackets(tally.classes) });
  }

  private end(tellListener: () => void): void {
    this.filesEnded += 1;
    tellListener();
    this.tellProgress();
  }

  private tellProgress(): void {
    const states = [...this.progress.values()];
    this.listener.onProgress({
      bytesRead: states.reduce((sum, state) => sum + state.bytesRead, 0),
      packets: states.reduce((sum, state) => sum + state.packets, 0),
      filesEnded: this.filesEnded,
    });
  }

  private readInWorker(worker: Worker, id: number, path: string): Promise<FileEnding> {
    const { rules, chunkBytes, mostHeld, snapshots, store } = this.options;
    const cancelFlag = this.flag.shared;
    const request: ReadRequest = { id, path, rules, chunkBytes, mostHeld, cancelFlag, snapshots, store };
    const parts = new OutcomeParts();
    return new Promise((resolve) => {
      const end = (ending: FileEnding) => {
        worker.off("message", onMessage).off("error", onError).off("exit", onExit);
        resolve(ending);
      };
      const onMessage = (reply: WorkerReply) => {
        switch (reply.type) {
          case "progress":
            this.progress.set(id, { bytesRead: reply.bytesRead, packets: reply.packets });
            return this.tellProgress();
          case "snapshot":
            return this.listener.onSnapshot(path, reply.snapshot);
          case "sources":
            return parts.add(reply.sources);
          case "states":
            return this.listener.onStates(path, reply.part);
          case "packets":
            return this.listener.onPackets(path, reply.batch);
          case "done":
            return end({ kind: "outcome", outcome: parts.join(reply.outcome) });
          case "failed":
            return end({ kind: "fault", message: reply.message });
        }
      };
      const onError = (error: Error) => end({ kind: "died", message: error.message });
      const onExit = (code: number) => end({ kind: "died", message: `the thread ended with exit code ${code}` });
      worker.on("message", onMessage).on("error", onError).on("exit", onExit);
      worker.postMessage(request);
    });
  }
}

type FileEnding =
  | { readonly kind: "outcome"; readonly outcome: CaptureOutcome }
  | { readonly kind: LostReading["kind"]; readonly message: string };
