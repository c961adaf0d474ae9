import type { ReactNode } from "react";
import { useReading } from "../../bridge/reading.ts";
import { runCommand } from "../../commands/commands.ts";
import { openDialog, useDialogs } from "../../commands/dialogs.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ProblemList } from "./problem-list.tsx";
import styles from "./problems-dialog.module.css";

/** What was not read, and why. */
export function ProblemsDialog(): ReactNode {
  const state = useReading((reading) => reading.state);
  const opened = useDialogs((dialogs) => dialogs.open === "problems");
  const retry = () => {
    openDialog(null);
    runCommand("reading.retry");
  };
  return (
    <Dialog opened={opened} title="What was not read, and why" size="wide" close={() => openDialog(null)}>
      <ProblemList state={state} />
      {state.retryable > 0 && (
        <div className={styles.actions}>
          <Button onClick={retry}>Read again what was lost</Button>
        </div>
      )}
    </Dialog>
  );
}
