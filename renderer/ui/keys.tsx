import { Fragment, type ReactNode } from "react";
import styles from "./keys.module.css";

/** Keys that do the same, each as caps: `Ctrl` `K`. */
export function Keys({ keys }: { readonly keys: readonly string[] }): ReactNode {
  return (
    <span className={styles.keys}>
      {keys.map((key, index) => (
        <Fragment key={key}>
          {index > 0 && <span className={styles.or}>or</span>}
          {key.split(/\+(?!$)/).map((cap) => (
            <kbd key={cap}>{cap}</kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}
