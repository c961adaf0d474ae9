import type { ReactNode } from "react";
import type { ComparedRow } from "../../../core/contract/comparison.ts";
import { onlyThis } from "../../../core/query/build-filter.ts";
import { openDialog } from "../../commands/dialogs.ts";
import { changeWorkspace } from "../../commands/workspace.ts";
import { narrowFlows, showSource, showView, type Workspace } from "../../commands/workspace-state.ts";
import { formatCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { ToolName } from "../../ui/tool-glyph.tsx";
import styles from "./comparison.module.css";
import { toolWords } from "./comparison-words.ts";

/** What two cases do not have in common. What the open case holds leads there. */
export function ComparisonTable({ rows }: { readonly rows: readonly ComparedRow[] }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls, and the keyboard has to reach it
    <section className={styles.list} tabIndex={0} aria-label="What differs">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.short}>
              Change
            </th>
            <th scope="col" className={styles.short}>
              What
            </th>
            <th scope="col">Which</th>
            <th scope="col" className={styles.tools}>
              Tool
            </th>
            <th scope="col" className={styles.number}>
              Requests there
            </th>
            <th scope="col" className={styles.number}>
              Requests here
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.what} ${row.id}`} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const SIGNS: Readonly<Record<ComparedRow["change"], string>> = { gained: "+", lost: "−", changed: "≠" };

function Row({ row }: { readonly row: ComparedRow }): ReactNode {
  const { change, what, before, after } = row;
  return (
    <tr>
      <td>
        <span aria-hidden="true">{SIGNS[change]}</span> {change}
      </td>
      <td>{what}</td>
      <th scope="row">{after === null ? <Name row={row} /> : <Follow row={row} />}</th>
      <td>
        <SafeText text={toolWords(row)} expandable={false} />
      </td>
      <td className={styles.number}>{before === null ? "" : formatCount(before.packets)}</td>
      <td className={styles.number}>{after === null ? "" : formatCount(after.packets)}</td>
    </tr>
  );
}

function Follow({ row }: { readonly row: ComparedRow }): ReactNode {
  const go = () => {
    openDialog(null);
    changeWorkspace((workspace) => placeOf(row, workspace));
  };
  return (
    <button
      type="button"
      className={styles.link}
      title={row.what === "source" ? "Show this source" : `Show the flows of this ${row.what}`}
      onClick={go}
    >
      <Name row={row} />
    </button>
  );
}

function Name({ row: { what, id, name } }: { readonly row: ComparedRow }): ReactNode {
  return what === "tool" ? <ToolName tool={id} name={name ?? id} /> : <SafeText text={id} expandable={false} />;
}

/** Where the open case shows it: the source inspected, the flows of a tool or fingerprint. */
function placeOf({ what, id }: ComparedRow, workspace: Workspace): Partial<Workspace> {
  if (what === "source") return showSource(id);
  const filter = onlyThis(what, { kind: "text", value: id });
  return { ...narrowFlows(workspace, filter), ...showView("flows"), listing: "flows" };
}
