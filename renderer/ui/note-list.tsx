import type { ReactNode } from "react";
import type { Note } from "../../core/contract/notes.ts";
import { Button } from "./button.tsx";
import { markOf } from "./marks.tsx";
import styles from "./note-list.module.css";
import { safeString } from "./safe-string.ts";
import { SafeText } from "./safe-text.tsx";
import { formatTime } from "./times.ts";

interface NoteListProps {
  readonly label: string;
  readonly notes: readonly Note[];
  /** What a note is on. */
  readonly words: (note: Note) => string;
  readonly onChange: (note: Note) => void;
  readonly onRemove: (note: Note) => void;
  /** Shows what a note is on; left out where that is what one looks at. */
  readonly onGo?: (note: Note) => void;
}

/** Notes and bookmarks with what they are on, who made them, and what can be done with each. */
export function NoteList({ label, notes, words: wordsOf, onChange, onRemove, onGo }: NoteListProps): ReactNode {
  return (
    <ul className={styles.list} aria-label={label}>
      {notes.map((note) => {
        const words = wordsOf(note);
        return (
          <li key={note.id} className={styles.note}>
            <span className={styles.sign} aria-hidden="true">
              {markOf(note)}
            </span>
            <div>
              {note.text !== null && (
                <div className={styles.text}>
                  <SafeLines text={note.text} />
                </div>
              )}
              <div className={styles.about}>
                {note.text === null ? "Bookmark on " : "On "}
                <SafeText text={words} mono={false} expandable={false} />, by{" "}
                <SafeText text={note.author} mono={false} expandable={false} />, {formatTime(note.at)} UTC
                {note.flows.length === 0 && " · ▲ not in the case now"}
              </div>
            </div>
            <span className={styles.actions}>
              {onGo !== undefined && note.flows.length > 0 && <Button onClick={() => onGo(note)}>Show</Button>}
              {note.text !== null && <Button onClick={() => onChange(note)}>Change…</Button>}
              <Button onClick={() => onRemove(note)}>
                Remove<span className="visually-hidden"> what is on {safeString(words)}</span>
              </Button>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** Lines of a text of the analyst, each made safe. */
function SafeLines({ text }: { readonly text: string }): ReactNode {
  return text.split("\n").map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and never move
    <div key={index}>
      <SafeText text={line} mono={false} expandable={false} />
    </div>
  ));
}
