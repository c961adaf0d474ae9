import type { ReactNode } from "react";
import styles from "./share-bar.module.css";

/** A bar as long as a part of the largest; the number stands beside it. */
export function ShareBar(props: {
  readonly part: number;
  readonly largest: number;
  /** CSS variable of its colour. */
  readonly colour?: string;
}): ReactNode {
  const width = props.part <= 0 ? 0 : Math.max(0.8, (props.part / Math.max(1, props.largest)) * 100);
  return (
    <span className={styles.track} aria-hidden="true">
      <span style={{ width: `${width}%`, background: `var(${props.colour ?? "--series-main"})` }} />
    </span>
  );
}
