import { type ReactNode, useMemo } from "react";
import type { FlowInspection } from "../../../core/contract/inspection.ts";
import { useNotesByPlace } from "../../bridge/notes.ts";
import { type Command, useCommands } from "../../commands/commands.ts";
import { isOn, removeNote, rewriteNote, toggleBookmark, writeNote } from "../../commands/notes.ts";
import { Button } from "../../ui/button.tsx";
import { NoteList } from "../../ui/note-list.tsx";
import { briefWords, noteWords } from "../../ui/note-words.ts";
import { formatTime } from "../../ui/times.ts";
import styles from "./inspector.module.css";

/** What is noted of the flow, its source and its packets, and what can be noted. */
export function FlowNotes({ flow }: { readonly flow: FlowInspection }): ReactNode {
  const { id, source, firstPacketAt } = flow.row;
  const notes = useNotesByPlace().flow(id, source);
  const onFlow = useMemo(() => ({ kind: "flow", flow: id }) as const, [id]);
  const onSource = useMemo(() => ({ kind: "source", source }) as const, [source]);
  const flowWords = `the flow of ${source} from ${formatTime(firstPacketAt)}`;
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "flow.bookmark",
        title: "Put a bookmark on the flow, or take it away",
        group: "Inspector",
        keys: ["b"],
        run: () => void toggleBookmark(onFlow, notes),
        changes: true,
      },
      {
        id: "flow.note",
        title: "Write a note on the flow…",
        group: "Inspector",
        keys: ["n"],
        run: () => writeNote(onFlow, flowWords),
        changes: true,
      },
      {
        id: "source.bookmark",
        title: "Put a bookmark on the source, or take it away",
        group: "Inspector",
        keys: [],
        run: () => void toggleBookmark(onSource, notes),
        changes: true,
      },
      {
        id: "source.note",
        title: "Write a note on the source…",
        group: "Inspector",
        keys: ["N"],
        run: () => writeNote(onSource, `the source ${source}`),
        changes: true,
      },
    ],
    [onFlow, onSource, notes, flowWords, source],
  );
  useCommands(commands);
  const isMarked = notes.some((note) => note.text === null && isOn(note, onFlow));
  return (
    <section className={styles.notes} aria-label="Notes">
      <div className={styles.noteBar}>
        <Button onClick={() => void toggleBookmark(onFlow, notes)} pressed={isMarked} keyHint="b">
          ★ Bookmark
        </Button>
        <Button onClick={() => writeNote(onFlow, flowWords)} keyHint="n">
          ✎ Note
        </Button>
        <Button onClick={() => writeNote(onSource, `the source ${source}`)} keyHint="N">
          ✎ Source note
        </Button>
      </div>
      {notes.length > 0 && (
        <div className={styles.noteList}>
          <NoteList
            label="Notes on this flow, its source and its packets"
            words={briefWords}
            notes={notes}
            onChange={(note) => rewriteNote(note, noteWords(note))}
            onRemove={(note) => void removeNote(note)}
          />
        </div>
      )}
    </section>
  );
}
