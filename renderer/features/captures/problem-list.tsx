import type { ReactNode } from "react";
import type { CaptureProblem } from "../../../core/contract/capture-table.ts";
import { describePlace } from "../../../core/report/format-captures.ts";
import { sentenceCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { effectWords } from "./capture-words.ts";
import styles from "./captures.module.css";

/** The problems of one capture, the worst first: what, how often, where first, what was kept, what it means. */
export function ProblemList({ problems }: { readonly problems: readonly CaptureProblem[] }): ReactNode {
  return (
    <section className={styles.section} aria-label="Problems">
      <h3>Problems</h3>
      {problems.length === 0 ? (
        <p className={styles.dim}>None: every packet was read as it is stored.</p>
      ) : (
        <ul className={styles.problems}>
          {problems.map((problem) => (
            <Problem key={problem.code} problem={problem} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Problem({ problem }: { readonly problem: CaptureProblem }): ReactNode {
  const { code, effect, count, found, kept, meaning } = problem;
  const place = describePlace(problem);
  return (
    <li className={effect === "noted" ? styles.note : styles.problem}>
      <div className={styles.problemHead}>
        <strong>{effectWords(effect)}</strong>
        <span>
          {count === 1 ? "once" : `${sentenceCount(count)} times`}
          {place !== "" && `, ${place}`}
        </span>
        <code>{code}</code>
      </div>
      <p>
        <SafeText text={`${found}; ${kept}.`} mono={false} />
      </p>
      <p className={styles.dim}>
        <SafeText text={meaning} mono={false} />
      </p>
    </li>
  );
}
