import { create } from "zustand";
import type { SavedFilter } from "../../core/contract/saved-filter.ts";
import { call } from "./bridge.ts";
import { useReading } from "./reading.ts";

/** The filters that the case keeps by name. */
export const useSavedFilters = create<{ readonly filters: readonly SavedFilter[] }>()(() => ({ filters: [] }));

/** Asks for the filters of the case, and again with each case that is opened. Returns how to stop. */
export function followSavedFilters(): () => void {
  let known = "";
  const follow = () => {
    const { caseName, names } = useReading.getState().state;
    const opened = JSON.stringify([caseName, names]);
    if (opened === known) return;
    known = opened;
    void askForFilters();
  };
  follow();
  return useReading.subscribe(follow);
}

/** Has the case keep these filters. A sentence where that failed. */
export async function keepFilters(filters: readonly SavedFilter[]): Promise<string | null> {
  // What is changed next is changed in these.
  useSavedFilters.setState({ filters });
  const reply = await call("filters.set", { filters: [...filters] });
  await askForFilters();
  return reply.ok ? null : reply.error.message;
}

/** Asks for the filters of the case: another window may have changed them. */
export async function askForFilters(): Promise<void> {
  const reply = await call("filters.get", {});
  if (reply.ok) useSavedFilters.setState({ filters: reply.value });
}
