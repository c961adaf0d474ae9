import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from "react";
import { useOverview } from "../bridge/overview.ts";
import { useReading } from "../bridge/reading.ts";
import { registerFilterField } from "../commands/filter-focus.ts";
import { changeWorkspace, useWorkspace } from "../commands/workspace.ts";
import { filterByText, showView } from "../commands/workspace-state.ts";
import { RulesNote } from "../features/rules/rules-note.tsx";
import { Icon } from "../ui/icons.tsx";
import { safeString } from "../ui/safe-string.ts";
import { SafeText } from "../ui/safe-text.tsx";
import { formatFullTime, formatTime } from "../ui/times.ts";
import styles from "./top-bar.module.css";

const TYPING_DELAY_MS = 120;

/** What is open, its time span, and the filter where there is something to filter. */
export function TopBar({ filter }: { readonly filter: boolean }): ReactNode {
  const names = useReading((reading) => reading.state.names);
  const files = useReading((reading) => reading.state.files);
  const overview = useOverview().value;
  const [first] = names;
  const title = names.map((name) => safeString(name)).join("\n");
  return (
    <section className={styles.bar} aria-label="Captures and filter">
      <h1 className={styles.captures} title={title}>
        {first === undefined ? "Nothing was read" : <SafeText text={first} mono={false} expandable={false} />}
        {files > 1 && <span className={styles.more}> and {files - 1} more</span>}
      </h1>
      {overview !== undefined && overview.firstPacketAt !== null && (
        <span
          className={styles.span}
          title={`${formatFullTime(overview.firstPacketAt)} – ${formatFullTime(overview.lastPacketAt)}`}
        >
          {formatTime(overview.firstPacketAt)} – {formatTime(overview.lastPacketAt)} UTC
        </span>
      )}
      <RulesNote />
      <span className={styles.space} />
      {filter && <FilterField />}
    </section>
  );
}

/** Words that each must occur in a flow. Follows the typing after a moment, and the chips at once. */
function FilterField(): ReactNode {
  const text = useWorkspace((workspace) => workspace.query.text);
  const [typed, setTyped] = useState(text);
  const id = useId();
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === useWorkspace.getState().query.text) return;
    const timer = setTimeout(() => changeWorkspace((workspace) => filterByText(workspace, typed)), TYPING_DELAY_MS);
    return () => clearTimeout(timer);
  }, [typed]);

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Escape") event.currentTarget.blur();
    if (event.key !== "Enter") return;
    changeWorkspace((workspace) => ({ ...filterByText(workspace, typed), ...showView("flows") }));
  };
  return (
    <div className={styles.filter}>
      <Icon name="filter" />
      <label className="visually-hidden" htmlFor={id}>
        Filter flows by words
      </label>
      <input
        ref={registerFilterField}
        id={id}
        type="text"
        value={typed}
        maxLength={1000}
        spellCheck={false}
        autoComplete="off"
        placeholder="Filter flows: address, tool, method, strategy…"
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <kbd>/</kbd>
    </div>
  );
}
