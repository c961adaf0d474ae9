import { type ReactNode, useMemo } from "react";
import type { FingerprintQuery } from "../../../core/contract/fingerprint-table.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { useWorkspace } from "../../commands/workspace.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { countOf } from "../../ui/numbers.ts";
import { EmptyState, FailedState } from "../../ui/states.tsx";
import styles from "./label.module.css";
import { PART_WORDS } from "./label-words.ts";
import { countParts, QUEUE_PARTS, queueOf } from "./queue.ts";
import { QueueItem } from "./queue-item.tsx";
import { QueueList } from "./queue-list.tsx";
import { showPart, useQueue } from "./queue-store.ts";

/** Fingerprints in the queue at once: those that deserve a look first. */
const MOST_QUEUED = 500;

/** The queue of what no signature names, worked by single keys. */
export function LabelPage(): ReactNode {
  const phase = useReading((reading) => reading.state.phase);
  if (phase === "reading" || phase === "judging") {
    return (
      <EmptyState title="The queue is there once all captures are read">
        Until then masks still change, and with them what a label would touch.
      </EmptyState>
    );
  }
  return <Queue />;
}

function Queue(): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const { text, span } = useWorkspace((workspace) => workspace.query);
  const query = useMemo(
    (): FingerprintQuery => ({ sort: "rank", descending: false, unknownOnly: true, text, span }),
    [text, span],
  );
  const page = useRequest("fingerprints.page", { query, offset: 0, limit: MOST_QUEUED }, revision);
  const said = useRequest("labels.list", {}, revision);
  const part = useQueue((queue) => queue.part);
  const current = useQueue((queue) => queue.current);
  const rows = page.value?.kind === "page" ? page.value.rows : undefined;
  const entries = useMemo(
    () => (rows === undefined || said.value === undefined ? undefined : queueOf(rows, said.value)),
    [rows, said.value],
  );
  const error = page.error ?? said.error;
  if (error !== undefined) {
    return (
      <FailedState
        title="The queue could not be asked for"
        reason={error.message}
        advice="Labels that were given are kept."
        action={{ title: "Try again", run: page.error === undefined ? said.retry : page.retry }}
      />
    );
  }
  if (entries === undefined) return <Awaited title="Asking for the queue" />;
  const counts = countParts(entries);
  const listed = entries.filter((entry) => entry.part === part);
  const entry = listed.find(({ fingerprint }) => fingerprint === current) ?? listed[0];
  const left = page.value?.kind === "page" ? page.value.matching - page.value.rows.length : 0;
  return (
    <div className={styles.page}>
      <div className={styles.side}>
        <fieldset className={styles.parts}>
          <legend className="visually-hidden">Parts of the queue</legend>
          {QUEUE_PARTS.map((name) => (
            <button
              key={name}
              type="button"
              className={styles.part}
              aria-pressed={name === part}
              onClick={() => showPart(name)}
            >
              <span aria-hidden="true">{PART_WORDS[name].sign} </span>
              {PART_WORDS[name].title} {counts[name]}
            </button>
          ))}
        </fieldset>
        <QueueList entries={listed} current={entry?.fingerprint ?? null} />
        {left > 0 && (
          <p className={styles.note}>{countOf(left, "further fingerprint")} follow once some of these are done.</p>
        )}
      </div>
      {entry === undefined ? (
        <EmptyState title={part === "waiting" ? "Nothing waits for a label" : `Nothing is ${part}`}>
          {part === "waiting"
            ? "Every fingerprint that passes the filter is named by a signature or by you."
            : "Choose another part of the queue."}
        </EmptyState>
      ) : (
        <QueueItem key={entry.fingerprint} entry={entry} listed={listed} />
      )}
    </div>
  );
}
