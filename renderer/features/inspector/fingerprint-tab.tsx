import { type ReactNode, useMemo } from "react";
import type { StrandInspection } from "../../../core/contract/inspection.ts";
import { copyText } from "../../bridge/clipboard.ts";
import { type Command, runCommand, useCommands } from "../../commands/commands.ts";
import { collect } from "../../commands/compare.ts";
import { writeLabel } from "../../commands/labelling.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { FingerprintKeys } from "../../ui/fingerprint/fingerprint-keys.tsx";
import { countOf, sentenceCount } from "../../ui/numbers.ts";
import { safeString } from "../../ui/safe-string.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { describeGroup } from "./group-sentence.ts";
import styles from "./inspector.module.css";
import { describeAnomaly, GRADE_WORDS } from "./strand-words.ts";
import { TraitList } from "./trait-list.tsx";

/** The fingerprint drawn, how far it can be trusted, and what is odd about the messages. */
export function FingerprintTab({ strand }: { readonly strand: StrandInspection }): ReactNode {
  const { row, keys, traitDetails, anomalies } = strand;
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "inspector.label",
        title: "Label the fingerprint of this strand…",
        group: "Inspector",
        keys: ["l"],
        changes: true,
        run: () => writeLabel(row.fingerprint),
      },
    ],
    [row.fingerprint],
  );
  useCommands(commands);
  return (
    <div className={styles.content}>
      <div className={styles.line}>
        <SafeText text={row.fingerprint} />
        <CopyButton title="Copy" copy={() => copyText(safeString(row.fingerprint))} />
        <Button onClick={() => runCommand("inspector.label")} keyHint="l">
          Label…
        </Button>
        <Button onClick={() => collect([row.fingerprint])}>Add to tray</Button>
      </div>
      <p className={styles.note}>
        <strong>{row.grade}</strong>: {GRADE_WORDS[row.grade]} Folded from {countOf(row.packets, "packet")}.
        {strand.overflow && " The flow has more shapes of messages than are kept apart; this strand holds the rest."}
        {strand.cappedPackets > 0 &&
          ` ${countOf(strand.cappedPackets, "packet")} had more or longer fields than are compared.`}
        {strand.headerOrder === null && " The order of the header fields varies; keys are listed by the alphabet."}
      </p>
      <p className={styles.note}>{describeGroup(strand)}</p>
      <FingerprintKeys keys={keys} packets={row.packets} />
      <TraitList traits={traitDetails} packets={row.packets} />
      <section>
        <h3>Anomalies</h3>
        {anomalies.length === 0 && <p className={styles.note}>None found.</p>}
        <ul className={styles.list}>
          {anomalies.map(([kind, packets]) => (
            <li key={kind}>
              <SafeText text={describeAnomaly(kind)} mono={false} />: {sentenceCount(packets)} of{" "}
              {countOf(row.packets, "packet")}
            </li>
          ))}
        </ul>
      </section>
      <details className={styles.paper}>
        <summary>The mask of the paper</summary>
        <p className={styles.note}>
          Compared from the left, a differing byte shown as -. Kept for comparison; no tool is named by it.
        </p>
        <div className={styles.paperText}>
          {strand.paperText.split("\n").map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
            <div key={index}>
              <SafeText text={line} />
            </div>
          ))}
        </div>
      </details>
    </div>
  );
}
