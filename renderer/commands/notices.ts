import { create } from "zustand";

interface NoticeStore {
  /** A sentence about what was asked for and did not happen; stays until dismissed. */
  readonly failure: string | null;
  /** What the analyst did last in the case, in a sentence. */
  readonly done: string | null;
  /** What was found or written last, in a sentence; the case is as it was. */
  readonly told: string | null;
}

/** What was done last, or could not be done. */
export const useNotices = create<NoticeStore>()(() => ({ failure: null, done: null, told: null }));

/** Says that something could not be done, and why. */
export function sayFailed(failure: string): void {
  useNotices.setState({ failure, done: null, told: null });
}

/** Says what was done in the case. */
export function sayDone(done: string): void {
  useNotices.setState({ done, failure: null, told: null });
}

/** Says what was found, or written elsewhere. */
export function sayTold(told: string): void {
  useNotices.setState({ told, failure: null, done: null });
}

/** Takes the sentence away. */
export function dismissNotice(): void {
  useNotices.setState({ failure: null });
}
