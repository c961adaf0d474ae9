import { create } from "zustand";
import type { QueuePart } from "./queue.ts";

interface QueueStore {
  readonly part: QueuePart;
  /** The fingerprint that is looked at; null: the first of the list. */
  readonly current: string | null;
  /** Which suggestion is chosen, from 0. */
  readonly choice: number;
}

/** Where the analyst is in the queue. */
export const useQueue = create<QueueStore>()(() => ({ part: "waiting", current: null, choice: 0 }));

/** Looks at another fingerprint. */
export function goTo(fingerprint: string | null): void {
  useQueue.setState({ current: fingerprint, choice: 0 });
}

/** Lists another part of the queue, from its beginning. */
export function showPart(part: QueuePart): void {
  useQueue.setState({ part, current: null, choice: 0 });
}
