import { create } from "zustand";
import { NO_READING, type ReadingState } from "../../core/contract/reading-state.ts";
import type { RequestError } from "../../core/contract/window.ts";
import { call, on } from "./bridge.ts";

/** How far the reading has come, as last told. */
interface ReadingStore {
  readonly state: ReadingState;
  /** The program has said where it stands. */
  readonly known: boolean;
  /** Why it could not be asked. */
  readonly error: RequestError | null;
  /** Readings followed so far: revisions rise within one and start again with the next. */
  readonly readings: number;
}

/** The reading, live. `useReading((reading) => reading.state.revision)` rises when newer results can be asked for. */
export const useReading = create<ReadingStore>()(() => ({
  state: NO_READING,
  known: false,
  error: null,
  readings: 0,
}));

/** Asks for the reading and follows it. Returns how to stop. */
export function followReading(): () => void {
  const stop = on("reading", (state) =>
    useReading.setState((old) => ({
      state,
      known: true,
      error: null,
      readings: old.readings + (startsAgain(old.state, state) ? 1 : 0),
    })),
  );
  void askForReading();
  return stop;
}

/** Whether results of other captures begin, or those of the same captures from the beginning. */
function startsAgain(before: ReadingState, now: ReadingState): boolean {
  return now.revision < before.revision;
}

/** Asks once more, after the question failed. */
export async function askForReading(): Promise<void> {
  const reply = await call("reading.state", {});
  // An event that came meanwhile is newer.
  if (reply.ok) useReading.setState((old) => (old.known ? old : { state: reply.value, known: true, error: null }));
  else useReading.setState((old) => (old.known ? old : { error: reply.error }));
}
