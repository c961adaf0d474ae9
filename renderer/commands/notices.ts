import { create } from "zustand";

interface NoticeStore {
  /** A sentence about what was asked for and did not happen; stays until dismissed. */
  readonly failure: string | null;
}

/** What could not be done, last. */
export const useNotices = create<NoticeStore>()(() => ({ failure: null }));

/** Says that something could not be done, and why. */
export function sayFailed(failure: string): void {
  useNotices.setState({ failure });
}

/** Takes the sentence away. */
export function dismissNotice(): void {
  useNotices.setState({ failure: null });
}
