import { type FormEvent, type ReactNode, useId, useState } from "react";
import type { ReportPreview } from "../../../core/contract/reader-report.ts";
import { runCommand } from "../../commands/commands.ts";
import { releaseTelescope } from "../../commands/report.ts";
import { Button } from "../../ui/button.tsx";
import { countOf } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import styles from "./report.module.css";

/** Longest reason. */
const MOST_REASON = 1000;

/** Where the report would give the telescope away, and the two ways on: say what the telescope is, or why it may leave. */
export function LeakNotice({ report }: { readonly report: Extract<ReportPreview, { kind: "made" }> }): ReactNode {
  const { leaks, leaksInAll, advice } = report;
  const [reason, setReason] = useState("");
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() !== "") releaseTelescope(reason.trim());
  };
  const further = leaksInAll - leaks.length;
  return (
    <section className={styles.leaks} aria-label="What would give the telescope away">
      <p>
        <span className={styles.sign} aria-hidden="true">
          ▲
        </span>{" "}
        {countOf(leaksInAll, "place")} of this report would give the telescope away. Reports are made for others, so it
        is not saved like that. {advice}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box without controls is reached by keyboard this way */}
      <ul tabIndex={0} aria-label="Places">
        {leaks.map((leak) => (
          <li key={leak}>
            <SafeText text={leak} mono={false} expandable={false} />
          </li>
        ))}
        {further > 0 && <li>… and {countOf(further, "further place")}.</li>}
      </ul>
      <form className={styles.line} onSubmit={submit}>
        <Button onClick={() => runCommand("rules")}>Say what the telescope is…</Button>
        <label htmlFor={id}>or why its addresses may leave:</label>
        <input
          id={id}
          type="text"
          value={reason}
          maxLength={MOST_REASON}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button disabled={reason.trim() === ""}>Let them leave</Button>
        <span className={styles.note}>The report names the reason.</span>
      </form>
    </section>
  );
}

/** Why the telescope's addresses may leave, and how to take that back. */
export function ReleaseNotice({ release }: { readonly release: string }): ReactNode {
  return (
    <section className={styles.leaks} aria-label="The telescope may leave">
      <p className={styles.line}>
        <span>
          <span className={styles.sign} aria-hidden="true">
            ▲
          </span>{" "}
          The telescope’s addresses may stand in this report:{" "}
          <SafeText text={release} mono={false} expandable={false} />
        </span>
        <Button onClick={() => releaseTelescope(null)}>Keep them back</Button>
      </p>
    </section>
  );
}
