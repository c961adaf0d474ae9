import { MOST_SAVED_FILTERS, type SavedFilter } from "../../../core/contract/saved-filter.ts";

/** The filters after a change, or why it cannot be. */
export type Changed =
  | { readonly ok: true; readonly filters: readonly SavedFilter[] }
  | { readonly ok: false; readonly message: string };

/** Saves a filter under a name, in the place of the one of that name. */
export function saveFilter(filters: readonly SavedFilter[], name: string, text: string): Changed {
  const trimmed = name.trim();
  if (trimmed === "") return { ok: false, message: "Type a name for the filter." };
  const saved = { name: trimmed, text };
  if (filters.some((one) => one.name === trimmed)) {
    return { ok: true, filters: filters.map((one) => (one.name === trimmed ? saved : one)) };
  }
  if (filters.length === MOST_SAVED_FILTERS) {
    return { ok: false, message: `A case keeps ${MOST_SAVED_FILTERS} filters. Delete one first.` };
  }
  return { ok: true, filters: [...filters, saved] };
}

/** Gives a filter another name, which no other one has. */
export function renameFilter(filters: readonly SavedFilter[], from: string, to: string): Changed {
  const name = to.trim();
  if (name === "") return { ok: false, message: "Type a name for the filter." };
  if (name !== from && filters.some((one) => one.name === name)) {
    return { ok: false, message: `There is a filter “${name}” already.` };
  }
  return { ok: true, filters: filters.map((one) => (one.name === from ? { ...one, name } : one)) };
}

/** Takes a filter away. */
export function deleteFilter(filters: readonly SavedFilter[], name: string): readonly SavedFilter[] {
  return filters.filter((one) => one.name !== name);
}
