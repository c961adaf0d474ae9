import type { ReactNode } from "react";
import type { FilterFault } from "../../../core/query/fault.ts";
import { safeString } from "../safe-string.ts";
import { SafeText } from "../safe-text.tsx";
import styles from "./filter-field.module.css";

interface FaultNoteProps {
  readonly id: string;
  readonly fault: FilterFault;
  readonly accept: (suggestion: string) => void;
}

/** What is wrong with a filter, and a button for each text that may have been meant. */
export function FaultNote({ id, fault, accept }: FaultNoteProps): ReactNode {
  return (
    <div className={styles.fault}>
      <p id={id} role="status">
        <SafeText text={fault.message} mono={false} expandable={false} />
      </p>
      {fault.suggestions.map((suggestion) => (
        <button
          key={suggestion}
          type="button"
          aria-label={`Write ${safeString(suggestion)} instead`}
          onClick={() => accept(suggestion)}
        >
          <SafeText text={suggestion} expandable={false} />
        </button>
      ))}
    </div>
  );
}
