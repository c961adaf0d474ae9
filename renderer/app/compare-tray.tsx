import type { ReactNode } from "react";
import { runCommand } from "../commands/commands.ts";
import { removeFromTray, shortReference } from "../commands/compare-state.ts";
import { changeWorkspace, useWorkspace } from "../commands/workspace.ts";
import { Icon } from "../ui/icons.tsx";
import { safeString } from "../ui/safe-string.ts";
import { SafeText } from "../ui/safe-text.tsx";
import styles from "./compare-tray.module.css";

/** What was collected from the lists to be compared, each with a way to take it out. Nothing while it is empty. */
export function CompareTray(): ReactNode {
  const tray = useWorkspace((workspace) => workspace.tray);
  if (tray.length === 0) return null;
  return (
    <section className={styles.tray} aria-label="Compare tray">
      <h2>To compare</h2>
      <ul>
        {tray.map((reference) => (
          <li key={reference} title={safeString(reference)}>
            <span className={styles.name}>
              <SafeText text={shortReference(reference)} expandable={false} />
            </span>
            <button
              type="button"
              aria-label={`Take out of the tray: ${safeString(reference)}`}
              onClick={() => changeWorkspace((workspace) => removeFromTray(workspace, reference))}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className={styles.open}
        disabled={tray.length < 2}
        title={tray.length < 2 ? "A diff needs two: press d in a list to add one" : "Compare these (Ctrl+D)"}
        onClick={() => runCommand("view.diff")}
      >
        Compare {tray.length}
      </button>
    </section>
  );
}
