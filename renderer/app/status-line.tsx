import type { ReactNode } from "react";
import { LOOKS_ON } from "../../core/contract/asked-by.ts";
import { useOverview } from "../bridge/overview.ts";
import { useReading } from "../bridge/reading.ts";
import { useRole } from "../bridge/role.ts";
import { runCommand } from "../commands/commands.ts";
import { dismissNotice, useNotices } from "../commands/notices.ts";
import { useSelection } from "../commands/selection.ts";
import { describeReading } from "../features/reading/reading-progress.ts";
import { countOf, formatShare, sentenceCount } from "../ui/numbers.ts";
import { SafeText } from "../ui/safe-text.tsx";
import styles from "./status-line.module.css";

/** The bottom line: the reading, problems, what failed last; tools, unknown, and the time zone. */
export function StatusLine(): ReactNode {
  const state = useReading((reading) => reading.state);
  const readOnly = useRole((role) => role.readOnly);
  const overview = useOverview().value;
  const requests = overview?.classes.find(([name]) => name === "sipRequest")?.[1] ?? 0;
  return (
    <footer className={styles.line}>
      {readOnly && (
        <span className={styles.role} title={LOOKS_ON}>
          read-only
        </span>
      )}
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
      <LastDone />
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
      <Selection />
      <span title="All times are in Coordinated Universal Time, offset +00:00">UTC +00:00</span>
    </footer>
  );
}

/** How many rows of the list are marked. */
function Selection(): ReactNode {
  const marked = useSelection((selection) => selection.marked);
  return marked > 0 && <span>selection {sentenceCount(marked)}</span>;
}

/** What the analyst did last, or was told. */
function LastDone(): ReactNode {
  const done = useNotices((store) => store.done);
  const told = useNotices((store) => store.told);
  return (
    <span role="status" className={styles.done}>
      {told !== null && <SafeText text={told} mono={false} expandable={false} />}
      {done !== null && (
        <>
          <SafeText text={done} mono={false} expandable={false} />{" "}
          <button type="button" title="Everything that was done, to undo it (H)" onClick={() => runCommand("history")}>
            history
          </button>
        </>
      )}
    </span>
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
