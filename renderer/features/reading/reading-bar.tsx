import { type ReactNode, useState } from "react";
import type { ReadingState } from "../../../core/contract/reading-state.ts";
import { useReading } from "../../bridge/reading.ts";
import { runCommand } from "../../commands/commands.ts";
import { Button } from "../../ui/button.tsx";
import { ProgressTrack } from "../../ui/progress-track.tsx";
import styles from "./reading-bar.module.css";
import { describeTrouble, percentText, progressParts, readShare } from "./reading-progress.ts";

/** How far the reading is, with Cancel; then what was not read. Nothing once all is well. */
export function ReadingBar(): ReactNode {
  const state = useReading((reading) => reading.state);
  const [dismissed, setDismissed] = useState<string | null>(null);
  if (state.phase === "reading" || state.phase === "judging") return <Progress state={state} />;

  const sentences = endSentences(state);
  const key = sentences.join(" ");
  if (sentences.length === 0 || dismissed === key) return null;
  return (
    <section className={styles.notice} aria-label="What was not read">
      <span className={styles.sign} aria-hidden="true">
        ▲
      </span>
      <span>{key}</span>
      <span className={styles.space} />
      {state.problemCount > 0 && <Button onClick={() => runCommand("reading.problems")}>Show what and why</Button>}
      {state.retryable > 0 && <Button onClick={() => runCommand("reading.retry")}>Read again</Button>}
      <Button onClick={() => setDismissed(key)}>Dismiss</Button>
    </section>
  );
}

function Progress({ state }: { readonly state: ReadingState }): ReactNode {
  const judging = state.phase === "judging";
  const title = judging ? "Naming the tools" : `Reading ${percentText(state)}`;
  const share = judging ? 1 : readShare(state);
  return (
    <section className={styles.progress} aria-label="Reading">
      <span className={styles.title}>{title}</span>
      <ProgressTrack label="Bytes read" share={share} />
      <span className={styles.parts}>{progressParts(state).join(" · ")}</span>
      <Button onClick={() => runCommand("reading.cancel")}>Cancel</Button>
    </section>
  );
}

function endSentences(state: ReadingState): string[] {
  const sentences: string[] = [];
  if (state.cancelled) sentences.push("Reading was cancelled. What was read until then is kept and shown.");
  else if (state.phase === "stopped")
    sentences.push("Reading stopped before its end. What was read is kept and shown.");
  const trouble = describeTrouble(state);
  if (trouble !== null) sentences.push(trouble);
  if (trouble !== null && sentences.length === 1) sentences.push("All else was read.");
  return sentences;
}
