import type { ReactNode } from "react";
import { useRules } from "../../bridge/rules.ts";
import { openDialog } from "../../commands/dialogs.ts";
import { unusualRules } from "./rule-words.ts";
import styles from "./rules.module.css";

/** Says under which rules the captures were read, where these are not the usual ones. */
export function RulesNote(): ReactNode {
  const words = unusualRules(useRules());
  if (words.length === 0) return null;
  const text = words.join(" · ");
  return (
    <button type="button" className={styles.note} title={text} onClick={() => openDialog("rules")}>
      <span className="visually-hidden">Rules of reading: </span>
      {text}
    </button>
  );
}
