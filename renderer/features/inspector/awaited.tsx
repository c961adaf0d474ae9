import type { ReactNode } from "react";
import { LoadingState } from "../../ui/states.tsx";
import styles from "./inspector.module.css";

/** Says what is asked for once it takes long enough to read: a quick answer does not flicker. */
export function Awaited({ title }: { readonly title: string }): ReactNode {
  return (
    <div className={styles.awaited}>
      <LoadingState title={title} />
    </div>
  );
}
