import { type ReactNode, useEffect, useRef } from "react";
import { countOf } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import styles from "./label.module.css";
import { nameOfLabel, PART_WORDS } from "./label-words.ts";
import type { QueueEntry } from "./queue.ts";
import { goTo } from "./queue-store.ts";

interface QueueListProps {
  readonly entries: readonly QueueEntry[];
  readonly current: string | null;
}

/** The entries of a part of the queue; the current one is always in sight. */
export function QueueList({ entries, current }: QueueListProps): ReactNode {
  const marked = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another entry is current
  useEffect(() => marked.current?.scrollIntoView({ block: "nearest" }), [current]);
  return (
    <ol className={styles.queue} aria-label="Queue">
      {entries.map((entry) => {
        const isCurrent = entry.fingerprint === current;
        return (
          <li key={entry.fingerprint}>
            <button
              ref={isCurrent ? marked : undefined}
              type="button"
              className={styles.entry}
              aria-current={isCurrent ? "true" : undefined}
              onClick={() => goTo(entry.fingerprint)}
            >
              <span className={styles.sign} aria-hidden="true">
                {PART_WORDS[entry.part].sign}
              </span>
              <SafeText text={entry.fingerprint} expandable={false} />
              <small className={styles.about}>
                <About entry={entry} />
              </small>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** What is told of an entry in the list: its size; and its label, or what it is like. */
function About({ entry: { said, row } }: { readonly entry: QueueEntry }): ReactNode {
  const [near] = row?.near ?? [];
  const what =
    said?.label != null ? nameOfLabel(said.label) : near === undefined ? "like nothing known" : `like ${near.name}`;
  return (
    <>
      {row !== null && `${countOf(row.packets, "packet")} · ${countOf(row.sources, "source")} · `}
      <SafeText text={what} mono={false} expandable={false} />
    </>
  );
}
