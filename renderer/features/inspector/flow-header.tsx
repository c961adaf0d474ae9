import type { ReactNode } from "react";
import type { FlowInspection } from "../../../core/contract/inspection.ts";
import { changeWorkspace } from "../../commands/workspace.ts";
import { showSource } from "../../commands/workspace-state.ts";
import { Button } from "../../ui/button.tsx";
import { countOf } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { formatDuration, formatFullTime, formatTime } from "../../ui/times.ts";
import styles from "./inspector.module.css";

/** Which flow it is: source, time and size. */
export function FlowHeader({ flow }: { readonly flow: FlowInspection }): ReactNode {
  const { source, firstPacketAt, durationSeconds, packets, destinations } = flow.row;
  return (
    <header className={styles.header}>
      <h2>
        <SafeText text={source} />
      </h2>
      <Button onClick={() => changeWorkspace(() => showSource(source))} keyHint="u">
        All of this source
      </Button>
      <p title={`${formatFullTime(firstPacketAt)} to ${formatFullTime(flow.lastPacketAt)}`}>
        {formatTime(firstPacketAt)} UTC, for {formatDuration(durationSeconds)}
      </p>
      <p>
        {countOf(packets, "packet")} to {countOf(destinations, "destination")}, {countOf(flow.strands.length, "strand")}
      </p>
    </header>
  );
}
