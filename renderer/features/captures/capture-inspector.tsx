import { type ReactNode, useMemo, useRef } from "react";
import type { CaptureInspection } from "../../../core/contract/capture-table.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { type Command, runCommand, useCommands } from "../../commands/commands.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import { SafeText } from "../../ui/safe-text.tsx";
import { EmptyState, FailedState } from "../../ui/states.tsx";
import { CaptureFacts } from "./capture-facts.tsx";
import styles from "./captures.module.css";
import { ClassCounts } from "./class-counts.tsx";
import { CommentList } from "./comment-list.tsx";
import { CrossCheckSection } from "./cross-check-section.tsx";
import { ProblemList } from "./problem-list.tsx";
import { StateMark } from "./state-mark.tsx";
import { useInspected } from "./use-inspected.ts";

/** All that is known of the selected file; of the first in the list while none is selected. */
export function CaptureInspector(): ReactNode {
  const revision = useReading((reading) => reading.state.fileRevision);
  const { capture, error, asking, retry } = useInspected();
  if (capture !== null) return <OneCapture key={capture} capture={capture} revision={revision} />;
  if (asking) return <Awaited title="Asking for the files" />;
  if (error === null) return <EmptyState title="No file to inspect">None is listed.</EmptyState>;
  return (
    <FailedState
      title="The files could not be asked for"
      reason={error}
      advice="What is on screen stays."
      action={{ title: "Try again", run: retry }}
    />
  );
}

function OneCapture({ capture, revision }: { readonly capture: string; readonly revision: number }): ReactNode {
  const { value, error, retry } = useRequest("capture.inspect", { capture }, revision);
  const panel = useRef<HTMLElement>(null);
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "captures.inspector",
        title: "Go to the inspector",
        group: "Inspector",
        keys: ["i"],
        run: () => panel.current?.focus(),
      },
    ],
    [],
  );
  useCommands(commands);
  if (value !== undefined) {
    return (
      <section ref={panel} className={styles.inspector} tabIndex={-1} aria-label="Inspected file">
        {error !== undefined && (
          <p className={styles.outdated} role="alert">
            ▲ This may be out of date: {error.message}
          </p>
        )}
        <Inspection inspection={value} />
      </section>
    );
  }
  if (error === undefined) return <Awaited title="Asking for the file" />;
  if (error.code === "not-found") {
    return <EmptyState title="This file is not among those read">Choose one in the list of captures.</EmptyState>;
  }
  return (
    <FailedState
      title="The file could not be inspected"
      reason={error.message}
      advice="The list and everything read so far is kept."
      action={{ title: "Try again", run: retry }}
    />
  );
}

function Inspection({ inspection }: { readonly inspection: CaptureInspection }): ReactNode {
  const { row, details, failure } = inspection;
  return (
    <>
      <header className={styles.head}>
        <h2>
          <SafeText text={row.name} />
        </h2>
        <StateMark state={row.state} />
      </header>
      {failure !== null && (
        <section className={styles.section} aria-label="Why">
          <p>
            <SafeText text={failure.message} mono={false} />
          </p>
          <p>{failure.advice}</p>
          {row.state === "lost" && <Button onClick={() => runCommand("reading.retry")}>Read again</Button>}
        </section>
      )}
      {details !== null && (
        <>
          <ProblemList problems={details.problems} />
          {row.check !== null && row.state !== "reading" && (
            <CrossCheckSection capture={row.id} state={details.crossCheck.kind} words={details.crossCheckWords} />
          )}
          <CaptureFacts row={row} details={details} />
          <ClassCounts classes={details.classes} />
          <CommentList comments={details.comments} count={details.commentCount} />
        </>
      )}
    </>
  );
}
