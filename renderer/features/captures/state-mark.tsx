import type { ReactNode } from "react";
import type { CaptureState } from "../../../core/contract/capture-table.ts";
import { STATE_WORDS } from "../../../core/report/format-captures.ts";
import { stateSign } from "./capture-words.ts";
import styles from "./captures.module.css";

/** How a file stands, by sign and word. */
export function StateMark({ state }: { readonly state: CaptureState }): ReactNode {
  const { sign, isLoss } = stateSign(state);
  return (
    <span className={isLoss ? styles.loss : styles.sound}>
      <span aria-hidden="true" className={styles.sign}>
        {sign}
      </span>
      {STATE_WORDS[state]}
    </span>
  );
}
