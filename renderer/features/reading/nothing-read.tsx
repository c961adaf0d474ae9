import type { ReactNode } from "react";
import { useReading } from "../../bridge/reading.ts";
import { runCommand } from "../../commands/commands.ts";
import { Button } from "../../ui/button.tsx";
import { countOf } from "../../ui/numbers.ts";
import styles from "./nothing-read.module.css";
import { ProblemList } from "./problem-list.tsx";
import { countProblemFiles } from "./reading-progress.ts";

/** In the place of every view when no packet could be read: why, and what to do. */
export function NothingRead(): ReactNode {
  const state = useReading((reading) => reading.state);
  return (
    <section className={styles.page} aria-label="Nothing was read">
      <h2>No packet could be read from {countOf(countProblemFiles(state), "file")}</h2>
      <ProblemList state={state} />
      <div className={styles.actions}>
        <Button onClick={() => runCommand("captures.files")} keyHint="Ctrl+O" primary>
          Open other files…
        </Button>
        {state.retryable > 0 && <Button onClick={() => runCommand("reading.retry")}>Read again what was lost</Button>}
      </div>
    </section>
  );
}
