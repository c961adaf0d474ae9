import type { ReactNode } from "react";
import type { SignatureRevisionView } from "../../../core/contract/signatures.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import styles from "./signatures.module.css";

/** What differs between two signatures of one id, key by key. */
export function DifferenceTable({ changes }: Pick<SignatureRevisionView, "changes">): ReactNode {
  return (
    <table className={styles.differences}>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ what, before, after }) => (
          <tr key={what}>
            <th scope="row">
              <SafeText text={what} expandable={false} />
            </th>
            <td>{before === null ? <i>nothing</i> : <SafeText text={before} />}</td>
            <td>{after === null ? <i>nothing</i> : <SafeText text={after} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
