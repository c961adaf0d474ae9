import { create } from "zustand";

/** One sentence about what just happened. */
interface Notice {
  readonly text: string;
  /** Something was asked for and did not happen: stays until dismissed. */
  readonly failed: boolean;
}

interface NoticeStore {
  readonly notice: Notice | null;
}

/** What the status line says last. */
export const useNotices = create<NoticeStore>()(() => ({ notice: null }));

/** Says that something was done. */
export function sayDone(text: string): void {
  useNotices.setState({ notice: { text, failed: false } });
}

/** Says that something could not be done, and why. */
export function sayFailed(text: string): void {
  useNotices.setState({ notice: { text, failed: true } });
}

/** Takes the last sentence away. */
export function dismissNotice(): void {
  useNotices.setState({ notice: null });
}
