/** What of a key press matters for commands. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Where the keyboard focus is. */
export interface FocusPlace {
  readonly tagName: string;
  readonly type?: string;
  readonly isContentEditable?: boolean;
}

const FIELD_TYPES_WITHOUT_TEXT = new Set(["button", "checkbox", "radio", "range", "submit", "reset", "color", "file"]);

/**
 * A key press as commands write it: `/`, `?`, `j`, `Escape`, `Ctrl+K`, `Ctrl+Shift+F`. Null for presses that no command
 * may take: with Alt (menus, window managers, screen readers) and modifiers alone. Command on a Mac counts as Ctrl.
 */
export function keyName(press: KeyPress): string | null {
  if (press.altKey || ["Control", "Shift", "Alt", "Meta", "Dead", "Process"].includes(press.key)) return null;
  const isCharacter = [...press.key].length === 1;
  const name = press.key === " " ? "Space" : press.key;
  if (press.ctrlKey || press.metaKey) {
    return `Ctrl+${press.shiftKey ? "Shift+" : ""}${isCharacter ? name.toUpperCase() : name}`;
  }
  // Shift is part of a character already: "?" is one key on some keyboards and two on others.
  return press.shiftKey && !isCharacter ? `Shift+${name}` : name;
}

/** Is this a place where keys write text? */
export function isTextField(place: FocusPlace | null): boolean {
  if (place === null) return false;
  if (place.isContentEditable) return true;
  if (place.tagName === "TEXTAREA" || place.tagName === "SELECT") return true;
  return place.tagName === "INPUT" && !FIELD_TYPES_WITHOUT_TEXT.has(place.type ?? "text");
}

/** Keys that take back or repeat what was typed. */
const EDITING = new Set(["Ctrl+Z", "Ctrl+Shift+Z"]);

/** May a key run commands there? In a field only keys with Ctrl, which write nothing. */
export function mayRun(key: string, place: FocusPlace | null): boolean {
  return !isTextField(place) || (key.startsWith("Ctrl+") && !EDITING.has(key));
}
