import type { ReactNode } from "react";
import styles from "./button.module.css";

interface ButtonProps {
  readonly onClick: () => void;
  readonly children: ReactNode;
  /** The one thing to do next here. */
  readonly primary?: boolean;
  readonly disabled?: boolean;
  /** Key that does the same, shown beside the words. */
  readonly keyHint?: string | undefined;
}

/** A button with words. */
export function Button({ onClick, children, primary = false, disabled = false, keyHint }: ButtonProps): ReactNode {
  return (
    <button type="button" className={primary ? styles.primary : styles.plain} onClick={onClick} disabled={disabled}>
      {children}
      {keyHint !== undefined && <kbd className={styles.key}>{keyHint}</kbd>}
    </button>
  );
}
