import type { ReactNode } from "react";
import { useMergeProgress } from "../../bridge/merge-progress.ts";
import { useRole } from "../../bridge/role.ts";
import { openDialog } from "../../commands/dialogs.ts";
import { cancelMerge, dismissMerged, openMerged, useMerging } from "../../commands/merging.ts";
import { Button } from "../../ui/button.tsx";
import { ProgressTrack } from "../../ui/progress-track.tsx";
import { SafeText } from "../../ui/safe-text.tsx";
import { mergedSentences, mergeProgressWords, mergeShare } from "./merge-words.ts";
import styles from "./merging.module.css";

/** How far the merge of cases is, with Cancel; then what came of it. Nothing where there is none. */
export function MergeBar(): ReactNode {
  const progress = useMergeProgress();
  const readOnly = useRole((role) => role.readOnly);
  if (progress.stage === "none") return <Ended />;
  return (
    <section className={styles.bar} aria-label="Merging cases">
      <span className={styles.stage}>{mergeProgressWords(progress)}</span>
      <ProgressTrack label="Part of the cases that is merged" share={mergeShare(progress)} />
      {!readOnly && <Button onClick={() => void cancelMerge()}>Cancel</Button>}
    </section>
  );
}

function Ended(): ReactNode {
  const ended = useMerging((merging) => merging.ended);
  if (ended === null || ended.ending.kind === "cancelled") return null;
  const { name, ending } = ended;
  if (ending.kind === "merged") {
    return (
      <section className={styles.bar} aria-label="Merged case">
        <span role="status">
          <SafeText text={mergedSentences(name, ending).join(" ")} mono={false} />
        </span>
        <span className={styles.space} />
        <Button primary onClick={() => void openMerged()}>
          Open the merged case
        </Button>
        <Button onClick={dismissMerged}>Dismiss</Button>
      </section>
    );
  }
  const again = () => {
    dismissMerged();
    openDialog("merge");
  };
  return (
    <section className={styles.failed} aria-label="Not merged">
      <span role="alert">
        <span aria-hidden="true" className={styles.warning}>
          ▲{" "}
        </span>
        <SafeText text={ending.fault.message} mono={false} />
      </span>
      <span className={styles.space} />
      <Button onClick={again}>Merge again…</Button>
      <Button onClick={dismissMerged}>Dismiss</Button>
    </section>
  );
}
