import styles from "./bytes.module.css";

/** How bytes look that are marked, or that the cursor is on. */
export function byteClass(marked: boolean, cursor: boolean): string | undefined {
  if (cursor) return marked ? styles.markedCursor : styles.cursor;
  return marked ? styles.marked : undefined;
}
