import { create } from "zustand";
import type { Note, NoteTarget } from "../../core/contract/notes.ts";
import type { Reply } from "../../core/contract/window.ts";
import { call } from "../bridge/bridge.ts";
import { openDialog } from "./dialogs.ts";
import { sayDone, sayFailed } from "./notices.ts";

interface WritingStore {
  /** What a note is being written on; null: none is. */
  readonly target: NoteTarget | null;
  /** What that is, in words. */
  readonly words: string;
  /** The note that is being changed; null: a new one. */
  readonly note: Note | null;
}

/** The note that is being written. */
export const useWriting = create<WritingStore>()(() => ({ target: null, words: "", note: null }));

/** Opens the dialog for a note on something. */
export function writeNote(target: NoteTarget, words: string): void {
  useWriting.setState({ target, words, note: null });
  openDialog("note");
}

/** Opens the dialog with the text of a note. */
export function rewriteNote(note: Note, words: string): void {
  useWriting.setState({ target: null, words, note });
  openDialog("note");
}

/** Saves what was written. False: it could not be saved, and is still there to be tried again. */
export async function saveNote(text: string): Promise<boolean> {
  const { target, note } = useWriting.getState();
  if (note !== null) return say(await call("note.change", { note: note.id, text }));
  return target !== null && say(await call("note.add", { target, text }));
}

/** Puts a bookmark on something, or takes away the one that is there. */
export async function toggleBookmark(target: NoteTarget, notes: readonly Note[]): Promise<void> {
  const bookmark = notes.find((note) => note.text === null && isOn(note, target));
  if (bookmark === undefined) say(await call("note.add", { target, text: null }));
  else await removeNote(bookmark);
}

/** Takes a note or bookmark away. */
export async function removeNote(note: Note): Promise<void> {
  say(await call("note.remove", { note: note.id }));
}

/** Takes back what was done last in the case, or does it again. */
export async function stepHistory(kind: "undo" | "redo"): Promise<void> {
  say(await call("history.step", { kind }));
}

/** Undoes or redoes until this is what was done last. */
export async function goToDeed(event: number): Promise<void> {
  say(await call("history.goTo", { event }));
}

/** Whether a note is on just this, and not on something of it. */
export function isOn({ on, source, flows }: Note, target: NoteTarget): boolean {
  switch (target.kind) {
    case "packet":
      return on.kind === "packet" && on.capture === target.capture && on.number === target.number;
    case "flow":
      return on.kind === "flow" && flows.includes(target.flow);
    case "source":
      return on.kind === "source" && source === target.source;
  }
}

function say(reply: Reply<{ readonly said: string | null }>): boolean {
  if (!reply.ok) sayFailed(reply.error.message);
  else if (reply.value.said !== null) sayDone(reply.value.said);
  return reply.ok;
}
