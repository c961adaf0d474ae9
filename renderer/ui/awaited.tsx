import type { ReactNode } from "react";
import styles from "./awaited.module.css";
import { LoadingState } from "./states.tsx";

/** Says what is asked for once it takes long enough to read: a quick answer does not flicker. */
export function Awaited({ title }: { readonly title: string }): ReactNode {
  return (
    <div className={styles.awaited}>
      <LoadingState title={title} />
    </div>
  );
}
