import type { SavedFilter } from "../../../core/contract/saved-filter.ts";
import { parseFilter } from "../../../core/query/parse-filter.ts";
import { FLOWS } from "../../../core/query/tables.ts";
import { changeWorkspace } from "../../commands/workspace.ts";
import { filterByText } from "../../commands/workspace-state.ts";

/** Why a saved text filters no more, as one of another version may; null where it does. */
export function faultOfFilter({ text }: SavedFilter): string | null {
  const parsed = parseFilter(text, FLOWS);
  return parsed.ok ? null : parsed.fault.message;
}

/** Filters by a saved filter. A sentence where it is none any more; what is filtered by stays then. */
export function chooseFilter(filter: SavedFilter): string | null {
  const fault = faultOfFilter(filter);
  if (fault !== null) return `“${filter.name}” is no filter in this version: ${fault} Nothing was changed.`;
  changeWorkspace((workspace) => filterByText(workspace, filter.text));
  return null;
}
