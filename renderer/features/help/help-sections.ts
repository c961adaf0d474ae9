import { type Command, isPossible } from "../../commands/commands.ts";

/** Keys under one heading. */
export interface HelpSection {
  readonly title: string;
  readonly entries: readonly Pick<Command, "title" | "keys">[];
}

/** Keys that belong to what has the focus, not to a command. */
const TIME_LINE: HelpSection = {
  title: "Time line",
  entries: [
    { title: "Move the start or end of the time filter", keys: ["←", "→"] },
    { title: "Move it by a tenth", keys: ["PageUp", "PageDown"] },
    { title: "Move it to the first or last packet", keys: ["Home", "End"] },
  ],
};

const MAP: HelpSection = {
  title: "Map of the destinations",
  entries: [
    { title: "Move from cell to cell, with Shift from block to block", keys: ["←", "→", "↑", "↓"] },
    { title: "Zoom in, or out", keys: ["Enter", "Backspace"] },
    { title: "Play or pause", keys: ["Space"] },
    { title: "Go along the visits", keys: ["PageUp", "PageDown", "Home", "End"] },
  ],
};

const LIST: HelpSection = {
  title: "Lists",
  entries: [
    { title: "Mark rows from here on, while moving", keys: ["Shift+↑", "Shift+↓"] },
    { title: "Mark a row, or all", keys: ["Space", "Ctrl+A"] },
    { title: "Copy the marked rows, or take the marks away", keys: ["Ctrl+C", "Escape"] },
    { title: "Move a column, or make it wider or narrower, from its title", keys: ["Ctrl+←", "Shift+→"] },
  ],
};

const CALENDAR: HelpSection = {
  title: "Days of a source",
  entries: [
    { title: "Move from day to day, and from month to month", keys: ["←", "→", "↑", "↓"] },
    { title: "Go to the next day with packets, or the one before", keys: ["PageDown", "PageUp"] },
  ],
};

/** What the help lists: commands with keys that can be run now, most general first. */
export function helpSections(commands: readonly Command[]): HelpSection[] {
  const usable = commands.filter((command) => command.keys.length > 0 && isPossible(command));
  const groups = [...new Set(usable.map((command) => command.group))];
  const sections: HelpSection[] = groups.map((group) => ({
    title: group,
    entries: usable.filter((command) => command.group === group),
  }));
  if (usable.some(({ id }) => id.startsWith("view."))) sections.push(TIME_LINE);
  if (commands.some(({ id }) => id.endsWith(".markAll"))) sections.push(LIST);
  if (usable.some(({ id }) => id === "inspector.map")) sections.push(MAP);
  if (usable.some(({ id }) => id === "source.list")) sections.push(CALENDAR);
  return sections;
}
