import type { ReactNode } from "react";
import type { FlowRow } from "../../../core/contract/flow-table.ts";
import { ToolName } from "../../ui/tool-glyph.tsx";
import styles from "./flows.module.css";
import { describeTools, toolsInLine } from "./tools-words.ts";

interface ToolsCellProps {
  readonly tools: FlowRow["tools"];
  readonly names: ReadonlyMap<string, string>;
}

/** The tools of a flow in one line; all of them with their packets on hovering. */
export function ToolsCell({ tools, names }: ToolsCellProps): ReactNode {
  const { named, others } = toolsInLine(tools);
  return (
    <span className={styles.tools} title={describeTools(tools, names)}>
      {named.map(([tool]) => (
        <ToolName key={tool ?? ""} tool={tool} name={tool === null ? null : (names.get(tool) ?? null)} />
      ))}
      {others > 0 && <small className={styles.others}>+{others}</small>}
    </span>
  );
}
