import { MOST_SAVED_FILTERS, type SavedFilter, savedFilterSchema } from "../../contract/saved-filter.ts";
import { byCodeUnits } from "../../fingerprint/value-state.ts";

/** The saved filters of several cases in one. */
export interface UnitedFilters {
  readonly filters: readonly SavedFilter[];
  /** How many were too many for one case. */
  readonly leftOut: number;
}

const MOST_NAME_CHARACTERS = savedFilterSchema.shape.name.maxLength ?? 0;

/**
 * The filters of all cases, by name, whatever the order of the cases. What several of them call the same and mean
 * differently is kept with a number behind the name.
 */
export function unitedFilters(lists: readonly (readonly SavedFilter[])[]): UnitedFilters {
  const different = new Map(lists.flat().map((filter) => [JSON.stringify([filter.name, filter.text]), filter]));
  const sorted = [...different.values()].sort((a, b) => byCodeUnits(a.name, b.name) || byCodeUnits(a.text, b.text));
  const taken = new Set(sorted.map(({ name }) => name));
  const given = new Set<string>();
  const named = sorted.map(({ name, text }) => {
    const own = given.has(name) ? freeName(name, taken) : name;
    taken.add(own);
    given.add(own);
    return { name: own, text };
  });
  return {
    filters: named.slice(0, MOST_SAVED_FILTERS),
    leftOut: Math.max(0, named.length - MOST_SAVED_FILTERS),
  };
}

/** The name with the lowest number behind it that makes it one of its own. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 2; ; number += 1) {
    const suffix = ` (${number})`;
    const numbered = `${name.slice(0, MOST_NAME_CHARACTERS - suffix.length).trimEnd()}${suffix}`;
    if (!taken.has(numbered)) return numbered;
  }
}
