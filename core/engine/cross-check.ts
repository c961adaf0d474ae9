import { Worker } from "node:worker_threads";
import type { CrossCheck, CrossCheckRequest } from "../contract/cross-check.ts";
import type { ReadCapture } from "../contract/ingest.ts";
import { extentOf, incomparableCapture, notComparable } from "../report/cross-check.ts";

/** Memory of the independent reader's objects, in MB. Its buffers hold a record and a chunk at most. */
const MEMORY_MB = 256;
/** One capture may take so long, and as long again as the slowest disk needs for its bytes. */
const PATIENCE_MS = 30_000;
const SLOWEST_BYTES_PER_MS = 5_000;

/** A cross-check that waits or runs, with one ending. Never rejects. */
export interface CrossCheckJob {
  readonly result: Promise<CrossCheck>;
  /** Ends it at once. */
  cancel(): void;
}

/** Limits of a cross-check; left out: those of the program. */
interface CrossCheckLimits {
  readonly memoryMb?: number;
  readonly patienceMs?: number;
}

/**
 * Has captures read again by the independent reader, one after the other, in a worker of its own: what is wrong with
 * that reader, be it time, memory or a fault, is a reason and harms nothing else. The worker is there while there is
 * work for it.
 */
export class CrossChecker {
  private readonly workerUrl: URL;
  private readonly limits: CrossCheckLimits;
  private worker: Worker | null = null;
  private turn: Promise<unknown> = Promise.resolve();
  private jobs = 0;

  /** @param workerUrl where the cross-check worker's code lies */
  constructor(workerUrl: URL, limits: CrossCheckLimits = {}) {
    this.workerUrl = workerUrl;
    this.limits = limits;
  }

  /** Compares a capture that lies at this path, once its turn comes. */
  check(capture: ReadCapture, path: string): CrossCheckJob {
    const reason = incomparableCapture(capture);
    if (reason !== null) return { result: Promise.resolve(reason), cancel: () => undefined };
    const request: CrossCheckRequest = { path, sha256: capture.sha256, ours: extentOf(capture) };
    let cancelled = false;
    let cancelRunning = (): void => undefined;
    this.jobs += 1;
    const result = this.turn.then(async () => {
      const running = cancelled ? null : this.run(request, capture.bytes);
      if (running !== null) cancelRunning = running.cancel;
      const check = running === null ? notComparable("cancelled") : await running.result;
      this.jobs -= 1;
      if (this.jobs === 0) this.dismissWorker();
      return check;
    });
    this.turn = result;
    const cancel = () => {
      cancelled = true;
      cancelRunning();
    };
    return { result, cancel };
  }

  private run(request: CrossCheckRequest, bytes: number): CrossCheckJob {
    const { memoryMb = MEMORY_MB, patienceMs = PATIENCE_MS + bytes / SLOWEST_BYTES_PER_MS } = this.limits;
    this.worker ??= new Worker(this.workerUrl, { resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
    const { worker } = this;
    let end: (check: CrossCheck) => void = () => undefined;
    const result = new Promise<CrossCheck>((resolve) => {
      end = (check) => {
        clearTimeout(watchdog);
        worker.off("message", end).off("error", onError).off("exit", onExit);
        resolve(check);
      };
    });
    const fail = (check: CrossCheck) => {
      end(check);
      this.dismissWorker();
    };
    const watchdog = setTimeout(() => fail(notComparable("out-of-time")), patienceMs);
    const onError = (error: Error) => fail(notComparable("reader-failed", error.message));
    const onExit = (code: number) => fail(notComparable("reader-failed", `its thread ended with exit code ${code}`));
    worker.on("message", end).on("error", onError).on("exit", onExit);
    worker.postMessage(request);
    return { result, cancel: () => fail(notComparable("cancelled")) };
  }

  /** Ends the worker whatever it does: it holds nothing but an open file. */
  private dismissWorker(): void {
    const { worker } = this;
    this.worker = null;
    // A worker that ran out of memory says so while it is being ended.
    worker?.on("error", () => undefined);
    void worker?.terminate();
  }
}
