import type { ReactNode } from "react";
import type { Note } from "../../../core/contract/notes.ts";
import { useNotes } from "../../bridge/notes.ts";
import { openDialog, useDialogs } from "../../commands/dialogs.ts";
import { removeNote, rewriteNote } from "../../commands/notes.ts";
import { jumpToPacket } from "../../commands/packet-jump.ts";
import { changeWorkspace } from "../../commands/workspace.ts";
import { showFlow } from "../../commands/workspace-state.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { NoteList } from "../../ui/note-list.tsx";
import { noteWords } from "../../ui/note-words.ts";
import { EmptyState, FailedState, LoadingState } from "../../ui/states.tsx";
import styles from "./notes.module.css";

/** All notes and bookmarks of the case in one place, the newest first. */
export function NotesDialog(): ReactNode {
  const opened = useDialogs((dialogs) => dialogs.open === "notes");
  return (
    <Dialog opened={opened} title="Notes and bookmarks" size="wide" close={() => openDialog(null)}>
      <AllNotes />
    </Dialog>
  );
}

function AllNotes(): ReactNode {
  const { value, error, retry } = useNotes();
  if (value === undefined) {
    if (error === undefined) return <LoadingState title="Asking for the notes" />;
    return (
      <FailedState
        title="The notes could not be asked for"
        reason={error.message}
        advice="They are kept in the case."
        action={{ title: "Try again", run: retry }}
      />
    );
  }
  if (value.length === 0) {
    return (
      <EmptyState title="No notes and no bookmarks yet">
        Choose a flow or a packet and press n to write a note on it, or b to put a bookmark there. The filter finds
        both: exists note, mark == "bookmark".
      </EmptyState>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls, and the keyboard has to reach it
    <section className={styles.list} tabIndex={0} aria-label="All notes and bookmarks">
      <NoteList
        label="Notes and bookmarks"
        words={noteWords}
        notes={[...value].reverse()}
        onGo={go}
        onChange={(note) => rewriteNote(note, noteWords(note))}
        onRemove={(note) => void removeNote(note)}
      />
    </section>
  );
}

/** Shows what a note is on. */
function go(note: Note): void {
  const [flow] = note.flows;
  if (flow === undefined) return;
  openDialog(null);
  if (note.on.kind === "packet") jumpToPacket({ capture: note.on.capture, number: note.on.number });
  changeWorkspace((workspace) => showFlow(workspace, flow));
}
