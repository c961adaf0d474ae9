import type { ReactNode } from "react";
import { SafeText } from "../../ui/safe-text.tsx";
import styles from "./editor.module.css";

/** What is wrong with what stands above. `id`: by which the field is described. */
export function FaultLines({ id, faults }: { readonly id: string; readonly faults: readonly string[] }): ReactNode {
  return (
    <div id={id} role="status">
      {faults.map((fault) => (
        <p key={fault} className={styles.warning}>
          ▲ <SafeText text={fault} mono={false} />
        </p>
      ))}
    </div>
  );
}
