import type { ReactNode } from "react";
import type { CaptureInspection } from "../../../core/contract/capture-table.ts";
import { countOf, formatCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import styles from "./captures.module.css";

type Details = NonNullable<CaptureInspection["details"]>;

/** The first comments that somebody wrote into the capture, each with what it is about. */
export function CommentList({ comments, count }: { comments: Details["comments"]; count: number }): ReactNode {
  if (count === 0) return null;
  const more = count - comments.length;
  return (
    <section className={styles.section} aria-label="Comments">
      <h3>Comments in the capture</h3>
      <ul className={styles.problems}>
        {comments.map(({ about, packet, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: comments have no other name, and the list never changes
          <li key={index} className={styles.comment}>
            <span className={styles.dim}>{packet === null ? `${about}: ` : `packet ${formatCount(packet)}: `}</span>
            <SafeText text={text} mono={false} />
          </li>
        ))}
      </ul>
      {more > 0 && <p className={styles.dim}>and {countOf(more, "further comment")}; the report holds more of them.</p>}
    </section>
  );
}
