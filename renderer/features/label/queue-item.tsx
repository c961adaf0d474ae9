import { type ReactNode, useMemo } from "react";
import type { SaidOfFingerprint } from "../../../core/contract/labels.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { useCommands } from "../../commands/commands.ts";
import { compare } from "../../commands/compare-state.ts";
import { changeWorkspace } from "../../commands/workspace.ts";
import { Button } from "../../ui/button.tsx";
import { FingerprintKeys } from "../../ui/fingerprint/fingerprint-keys.tsx";
import { nearSentence } from "../../ui/near-words.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import styles from "./label.module.css";
import { describeBy, nameOfLabel, VERDICT_WORDS } from "./label-words.ts";
import { Preview } from "./preview.tsx";
import type { QueueEntry } from "./queue.ts";
import { queueCommands } from "./queue-commands.ts";
import { useQueue } from "./queue-store.ts";

interface QueueItemProps {
  readonly entry: QueueEntry;
  readonly listed: readonly QueueEntry[];
}

/** One fingerprint of the queue: what it is like, what a label would touch, and what was said of it. */
export function QueueItem({ entry, listed }: QueueItemProps): ReactNode {
  const choice = useQueue((queue) => queue.choice);
  const commands = useMemo(() => queueCommands(entry, listed), [entry, listed]);
  useCommands(commands);
  const { fingerprint, row, said } = entry;
  const near = row?.near ?? [];
  return (
    <section className={styles.item} aria-label="Fingerprint in the queue">
      <header className={styles.head}>
        <h2>
          <SafeText text={fingerprint} />
        </h2>
        <div className={styles.bar}>
          {commands
            .filter(({ button, enabled }) => button !== undefined && enabled?.() !== false)
            .map(({ id, button, keys: [key], run, primary }) => (
              <Button key={id} onClick={run} keyHint={key} primary={primary === true}>
                {button}
              </Button>
            ))}
        </div>
      </header>
      <div className={styles.content}>
        {said?.label != null && <Given title="Label" label={said.label} />}
        {said?.rival != null && <Given title="Other label, given in another case" label={said.rival} />}
        {said !== null && said.reviews.length > 0 && (
          <>
            <h3>Reviews</h3>
            <ul className={styles.plain}>
              {said.reviews.map(({ author, verdict, at, reason }) => (
                <li key={author}>
                  <SafeText text={`${author} ${VERDICT_WORDS[verdict]} (${describeBy({ author, at })})`} mono={false} />
                  {reason !== null && (
                    <>
                      : <SafeText text={reason} mono={false} />
                    </>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
        {row !== null && (
          <>
            <h3>Suggestions</h3>
            {near.length === 0 && <p className={styles.note}>It is like no signature of the loaded packs.</p>}
            <ol className={styles.near}>
              {near.map((one, index) => (
                <li key={one.signature} aria-current={index === choice ? "true" : undefined}>
                  <button type="button" className={styles.choice} onClick={() => useQueue.setState({ choice: index })}>
                    <kbd>{index + 1}</kbd> <SafeText text={nearSentence(one)} mono={false} expandable={false} />
                  </button>
                  <Button onClick={() => changeWorkspace(() => compare([fingerprint, one.signature]))}>Compare</Button>
                </li>
              ))}
            </ol>
          </>
        )}
        <h3>What a label touches</h3>
        <Preview fingerprint={fingerprint} />
        {row !== null && <Drawn group={row.id} />}
      </div>
    </section>
  );
}

interface GivenProps {
  readonly title: string;
  readonly label: NonNullable<SaidOfFingerprint["label"]>;
}

/** A label, who gave it and why. */
function Given({ title, label }: GivenProps): ReactNode {
  return (
    <>
      <h3>{title}</h3>
      <p>
        <strong>
          <SafeText text={nameOfLabel(label)} mono={false} />
        </strong>{" "}
        <SafeText text={describeBy(label)} mono={false} />
        {label.certainty !== null && `, ${label.certainty} certainty`}
      </p>
      {label.reason !== null && (
        <p className={styles.note}>
          <SafeText text={label.reason} mono={false} />
        </p>
      )}
    </>
  );
}

/** The fingerprint as it is drawn everywhere. */
function Drawn({ group }: { readonly group: string }): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const { value, error } = useRequest("fingerprint.inspect", { fingerprint: group }, revision);
  return (
    <>
      <h3>Fingerprint</h3>
      {error !== undefined && <p className={styles.note}>It could not be asked for: {error.message}</p>}
      {value !== undefined && <FingerprintKeys keys={value.keys} packets={value.packets} />}
    </>
  );
}
