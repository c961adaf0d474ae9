import type { ReactNode } from "react";
import type { FlowRow } from "../../core/contract/flow-table.ts";
import { LabelName } from "./label-name.tsx";
import { ToolGlyph, ToolName } from "./tool-glyph.tsx";
import styles from "./tools-cell.module.css";
import { describeTools, toolsInLine } from "./tools-words.ts";

interface ToolsCellProps {
  readonly tools: FlowRow["tools"];
  readonly labels: FlowRow["labels"];
  readonly names: ReadonlyMap<string, string>;
}

/** The labels and tools of a flow in one line, what the analyst said first; all of them with their packets on hovering. */
export function ToolsCell({ tools, labels, names }: ToolsCellProps): ReactNode {
  const { named, others } = toolsInLine(tools);
  return (
    <span className={styles.tools} title={describeTools(tools, labels, names)}>
      {labels.slice(0, 1).map(([label]) => (
        <LabelName key={label} label={label} />
      ))}
      {labels.length > 1 && <small className={styles.others}>+{labels.length - 1}</small>}
      {named.map(([tool]) =>
        tool === null && labels.length > 0 ? (
          <UnknownSign key="" />
        ) : (
          <ToolName key={tool ?? ""} tool={tool} name={tool === null ? null : (names.get(tool) ?? null)} />
        ),
      )}
      {others > 0 && <small className={styles.others}>+{others}</small>}
    </span>
  );
}

/** Packets no signature names, where a label already says what they are: the sign, and the word for screen readers. */
function UnknownSign(): ReactNode {
  return (
    <span className={styles.sign}>
      <ToolGlyph tool={null} />
      <span className="visually-hidden">unknown</span>
    </span>
  );
}
