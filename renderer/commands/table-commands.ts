import type { Command } from "./commands.ts";

/** What these commands do with a list. */
export interface ActingList {
  readonly act: (action: "mark" | "mark-all" | "unmark-all" | "copy" | "find") => void;
}

/**
 * What every list of rows can do, for the palette and the help. Most keys are the list's own, because in a field they
 * mean something else.
 *
 * @param name begins the ids, as `flows`
 * @param rows what the rows are, as `flows`
 */
export function tableCommands(
  name: string,
  rows: string,
  group: Command["group"],
  list: () => ActingList | null,
): readonly Command[] {
  const act = (action: Parameters<ActingList["act"]>[0]) => () => list()?.act(action);
  return [
    { id: `${name}.find`, title: `Find in the list of ${rows}`, group, keys: ["Ctrl+F"], run: act("find") },
    { id: `${name}.mark`, title: "Mark the row, or not (Space in the list)", group, keys: [], run: act("mark") },
    { id: `${name}.markAll`, title: `Mark all ${rows} (Ctrl+A in the list)`, group, keys: [], run: act("mark-all") },
    { id: `${name}.unmark`, title: "Take all marks away (Esc in the list)", group, keys: [], run: act("unmark-all") },
    {
      id: `${name}.copy`,
      title: "Copy the marked rows with their titles (Ctrl+C in the list)",
      group,
      keys: [],
      run: act("copy"),
    },
  ];
}
