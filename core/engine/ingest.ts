import os from "node:os";
import type { ReadCapture, Refusal } from "../contract/ingest.ts";
import type { StatePart } from "../contract/packet-index.ts";
import { CaptureList } from "./capture-list.ts";
import { HeldStates } from "./held-states.ts";
import { type IngestProgress, type ReadingOptions, readFiles } from "./read-files.ts";
import type { StatesInPortions } from "./selected-states.ts";

/** What was read of all files. Captures are ascending by SHA-256, each once. */
export interface IngestResult {
  readonly captures: readonly ReadCapture[];
  readonly refused: readonly Refusal[];
  /** Sources of all captures together, on one time line. */
  readonly states: StatesInPortions;
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
/** A flow takes some 13 KB as it is. */
export const DEFAULT_MOST_HELD = 5_000;

/** Neither snapshots nor what only a case stores was asked for. */
const NOTHING_ELSE = { onSnapshot: () => undefined, onPackets: () => undefined };

/** Reads the files in worker threads and merges what they hold into one time line. All or nothing of it is reported. */
export function ingest(
  paths: readonly string[],
  options: Omit<ReadingOptions, "snapshots" | "store">,
  onProgress: (progress: IngestProgress) => void,
): IngestJob {
  const list = new CaptureList();
  const states = new HeldStates(options.rules.flowTimeoutNs, options.mostHeld);
  const parts = new Map<string, StatePart[]>();
  let lost: string | null = null;
  const reading = readFiles(
    paths,
    { ...options, snapshots: false, store: null },
    {
      onProgress,
      onStates: (path, part) => parts.set(path, [...(parts.get(path) ?? []), part]),
      onOutcome: (path, outcome) => {
        const ofCapture = parts.get(path) ?? [];
        parts.delete(path);
        const read = list.add(path, outcome);
        if (read === null) return;
        for (const part of ofCapture) states.addPart(part);
        states.add(read.sources);
      },
      onLost: ({ message }) => {
        lost ??= message;
        reading.cancel();
      },
      ...NOTHING_ELSE,
    },
  );
  const result = reading.ended.then(({ cancelled }) => {
    if (lost !== null) throw new Error(`a capture's reader was lost: ${lost}`);
    const { captures, refused } = list;
    return { captures, refused, states, cancelled, pathOf: (sha256: string) => list.pathOf(sha256) };
  });
  return { result, cancel: reading.cancel };
}
