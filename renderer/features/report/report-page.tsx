import { type ReactNode, useMemo, useRef } from "react";
import type { ReportPreview } from "../../../core/contract/reader-report.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { type Command, useCommands } from "../../commands/commands.ts";
import { saveReport, useReportRelease } from "../../commands/report.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import { formatBytes } from "../../ui/numbers.ts";
import { EmptyState, FailedState } from "../../ui/states.tsx";
import { LeakNotice, ReleaseNotice } from "./leak-notice.tsx";
import { PreviewedSection } from "./previewed-section.tsx";
import styles from "./report.module.css";
import { holdings } from "./report-words.ts";

type Made = Extract<ReportPreview, { kind: "made" }>;

/** The report of the case for readers before it is saved: what is in it, and what keeps it from leaving. */
export function ReportPage(): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const release = useReportRelease((store) => store.release);
  const { value, error, retry } = useRequest("report.preview", { release }, revision);
  if (value?.kind === "made") return <MadeReport report={value} />;
  if (value?.kind === "reading") {
    return (
      <EmptyState title="No report yet">
        It is made once all captures are read: every number counts them all.
      </EmptyState>
    );
  }
  if (value?.kind === "ended") {
    return (
      <EmptyState title="The report was ended" action={{ title: "Make the report", run: retry }}>
        It was cancelled, or the case changed while it was made. Nothing was written.
      </EmptyState>
    );
  }
  if (error === undefined) return <Awaited title="Making the report" />;
  return (
    <FailedState
      title="The report could not be made"
      reason={error.message}
      advice="The case is as it was."
      action={{ title: "Try again", run: retry }}
    />
  );
}

function MadeReport({ report }: { readonly report: Made }): ReactNode {
  const content = useRef<HTMLElement>(null);
  const release = useReportRelease((store) => store.release);
  const commands = useMemo((): readonly Command[] => {
    const go = (step: 1 | -1) => goToSection(content.current, step);
    return [
      {
        id: "report.focus",
        title: "Go to the content of the report",
        group: "Report",
        keys: ["t"],
        run: () => content.current?.focus(),
      },
      { id: "report.next", title: "Next section", group: "Report", keys: ["j"], run: () => go(1) },
      { id: "report.previous", title: "Previous section", group: "Report", keys: ["k"], run: () => go(-1) },
    ];
  }, []);
  useCommands(commands);
  const isRefused = report.bytes === null;
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <Button primary disabled={isRefused} onClick={() => void saveReport("html")}>
          Save as HTML…
        </Button>
        <Button disabled={isRefused} onClick={() => void saveReport("pdf")}>
          Save as PDF…
        </Button>
        <span className={styles.note}>
          {report.bytes === null
            ? "It is not saved while it would give the telescope away."
            : `One file of ${formatBytes(report.bytes)} as HTML. It needs no network, no script and no other file.`}
        </span>
      </div>
      {isRefused && <LeakNotice report={report} />}
      {release !== null && <ReleaseNotice release={release} />}
      <div className={styles.body}>
        <nav className={styles.contents} aria-label="Sections of the report">
          <ul>
            {report.sections.map(({ id, title, blocks }) => (
              <li key={id}>
                <button type="button" onClick={() => sectionOf(content.current, id)?.focus()}>
                  {title}
                </button>
                <span className={styles.note}>{holdings(blocks)}</span>
              </li>
            ))}
          </ul>
        </nav>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box without controls is reached by keyboard this way */}
        <article ref={content} className={styles.content} tabIndex={0} aria-label="Content of the report">
          <h2>{report.title}</h2>
          {report.summary.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {report.sections.map((section) => (
            <PreviewedSection key={section.id} section={section} />
          ))}
        </article>
      </div>
    </div>
  );
}

function sectionOf(content: HTMLElement | null, id: string): HTMLElement | undefined {
  return sectionsOf(content).find((section) => section.getAttribute("data-section") === id);
}

function sectionsOf(content: HTMLElement | null): HTMLElement[] {
  return content === null ? [] : [...content.querySelectorAll<HTMLElement>("section[data-section]")];
}

/** From the section that has the keyboard, or that is at the top of what is seen. */
function goToSection(content: HTMLElement | null, step: 1 | -1): void {
  if (content === null) return;
  const sections = sectionsOf(content);
  const top = content.getBoundingClientRect().top;
  const focused = sections.findIndex((section) => section.contains(document.activeElement));
  const seen = sections.findLastIndex((section) => section.getBoundingClientRect().top <= top + 1);
  sections[(focused < 0 ? seen : focused) + step]?.focus();
}
