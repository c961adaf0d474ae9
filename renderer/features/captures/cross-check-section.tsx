import type { ReactNode } from "react";
import type { CheckState } from "../../../core/contract/capture-table.ts";
import { call } from "../../bridge/bridge.ts";
import { sayFailed } from "../../commands/notices.ts";
import { Button } from "../../ui/button.tsx";
import { SafeText } from "../../ui/safe-text.tsx";
import styles from "./captures.module.css";

interface CrossCheckProps {
  readonly capture: string;
  readonly state: CheckState["kind"];
  /** The result in a sentence. */
  readonly words: string;
}

/** What a second, independent reader finds in the same bytes, on request. */
export function CrossCheckSection({ capture, state, words }: CrossCheckProps): ReactNode {
  const ask = async (wanted: boolean) => {
    const reply = await call("capture.crossCheck", { capture, wanted });
    if (!reply.ok) sayFailed(reply.error.message);
  };
  const running = state === "running";
  return (
    <section className={styles.section} aria-label="Second reader">
      <h3>Second reader</h3>
      <p role="status" className={state === "differs" ? styles.loss : undefined}>
        {state === "none" && <span className={styles.dim}>Not asked yet.</span>}
        {running && "A second reader reads the capture…"}
        {words !== "" && (
          <>
            <span aria-hidden="true">{state === "agrees" ? "✓ " : state === "differs" ? "≠ " : "– "}</span>
            <SafeText text={words} mono={false} expandable={false} />
          </>
        )}
      </p>
      <div>
        <Button onClick={() => void ask(!running)}>
          {running ? "Cancel comparing" : state === "none" ? "Compare with a second reader" : "Compare again"}
        </Button>
      </div>
    </section>
  );
}
