import { type ReactNode, useId } from "react";
import styles from "./card.module.css";

/** A part of the overview with its heading. */
export function Card(props: {
  readonly title: string;
  /** What the figures count, or what the marks mean. */
  readonly note?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const title = useId();
  return (
    <section className={styles.card} aria-labelledby={title}>
      <header className={styles.head}>
        <span className={styles.words}>
          <h2 id={title}>{props.title}</h2>
          {props.note !== undefined && <span className={styles.note}>{props.note}</span>}
        </span>
        {props.action}
      </header>
      {props.children}
    </section>
  );
}
