import type { ReactNode } from "react";
import type { ReadingProblem, ReadingState } from "../../../core/contract/reading-state.ts";
import { countOf, formatCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import styles from "./problem-list.module.css";
import { worstFirst } from "./reading-progress.ts";

const KIND_WORDS: Readonly<Record<ReadingProblem["kind"], string>> = {
  refused: "not read",
  lost: "lost",
  partial: "read in part",
};

/** Which files were not read, or not wholly, and why. */
export function ProblemList({ state }: { readonly state: ReadingState }): ReactNode {
  const more = state.problemCount - state.problems.length;
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">Result</th>
            <th scope="col">What happened</th>
            <th scope="col" className={styles.number}>
              Packets concerned
            </th>
          </tr>
        </thead>
        <tbody>
          {worstFirst(state.problems).map((problem, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one file may have the same problem twice
            <tr key={index}>
              <td>
                <SafeText text={problem.name} />
              </td>
              <td className={problem.kind === "partial" ? styles.part : styles.lost}>{KIND_WORDS[problem.kind]}</td>
              <td>
                <SafeText text={problem.message} mono={false} />
              </td>
              <td className={styles.number}>{problem.packets === null ? "–" : formatCount(problem.packets)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p className={styles.more}>and {countOf(more, "further problem")}, not listed.</p>}
    </>
  );
}
