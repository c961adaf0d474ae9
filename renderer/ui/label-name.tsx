import type { ReactNode } from "react";
import styles from "./label-name.module.css";
import { SafeText } from "./safe-text.tsx";

/** The tool a strand was labelled with by the analyst, told from tools that signatures name by its tag. */
export function LabelName({ label }: { readonly label: string }): ReactNode {
  return (
    <span className={styles.label}>
      <span className="visually-hidden">labelled </span>
      <SafeText text={label} mono={false} expandable={false} />
    </span>
  );
}
