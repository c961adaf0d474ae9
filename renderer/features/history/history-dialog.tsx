import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Deed, Deeds } from "../../../core/contract/history.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { runCommand } from "../../commands/commands.ts";
import { openDialog, useDialogs } from "../../commands/dialogs.ts";
import { goToDeed } from "../../commands/notes.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { countOf } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { EmptyState, FailedState, LoadingState } from "../../ui/states.tsx";
import styles from "./history.module.css";

/** Everything the analysts did in the case, the newest first, with the way back to any point of it. */
export function HistoryDialog(): ReactNode {
  const opened = useDialogs((dialogs) => dialogs.open === "history");
  return (
    <Dialog opened={opened} title="History" size="wide" close={() => openDialog(null)}>
      <AllDeeds />
    </Dialog>
  );
}

function AllDeeds(): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const { value, error, retry } = useRequest("history.list", {}, revision);
  if (value === undefined) {
    if (error === undefined) return <LoadingState title="Asking for the history" />;
    return (
      <FailedState
        title="The history could not be asked for"
        reason={error.message}
        advice="It is kept in the case."
        action={{ title: "Try again", run: retry }}
      />
    );
  }
  if (value.inAll === 0) {
    return (
      <EmptyState title="Nothing was done in this case yet">
        Labels, reviews, notes and bookmarks are listed here, and can be undone back to any point.
      </EmptyState>
    );
  }
  return <DeedList {...value} />;
}

/** The list, once it is there: the keyboard goes to its filter. */
function DeedList({ deeds, inAll }: Deeds): ReactNode {
  const [wanted, setWanted] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const words = wanted.trim().toLowerCase();
  const shown = deeds.filter((deed) => `${deed.words} ${deed.author} ${deed.at}`.toLowerCase().includes(words));
  const last = deeds.find(({ holds }) => holds);
  return (
    <>
      <div className={styles.bar}>
        <label htmlFor="history-words">Only with</label>
        <input
          id="history-words"
          type="text"
          ref={field}
          value={wanted}
          maxLength={200}
          spellCheck={false}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <span role="status">
          {shown.length} of {countOf(inAll, "thing")} done
        </span>
        <Button onClick={() => runCommand("history.undo")}>Undo</Button>
        <Button onClick={() => runCommand("history.redo")}>Do again</Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls, and the keyboard has to reach it */}
      <section className={styles.list} tabIndex={0} aria-label="Things done">
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">When (UTC)</th>
              <th scope="col">Who</th>
              <th scope="col">What</th>
              <th scope="col">State</th>
              <th scope="col">
                <span className="visually-hidden">Go back to it</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((deed) => (
              <Row key={deed.event} deed={deed} isLast={deed === last} />
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Row({ deed, isLast }: { readonly deed: Deed; readonly isLast: boolean }): ReactNode {
  const { event, at, author, words, holds } = deed;
  return (
    <tr className={holds ? undefined : styles.undone}>
      <td className={styles.when}>{at.slice(0, 19).replace("T", " ")}</td>
      <td>
        <SafeText text={author} mono={false} expandable={false} />
      </td>
      <td className={styles.what}>
        <SafeText text={words} mono={false} expandable={false} />
      </td>
      <td className={styles.state}>{holds ? (isLast ? "done last" : "done") : "undone"}</td>
      <td className={styles.back}>
        {!isLast && (
          <Button onClick={() => void goToDeed(event)}>{holds ? "Undo what came later" : "Do again up to here"}</Button>
        )}
      </td>
    </tr>
  );
}
