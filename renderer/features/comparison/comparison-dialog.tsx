import { type ReactNode, useEffect, useRef, useState } from "react";
import {
  type ChosenCase,
  COMPARED_CHANGES,
  COMPARED_THINGS,
  type ComparedRow,
  type Comparison,
} from "../../../core/contract/comparison.ts";
import { copyText } from "../../bridge/clipboard.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { chooseComparison, useComparison } from "../../commands/comparison.ts";
import { openDialog, useDialogs } from "../../commands/dialogs.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { countOf } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { EmptyState, FailedState, LoadingState } from "../../ui/states.tsx";
import styles from "./comparison.module.css";
import { ComparisonTable } from "./comparison-table.tsx";
import { comparisonSentence, notListed, type ShownRows, shownRows } from "./comparison-words.ts";

const ANOTHER = { title: "Choose another case…", run: () => void chooseComparison() };

/** The case that is open beside another one: tools, fingerprints and sources gained, lost and changed. */
export function ComparisonDialog(): ReactNode {
  const opened = useDialogs((dialogs) => dialogs.open === "comparison");
  const other = useComparison((comparison) => comparison.other);
  return (
    <Dialog opened={opened} title="Compared with another case" size="wide" close={() => openDialog(null)}>
      {other !== null && <Compared other={other} />}
    </Dialog>
  );
}

function Compared({ other }: { readonly other: ChosenCase }): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const { value, error, retry } = useRequest("comparison.get", { token: other.token }, revision);
  if (error !== undefined) {
    return (
      <FailedState
        title="The cases could not be compared"
        reason={error.message}
        advice="Neither was changed."
        action={{ title: "Try again", run: retry }}
      />
    );
  }
  if (value === undefined) return <LoadingState title="Comparing with the other case" />;
  switch (value.kind) {
    case "reading":
      return <LoadingState title="Cases are compared once all captures are read" />;
    case "refused":
      return (
        <FailedState
          title="The cases could not be compared"
          reason={value.reason}
          advice="Neither was changed."
          action={ANOTHER}
        />
      );
    case "compared":
      return <Differences other={other} comparison={value} />;
  }
}

const CHANGE_WORDS: Readonly<Record<ComparedRow["change"], string>> = {
  gained: "gained: only here",
  lost: "lost: only there",
  changed: "changed",
};

function Differences(props: {
  readonly other: ChosenCase;
  readonly comparison: Extract<Comparison, { kind: "compared" }>;
}): ReactNode {
  const { rows, counts, text } = props.comparison;
  const [shown, setShown] = useState<ShownRows>({ what: null, change: null, words: "" });
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const list = shownRows(rows, shown);
  const more = notListed(props.comparison, shown);
  return (
    <>
      <p className={styles.about}>
        This case beside <SafeText text={props.other.name} expandable={false} />, which is taken for the earlier one:{" "}
        {comparisonSentence(counts)}
      </p>
      <div className={styles.bar}>
        <select
          aria-label="What is listed"
          value={shown.what ?? ""}
          onChange={(event) => {
            const wanted = event.currentTarget.value;
            setShown({ ...shown, what: COMPARED_THINGS.find((what) => what === wanted) ?? null });
          }}
        >
          <option value="">tools, fingerprints, sources</option>
          {COMPARED_THINGS.map((what) => (
            <option key={what} value={what}>
              {what}s
            </option>
          ))}
        </select>
        <select
          aria-label="Which changes are listed"
          value={shown.change ?? ""}
          onChange={(event) => {
            const wanted = event.currentTarget.value;
            setShown({ ...shown, change: COMPARED_CHANGES.find((change) => change === wanted) ?? null });
          }}
        >
          <option value="">all changes</option>
          {COMPARED_CHANGES.map((change) => (
            <option key={change} value={change}>
              {CHANGE_WORDS[change]}
            </option>
          ))}
        </select>
        <input
          type="text"
          aria-label="Only with"
          placeholder="Only with…"
          ref={field}
          value={shown.words}
          maxLength={200}
          spellCheck={false}
          onChange={(event) => setShown({ ...shown, words: event.currentTarget.value })}
        />
        <CopyButton title="Copy as text" copy={() => copyText(text)} />
        <Button onClick={ANOTHER.run}>{ANOTHER.title}</Button>
      </div>
      <p className={styles.count} role="status">
        {countOf(list.length, "row")}
        {more > 0 && `; ${countOf(more, "smaller one")} not listed: "ringprint compare" lists all`}
      </p>
      {rows.length === 0 ? (
        <EmptyState title="Nothing differs">Both cases hold the same tools, fingerprints and sources.</EmptyState>
      ) : list.length === 0 ? (
        <EmptyState
          title="Nothing matches"
          action={{ title: "List all", run: () => setShown({ what: null, change: null, words: "" }) }}
        >
          No row has these words, of what is listed.
        </EmptyState>
      ) : (
        <ComparisonTable rows={list} />
      )}
    </>
  );
}
