import type { ReactNode } from "react";
import styles from "./progress-track.module.css";

/** How far something is, as a bar. `share`: from 0 to 1. */
export function ProgressTrack({ label, share }: { readonly label: string; readonly share: number }): ReactNode {
  return (
    <span
      className={styles.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(share * 100)}
    >
      <span style={{ width: `${share * 100}%` }} />
    </span>
  );
}
