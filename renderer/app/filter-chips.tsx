import type { ReactNode } from "react";
import { conditionsOf, without } from "../../core/query/build-filter.ts";
import type { Expression } from "../../core/query/expression.ts";
import { parseFilter } from "../../core/query/parse-filter.ts";
import { printFilter } from "../../core/query/print-filter.ts";
import { FLOWS } from "../../core/query/tables.ts";
import { changeWorkspace, useWorkspace } from "../commands/workspace.ts";
import { clearFilters, filterBySpan, filterByText, isFiltered } from "../commands/workspace-state.ts";
import { Icon } from "../ui/icons.tsx";
import { safeString } from "../ui/safe-string.ts";
import { SafeText } from "../ui/safe-text.tsx";
import { formatSpan } from "../ui/times.ts";
import styles from "./filter-chips.module.css";

/** What is filtered out, each part with a way to take it back. Nothing while there is no filter. */
export function FilterChips(): ReactNode {
  const query = useWorkspace((workspace) => workspace.query);
  if (!useWorkspace(isFiltered)) return null;
  const { span, text } = query;
  const parsed = parseFilter(text, FLOWS);
  const filter = parsed.ok && text.trim() !== "" ? parsed.expression : null;
  return (
    <section className={styles.row} aria-label="Active filter">
      <span className={styles.lead}>Only flows</span>
      {span !== null && (
        <Chip
          words={`active ${formatSpan(span.startSeconds, span.endSeconds)} UTC`}
          remove={() => changeWorkspace((workspace) => filterBySpan(workspace, null))}
        />
      )}
      {filter !== null &&
        conditionsOf(filter).map((condition) => {
          const words = printFilter(condition);
          return <Chip key={words} words={words} remove={() => drop(filter, condition)} />;
        })}
      <button type="button" className={styles.clear} onClick={() => changeWorkspace(clearFilters)}>
        Clear filter
      </button>
    </section>
  );
}

function drop(filter: Expression, condition: Expression): void {
  changeWorkspace((workspace) => filterByText(workspace, printFilter(without(filter, condition))));
}

function Chip({ words, remove }: { readonly words: string; readonly remove: () => void }): ReactNode {
  return (
    <span className={styles.chip}>
      <SafeText text={words} expandable={false} />
      <button type="button" aria-label={`Remove filter: ${safeString(words)}`} onClick={remove}>
        <Icon name="close" />
      </button>
    </span>
  );
}
