import type { ReactNode } from "react";
import { changeWorkspace } from "../../commands/workspace.ts";
import { filterByText, showView } from "../../commands/workspace-state.ts";
import { safeString } from "../../ui/safe-string.ts";
import styles from "./go-to-flows.module.css";

/** A value that leads to its flows: the flow list filtered by these words. */
export function GoToFlows(props: { readonly words: string; readonly children: ReactNode }): ReactNode {
  const go = () => changeWorkspace((workspace) => ({ ...filterByText(workspace, props.words), ...showView("flows") }));
  return (
    <button type="button" className={styles.link} title={`Show the flows with ${safeString(props.words)}`} onClick={go}>
      {props.children}
    </button>
  );
}
