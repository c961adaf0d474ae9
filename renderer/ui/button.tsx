import type { ReactNode } from "react";
import styles from "./button.module.css";

interface ButtonProps {
  /** Left out: the button submits its form. */
  readonly onClick?: () => void;
  readonly children: ReactNode;
  /** The one thing to do next here. */
  readonly primary?: boolean;
  readonly disabled?: boolean;
  /** Key that does the same, shown beside the words. */
  readonly keyHint?: string | undefined;
  /** The button switches something that is on; left out: it switches nothing. */
  readonly pressed?: boolean;
}

/** A button with words. */
export function Button(props: ButtonProps): ReactNode {
  const { onClick, children, primary = false, disabled = false, keyHint, pressed } = props;
  return (
    <button
      type={onClick === undefined ? "submit" : "button"}
      className={primary ? styles.primary : styles.plain}
      aria-pressed={pressed}
      onClick={onClick}
      disabled={disabled}
    >
      {children}
      {keyHint !== undefined && <kbd className={styles.key}>{keyHint}</kbd>}
    </button>
  );
}
