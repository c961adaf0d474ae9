import type { ReactNode } from "react";
import { useReading } from "../../bridge/reading.ts";
import { runCommand } from "../../commands/commands.ts";
import { Button } from "../../ui/button.tsx";
import { countOf } from "../../ui/numbers.ts";
import styles from "./nothing-read.module.css";

/** In the place of every view when no packet could be read: what to do, and below it the files with their reasons. */
export function NothingRead({ children }: { readonly children: ReactNode }): ReactNode {
  const files = useReading((reading) => reading.state.files);
  return (
    <section className={styles.page} aria-label="Nothing was read">
      <div className={styles.head}>
        <h2>No packet could be read{files > 0 && ` from ${countOf(files, "file")}`}</h2>
        <Button onClick={() => runCommand("captures.files")} keyHint="Ctrl+O" primary>
          Open other files…
        </Button>
      </div>
      <div className={styles.files}>{children}</div>
    </section>
  );
}
