import type { ReactNode } from "react";
import { useOverview } from "../bridge/overview.ts";
import { useReading } from "../bridge/reading.ts";
import { RulesNote } from "../features/rules/rules-note.tsx";
import { safeString } from "../ui/safe-string.ts";
import { SafeText } from "../ui/safe-text.tsx";
import { formatFullTime, formatTime } from "../ui/times.ts";
import { FlowFilter } from "./flow-filter.tsx";
import styles from "./top-bar.module.css";

/** What is open, its time span, and the filter where there is something to filter. */
export function TopBar({ filter }: { readonly filter: boolean }): ReactNode {
  const caseName = useReading((reading) => reading.state.caseName);
  const names = useReading((reading) => reading.state.names);
  const files = useReading((reading) => reading.state.files);
  const overview = useOverview().value;
  const [first] = names;
  const title = names.map((name) => safeString(name)).join("\n");
  return (
    <section className={styles.bar} aria-label="Captures and filter">
      {caseName !== null && (
        <span className={styles.case} title={`The case ${safeString(caseName)}`}>
          <SafeText text={caseName} mono={false} expandable={false} />
        </span>
      )}
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
      {filter && <FlowFilter />}
    </section>
  );
}
