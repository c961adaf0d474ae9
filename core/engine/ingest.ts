import os from "node:os";
import type { ReadCapture, Refusal } from "../contract/ingest.ts";
import type { Source } from "../flow/source.ts";
import type { IpAddress } from "../net/address.ts";
import { CaptureSet } from "./capture-set.ts";
import { type IngestProgress, type ReadingOptions, readFiles } from "./read-files.ts";

/** What was read of all files. Captures are ascending by SHA-256, each once. */
export interface IngestResult {
  readonly captures: readonly ReadCapture[];
  readonly refused: readonly Refusal[];
  /** Sources of all captures together, on one time line. */
  readonly sources: ReadonlyMap<IpAddress, Source>;
  readonly cancelled: boolean;
  /** Where the bytes of a capture that was read lie. */
  pathOf(sha256: string): string;
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

/** Neither snapshots nor what a case stores was asked for. */
const NOTHING_ELSE = { onSnapshot: () => undefined, onStates: () => undefined, onPackets: () => undefined };

/** Reads the files in worker threads and merges what they hold into one time line. All or nothing of it is reported. */
export function ingest(
  paths: readonly string[],
  options: Omit<ReadingOptions, "snapshots" | "store">,
  onProgress: (progress: IngestProgress) => void,
): IngestJob {
  const set = new CaptureSet(options.rules.flowTimeoutNs);
  let lost: string | null = null;
  const reading = readFiles(
    paths,
    { ...options, snapshots: false, store: null },
    {
      onProgress,
      onOutcome: (path, outcome) => set.add(path, outcome),
      onLost: ({ message }) => {
        lost ??= message;
        reading.cancel();
      },
      ...NOTHING_ELSE,
    },
  );
  const result = reading.ended.then(({ cancelled }) => {
    if (lost !== null) throw new Error(`a capture's reader was lost: ${lost}`);
    const { captures, refused, sources } = set;
    return { captures, refused, sources, cancelled, pathOf: (sha256: string) => set.pathOf(sha256) };
  });
  return { result, cancel: reading.cancel };
}
