import os from "node:os";
import { Worker } from "node:worker_threads";
import type {
  CaptureOutcome,
  IngestRules,
  ReadCapture,
  ReadRequest,
  Refusal,
  WorkerReply,
} from "../contract/ingest.ts";
import { mergeSources, type SourceState } from "../flow/source-state.ts";
import type { IpAddress } from "../net/address.ts";
import { CancelFlag } from "./cancel-flag.ts";
import { cancelledRefusal } from "./read-capture.ts";

/** How captures are read. Nothing but `rules` can change a result. */
export interface IngestOptions {
  readonly rules: IngestRules;
  /** Worker threads; at least 1. */
  readonly threads: number;
  /** Bytes read at once. */
  readonly chunkBytes: number;
  /** Where the ingest worker's code lies. */
  readonly workerUrl: URL;
}

/** How far the reading of all files has come. */
export interface IngestProgress {
  readonly bytesRead: number;
  readonly packets: number;
  readonly filesEnded: number;
}

/** What was read of all files. Captures are ascending by SHA-256, each once. */
export interface IngestResult {
  readonly captures: readonly ReadCapture[];
  readonly refused: readonly Refusal[];
  /** Sources of all captures together, on one time line. */
  readonly sources: ReadonlyMap<IpAddress, SourceState>;
  readonly cancelled: boolean;
}

/** A running ingest: one ending, whether it is cancelled or not. Rejects only for internal errors. */
export interface IngestJob {
  readonly result: Promise<IngestResult>;
  /** Ends the reading soon; the result then holds what was read. */
  cancel(): void;
}

/** As many threads as there are cores. */
export const DEFAULT_THREADS: number = os.availableParallelism();
/** Larger chunks bring nothing, smaller ones cost calls. */
export const DEFAULT_CHUNK_BYTES = 1 << 20;

/** Reads the files in worker threads and merges what they hold into one time line. */
export function ingest(
  paths: readonly string[],
  options: IngestOptions,
  onProgress: (progress: IngestProgress) => void,
): IngestJob {
  const flag = new CancelFlag();
  return {
    result: readAll(paths, options, flag, onProgress).then((outcomes) => combine(outcomes, options, flag.raised)),
    cancel: () => flag.raise(),
  };
}

async function readAll(
  paths: readonly string[],
  options: IngestOptions,
  flag: CancelFlag,
  onProgress: (progress: IngestProgress) => void,
): Promise<CaptureOutcome[]> {
  const outcomes: CaptureOutcome[] = [];
  const reading = new Map<number, { bytesRead: number; packets: number }>();
  let filesEnded = 0;
  const tell = () => {
    const states = [...reading.values()];
    onProgress({
      bytesRead: states.reduce((sum, state) => sum + state.bytesRead, 0),
      packets: states.reduce((sum, state) => sum + state.packets, 0),
      filesEnded,
    });
  };
  let next = 0;
  const serve = async () => {
    const worker = new Worker(options.workerUrl);
    try {
      while (next < paths.length && !flag.raised) {
        const id = next;
        next += 1;
        const request: ReadRequest = {
          id,
          path: paths[id] as string,
          rules: options.rules,
          chunkBytes: options.chunkBytes,
          cancelFlag: flag.shared,
        };
        outcomes.push(
          await readInWorker(worker, request, (bytesRead, packets) => {
            reading.set(id, { bytesRead, packets });
            tell();
          }),
        );
        filesEnded += 1;
        tell();
      }
    } finally {
      await worker.terminate();
    }
  };
  const threads = Math.max(1, Math.min(options.threads, paths.length));
  // A worker that fails ends the whole ingest; the flag stops the others.
  const workers = Array.from({ length: threads }, () =>
    serve().catch((error: unknown) => {
      flag.raise();
      throw error;
    }),
  );
  const endings = await Promise.allSettled(workers);
  for (const ending of endings) if (ending.status === "rejected") throw ending.reason;
  const notStarted = paths.slice(next).map((path) => ({ kind: "refused", refusal: cancelledRefusal(path) }) as const);
  return [...outcomes, ...notStarted];
}

function readInWorker(
  worker: Worker,
  request: ReadRequest,
  onProgress: (bytesRead: number, packets: number) => void,
): Promise<CaptureOutcome> {
  return new Promise((resolve, reject) => {
    const onMessage = (reply: WorkerReply) => {
      if (reply.type === "progress") onProgress(reply.bytesRead, reply.packets);
      else if (reply.type === "done") end(() => resolve(reply.outcome));
      else end(() => reject(new Error(reply.message)));
    };
    const onError = (error: Error) => end(() => reject(error));
    const onExit = (code: number) => end(() => reject(new Error(`the ingest worker ended early (exit code ${code})`)));
    const end = (settle: () => void) => {
      worker.off("message", onMessage);
      worker.off("error", onError);
      worker.off("exit", onExit);
      settle();
    };
    worker.on("message", onMessage);
    worker.on("error", onError);
    worker.on("exit", onExit);
    worker.postMessage(request);
  });
}

/** One time line of all captures: independent of the order in which they were given or ended. */
function combine(outcomes: readonly CaptureOutcome[], options: IngestOptions, cancelled: boolean): IngestResult {
  const captures = new Map<string, ReadCapture>();
  const refused: Refusal[] = [];
  const sources = new Map<IpAddress, SourceState>();
  for (const outcome of outcomes) {
    if (outcome.kind === "refused") {
      refused.push(outcome.refusal);
      continue;
    }
    const { capture } = outcome;
    const known = captures.get(capture.sha256);
    if (known !== undefined) {
      if (capture.name < known.name) captures.set(capture.sha256, { ...known, name: capture.name });
      continue;
    }
    captures.set(capture.sha256, capture);
    for (const [address, source] of outcome.sources) {
      const own = sources.get(address);
      sources.set(address, own === undefined ? source : mergeSources(own, source, options.rules.flowTimeoutNs));
    }
  }
  const ascending = [...captures.values()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  return { captures: ascending, refused, sources, cancelled };
}
