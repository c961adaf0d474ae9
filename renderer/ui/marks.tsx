import type { ReactNode } from "react";
import type { Note } from "../../core/contract/notes.ts";
import styles from "./marks.module.css";
import { countOf } from "./numbers.ts";

const BOOKMARK = "★";
const NOTE = "✎";

/** The sign of a note or bookmark. */
export function markOf({ text }: Note): string {
  return text === null ? BOOKMARK : NOTE;
}

/** Signs of the notes and bookmarks on something; nothing where there are none. */
export function Marks({ notes }: { readonly notes: readonly Note[] }): ReactNode {
  if (notes.length === 0) return null;
  const bookmarks = notes.filter(({ text }) => text === null).length;
  const words = [
    ...(bookmarks > 0 ? [countOf(bookmarks, "bookmark")] : []),
    ...(notes.length > bookmarks ? [countOf(notes.length - bookmarks, "note")] : []),
  ].join(", ");
  return (
    <span className={styles.marks} title={words}>
      <span className="visually-hidden">{words}</span>
      {bookmarks > 0 && <span aria-hidden="true">{BOOKMARK}</span>}
      {notes.length > bookmarks && <span aria-hidden="true">{NOTE}</span>}
    </span>
  );
}
