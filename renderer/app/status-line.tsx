import type { ReactNode } from "react";
import { useOverview } from "../bridge/overview.ts";
import { useReading } from "../bridge/reading.ts";
import { runCommand } from "../commands/commands.ts";
import { dismissNotice, useNotices } from "../commands/notices.ts";
import { describeReading } from "../features/reading/reading-progress.ts";
import { countOf, formatShare } from "../ui/numbers.ts";
import { SafeText } from "../ui/safe-text.tsx";
import styles from "./status-line.module.css";

/** The bottom line: the reading, problems, what failed last; tools, unknown, and the time zone. */
export function StatusLine(): ReactNode {
  const state = useReading((reading) => reading.state);
  const overview = useOverview().value;
  const requests = overview?.classes.find(([name]) => name === "sipRequest")?.[1] ?? 0;
  return (
    <footer className={styles.line}>
      <span>{describeReading(state, overview)}</span>
      {state.problemCount > 0 && (
        <button type="button" className={styles.problems} onClick={() => runCommand("reading.problems")}>
          <span aria-hidden="true">▲ </span>
          {countOf(state.problemCount, "problem")}
        </button>
      )}
      {state.caseFault !== null && (
        <span role="alert" className={styles.failed}>
          <SafeText text={state.caseFault} mono={false} expandable={false} />
        </span>
      )}
      <LastFailure />
      <span className={styles.space} />
      {state.phase !== "idle" && overview !== undefined && requests > 0 && (
        <>
          <span>{overview.toolsPending ? "tools named at the end" : countOf(overview.tools.length, "tool")}</span>
          {!overview.toolsPending && (
            <span title={`${countOf(overview.unnamed.packets, "request")} no signature names`}>
              {formatShare(overview.unnamed.packets, requests)} unknown
            </span>
          )}
        </>
      )}
      <span title="All times are in Coordinated Universal Time, offset +00:00">UTC +00:00</span>
    </footer>
  );
}

function LastFailure(): ReactNode {
  const failure = useNotices((store) => store.failure);
  return (
    <span role="status" className={styles.failed}>
      {failure !== null && (
        <>
          <SafeText text={failure} mono={false} expandable={false} />{" "}
          <button type="button" onClick={dismissNotice}>
            dismiss
          </button>
        </>
      )}
    </span>
  );
}
