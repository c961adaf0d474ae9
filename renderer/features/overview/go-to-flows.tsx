import type { ReactNode } from "react";
import type { Expression } from "../../../core/query/expression.ts";
import { printFilter } from "../../../core/query/print-filter.ts";
import { changeWorkspace } from "../../commands/workspace.ts";
import { narrowFlows, showView } from "../../commands/workspace-state.ts";
import { safeString } from "../../ui/safe-string.ts";
import styles from "./go-to-flows.module.css";

/** A value that leads to its flows: the flow list filtered by this, and by what filters it already. */
export function GoToFlows(props: { readonly filter: Expression; readonly children: ReactNode }): ReactNode {
  const filter = printFilter(props.filter);
  const go = () =>
    changeWorkspace((workspace) => ({
      ...narrowFlows(workspace, props.filter),
      ...showView("flows"),
      listing: "flows",
    }));
  return (
    <button type="button" className={styles.link} title={`Show the flows with ${safeString(filter)}`} onClick={go}>
      {props.children}
    </button>
  );
}
