import { type ReactNode, useMemo, useRef } from "react";
import type { DiffFault, DiffView } from "../../../core/contract/diff.ts";
import { formatDiff } from "../../../core/report/format-diff.ts";
import { copyText } from "../../bridge/clipboard.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { type Command, useCommands } from "../../commands/commands.ts";
import { formatReferences, removeSide } from "../../commands/compare-state.ts";
import { changeWorkspace, useWorkspace } from "../../commands/workspace.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { countOf } from "../../ui/numbers.ts";
import { safeString } from "../../ui/safe-string.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { EmptyState, FailedState } from "../../ui/states.tsx";
import styles from "./diff.module.css";
import { DiffColumns } from "./diff-columns.tsx";
import { HeaderOrders } from "./header-orders.tsx";
import { ReferenceField } from "./reference-field.tsx";

/** Fingerprints, strands, packets and signatures side by side: what differs, in a sentence and key by key. */
export function DiffPage(): ReactNode {
  const compared = useWorkspace((workspace) => workspace.compared);
  return (
    <div className={styles.page}>
      <ReferenceField compared={compared} />
      {compared.length < 2 ? <NothingToCompare some={compared.length === 1} /> : <Compared references={compared} />}
    </div>
  );
}

function NothingToCompare({ some }: { readonly some: boolean }): ReactNode {
  return (
    <EmptyState title={some ? "One side is no diff" : "Nothing to compare yet"}>
      <p>
        Press <kbd>d</kbd> in a list of flows, fingerprints, strands or packets to put what is chosen there into the
        tray at the bottom of the rail, then <kbd>Ctrl</kbd>+<kbd>D</kbd>.
      </p>
      <p>Or type ids of fingerprints, strands or signatures into the field above, as: opt12_f85 | paper/10</p>
    </EmptyState>
  );
}

function Compared({ references }: { readonly references: readonly string[] }): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const { value, error, retry } = useRequest("diff.get", { references: [...references] }, revision);
  if (error !== undefined && value === undefined) {
    return (
      <FailedState
        title="The diff could not be made"
        reason={error.message}
        advice="What is compared stays chosen."
        action={{ title: "Try again", run: retry }}
      />
    );
  }
  if (value === undefined) return <Awaited title="Comparing" />;
  if (value.kind === "fault") return <Fault fault={value.fault} references={references} retry={retry} />;
  return <Diff diff={value.diff} />;
}

function Fault(props: {
  readonly fault: DiffFault;
  readonly references: readonly string[];
  readonly retry: () => void;
}): ReactNode {
  const { fault, references, retry } = props;
  if (fault.code === "still-reading") return <EmptyState title="Not yet">{fault.message}</EmptyState>;
  const index = references.indexOf(fault.reference ?? "");
  const leaveOut = {
    title: "Leave it out",
    run: () => changeWorkspace((workspace) => removeSide(workspace, index)),
  };
  return (
    <FailedState
      title="One side cannot be compared"
      reason={<SafeText text={fault.message} mono={false} />}
      advice="The other sides stay chosen."
      action={index < 0 ? { title: "Try again", run: retry } : leaveOut}
    />
  );
}

function Diff({ diff }: { readonly diff: DiffView }): ReactNode {
  const content = useRef<HTMLDivElement>(null);
  const equalRowsShown = useWorkspace((workspace) => workspace.equalRowsShown);
  const { rows, headerOrder, summary, differences, sides } = diff;
  const equal = rows.filter(({ kind }) => kind === "equal").length;
  const commands = useMemo(
    (): readonly Command[] => [
      { id: "diff.next", title: "Next difference", group: "Diff", keys: ["]"], run: () => goTo(content.current, 1) },
      {
        id: "diff.previous",
        title: "Previous difference",
        group: "Diff",
        keys: ["["],
        run: () => goTo(content.current, -1),
      },
      { id: "diff.equal", title: "Show or fold the equal keys", group: "Diff", keys: ["e"], run: toggleEqual },
      {
        id: "diff.copy",
        title: "Copy the diff as text",
        group: "Diff",
        keys: ["c"],
        run: () => void copyText(formatDiff(diff)),
      },
      {
        id: "diff.copyReference",
        title: "Copy a reference to this diff",
        group: "Diff",
        keys: [],
        run: () => void copyText(safeString(formatReferences(sides.map(({ reference }) => reference)))),
      },
    ],
    [diff, sides],
  );
  useCommands(commands);
  return (
    <>
      <header className={styles.head}>
        <p className={styles.summary} role="status">
          <SafeText text={summary} mono={false} />
        </p>
        <div className={styles.bar}>
          <span className={styles.count}>{countOf(differences, "difference")}</span>
          <Button onClick={() => goTo(content.current, -1)} disabled={differences === 0} keyHint="[">
            Previous
          </Button>
          <Button onClick={() => goTo(content.current, 1)} disabled={differences === 0} keyHint="]">
            Next
          </Button>
          {equal > 0 && (
            <Button onClick={toggleEqual} pressed={equalRowsShown} keyHint="e">
              Equal keys ({equal})
            </Button>
          )}
          <CopyButton title="Copy as text" copy={() => copyText(formatDiff(diff))} />
          <CopyButton
            title="Copy reference"
            copy={() => copyText(safeString(formatReferences(sides.map(({ reference }) => reference))))}
          />
        </div>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section ref={content} className={styles.content} tabIndex={0} aria-label="Differences">
        <DiffColumns diff={diff} equalRowsShown={equalRowsShown} />
        <HeaderOrders sides={sides} headerOrder={headerOrder} />
      </section>
    </>
  );
}

function toggleEqual(): void {
  changeWorkspace(({ equalRowsShown }) => ({ equalRowsShown: !equalRowsShown }));
}

/** Goes to the next difference, or the previous one, all around. */
function goTo(content: HTMLElement | null, step: 1 | -1): void {
  const differing = [...(content?.querySelectorAll<HTMLElement>("[data-difference]") ?? [])];
  if (differing.length === 0) return;
  const at = differing.findIndex((element) => element.contains(document.activeElement));
  const from = at < 0 && step < 0 ? 0 : at;
  const next = differing[(from + step + differing.length) % differing.length];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "center" });
}
