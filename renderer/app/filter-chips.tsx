import type { ReactNode } from "react";
import { filterWords, withoutWord } from "../commands/filter-words.ts";
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
  return (
    <section className={styles.row} aria-label="Active filter">
      <span className={styles.lead}>Only flows</span>
      {span !== null && (
        <Chip
          words={`active ${formatSpan(span.startSeconds, span.endSeconds)} UTC`}
          remove={() => changeWorkspace((workspace) => filterBySpan(workspace, null))}
        />
      )}
      {filterWords(text).map((word, index) => (
        <Chip
          // biome-ignore lint/suspicious/noArrayIndexKey: the same word may be there twice
          key={index}
          words={`with ${word}`}
          remove={() => changeWorkspace((workspace) => filterByText(workspace, withoutWord(text, index)))}
        />
      ))}
      <button type="button" className={styles.clear} onClick={() => changeWorkspace(clearFilters)}>
        Clear filter
      </button>
    </section>
  );
}

function Chip({ words, remove }: { readonly words: string; readonly remove: () => void }): ReactNode {
  return (
    <span className={styles.chip}>
      <SafeText text={words} mono={false} expandable={false} />
      <button type="button" aria-label={`Remove filter: ${safeString(words)}`} onClick={remove}>
        <Icon name="close" />
      </button>
    </span>
  );
}
