/** Where a table stands when a key is pressed. */
export interface TablePlace {
  /** The row that keys act on; null before one was chosen. */
  readonly row: number | null;
  readonly rows: number;
  /** Rows that are seen whole at once. */
  readonly pageRows: number;
}

/** A key with what was held down. */
export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/** The row a key moves to; undefined where it moves nowhere and belongs to others. */
export function rowAfterKey(pressed: PressedKey, place: TablePlace): number | undefined {
  if (pressed.altKey || pressed.metaKey || place.rows === 0) return undefined;
  const step = stepOf(pressed, place);
  if (step === undefined) return undefined;
  // The first step into a table lands on a row that is there, not on the one after it.
  const from = place.row ?? (step > 0 ? -1 : 0);
  return Math.min(Math.max(from + step, 0), place.rows - 1);
}

/** What a key does with the rows, besides moving. */
export type RowAction = "inspect" | "mark" | "mark-all" | "unmark-all" | "copy" | "find";

/** The action of a key; undefined where it belongs to others. */
export function actionOfKey({ key, ctrlKey, altKey, metaKey, shiftKey }: PressedKey): RowAction | undefined {
  if (altKey || shiftKey) return undefined;
  if (ctrlKey || metaKey) return ACTIONS_WITH_CTRL[key.toLowerCase()];
  return ACTIONS[key];
}

const ACTIONS: Readonly<Record<string, RowAction>> = { Enter: "inspect", " ": "mark", Escape: "unmark-all" };
const ACTIONS_WITH_CTRL: Readonly<Record<string, RowAction>> = { a: "mark-all", c: "copy", f: "find" };

function stepOf(pressed: PressedKey, place: TablePlace): number | undefined {
  const page = Math.max(1, place.pageRows - 1);
  switch (pressed.key) {
    case "Home":
      return -place.rows;
    case "End":
      return place.rows + 1;
  }
  if (pressed.ctrlKey) return undefined;
  switch (pressed.key) {
    case "ArrowDown":
    case "j":
      return 1;
    case "ArrowUp":
    case "k":
      return -1;
    case "PageDown":
      return page;
    case "PageUp":
      return -page;
    default:
      return undefined;
  }
}
