import { type FormEvent, type ReactNode, useEffect, useRef } from "react";
import type { ChosenCase } from "../../../core/contract/comparison.ts";
import type { MergePart, MergePlan } from "../../../core/contract/merging.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { openDialog, useDialogs } from "../../commands/dialogs.ts";
import { addToMerge, leaveOutOfMerge, startMerge, useMerging } from "../../commands/merging.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { countOf, formatCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { FailedState, LoadingState } from "../../ui/states.tsx";
import { togetherSentences } from "./merge-words.ts";
import styles from "./merging.module.css";

type Plan = Extract<MergePlan, { kind: "plan" }>;

/** What a merge of the open case with others would unite, before it is made. */
export function MergeDialog(): ReactNode {
  const opened = useDialogs((dialogs) => dialogs.open === "merge");
  return (
    <Dialog opened={opened} title="Merge with other cases" size="wide" close={() => openDialog(null)}>
      <Planned />
    </Dialog>
  );
}

function Planned(): ReactNode {
  const others = useMerging((merging) => merging.others);
  const revision = useReading((reading) => reading.state.revision);
  const tokens = others.map(({ token }) => token);
  const { value, error, retry } = useRequest("merge.look", { tokens }, revision);
  if (error !== undefined) {
    return (
      <FailedState
        title="The cases could not be looked at"
        reason={error.message}
        advice="None was changed."
        action={{ title: "Try again", run: retry }}
      />
    );
  }
  if (value === undefined) return <LoadingState title="Looking at the cases" />;
  if (value.kind === "reading") return <LoadingState title="Cases are merged once all captures are read" />;
  return <PlanForm others={others} plan={value} />;
}

function PlanForm({ others, plan }: { readonly others: readonly ChosenCase[]; readonly plan: Plan }): ReactNode {
  const form = useRef<HTMLFormElement>(null);
  const { together } = plan;
  // What to do next: to merge, or to leave out what cannot be merged.
  useEffect(() => {
    const next = ["[type=submit]:enabled", "[data-refused] button", "button"];
    const found = next.map((selector) => form.current?.querySelector<HTMLElement>(selector));
    found.find((element) => element != null)?.focus();
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void startMerge();
  };
  return (
    <form ref={form} className={styles.form} onSubmit={submit}>
      <p>
        Makes a new case that holds what one reading of all captures would give, with the labels, signatures, notes and
        decisions of all cases. The cases themselves stay as they are.
      </p>
      <PlanTable others={others} plan={plan} />
      <Outlook plan={plan} />
      <div className={styles.buttons}>
        <Button onClick={() => void addToMerge()}>Add cases…</Button>
        <span className={styles.space} />
        <Button onClick={() => openDialog(null)}>Cancel</Button>
        <Button primary disabled={together === null}>
          Choose a place and merge…
        </Button>
      </div>
    </form>
  );
}

function Outlook({ plan: { open, others, together } }: { readonly plan: Plan }): ReactNode {
  if (together !== null) {
    return (
      <div role="status">
        {togetherSentences(together, [open, ...others]).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    );
  }
  const isRefused = [open, ...others].some(({ kind }) => kind === "refused");
  return (
    <p role="alert" className={styles.warning}>
      ▲{" "}
      {isRefused
        ? "Not all of these can be merged. Leave out those that cannot, to merge the others."
        : "There is no other case to merge with. Add one."}
    </p>
  );
}

function PlanTable({ others, plan }: { readonly others: readonly ChosenCase[]; readonly plan: Plan }): ReactNode {
  const caseName = useReading((reading) => reading.state.caseName);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls, and the keyboard has to reach it
    <section className={styles.list} tabIndex={0} aria-label="Cases to merge">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Case</th>
            <th scope="col" className={styles.number}>
              Captures
            </th>
            <th scope="col" className={styles.number} title="Captures that none of the other cases holds">
              Only there
            </th>
            <th scope="col" className={styles.number} title="Fingerprints that are labelled">
              Labels
            </th>
            <th scope="col" className={styles.number} title="Signatures that were written, changed or retired">
              Signatures
            </th>
            <td className={styles.action} />
          </tr>
        </thead>
        <tbody>
          <Part part={plan.open}>
            This case{caseName !== null && ", "}
            {caseName !== null && <SafeText text={caseName} expandable={false} />}
          </Part>
          {others.map((other, index) => (
            <Part key={other.token} part={plan.others[index]} leaveOut={other}>
              <SafeText text={other.name} expandable={false} />
            </Part>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Part(props: {
  readonly part: MergePart | undefined;
  readonly leaveOut?: ChosenCase;
  readonly children: ReactNode;
}): ReactNode {
  const { part, leaveOut, children } = props;
  return (
    <tr data-refused={part?.kind === "refused" ? "" : undefined}>
      <th scope="row">
        {children}
        {part?.kind === "brings" && part.waiting > 0 && (
          <div className={styles.dim}>{countOf(part.waiting, "file")} to be read yet</div>
        )}
      </th>
      {part?.kind === "brings" ? (
        [part.captures, part.alone, part.labels, part.signatures].map((count, column) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column has no identity but its place
          <td key={column} className={styles.number}>
            {formatCount(count)}
          </td>
        ))
      ) : (
        <td colSpan={4}>{part !== undefined && <WhyNot part={part} />}</td>
      )}
      <td className={styles.action}>
        {leaveOut !== undefined && (
          <button
            type="button"
            className={styles.link}
            aria-label={`Leave out ${leaveOut.name}`}
            onClick={() => leaveOutOfMerge(leaveOut.token)}
          >
            Leave out
          </button>
        )}
      </td>
    </tr>
  );
}

function WhyNot({ part }: { readonly part: Exclude<MergePart, { kind: "brings" }> }): ReactNode {
  if (part.kind === "same") return "The same file as one above: it counts once.";
  return (
    <span className={styles.warning}>
      ▲ <SafeText text={part.fault.message} mono={false} />
    </span>
  );
}
