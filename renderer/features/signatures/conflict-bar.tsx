import type { ReactNode } from "react";
import type { SignatureConflictView } from "../../../core/contract/signatures.ts";
import { changeSignature } from "../../commands/signatures.ts";
import { Button } from "../../ui/button.tsx";
import { countOf } from "../../ui/numbers.ts";
import { safeString } from "../../ui/safe-string.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { formatFullTime } from "../../ui/times.ts";
import styles from "./signatures.module.css";

/** Signatures that were written differently in cases that were merged, to decide one by one; nothing where none were. */
export function ConflictBar({ conflicts }: { readonly conflicts: readonly SignatureConflictView[] }): ReactNode {
  if (conflicts.length === 0) return null;
  return (
    <section className={styles.rematch} aria-label="Signatures written differently">
      <p>
        {countOf(conflicts.length, "signature")} written differently in cases that were merged. What was written last
        holds until you decide.
      </p>
      <ul className={styles.plain}>
        {conflicts.map((conflict) => (
          <Conflict key={conflict.id} conflict={conflict} />
        ))}
      </ul>
    </section>
  );
}

function Conflict({ conflict }: { readonly conflict: SignatureConflictView }): ReactNode {
  const { id, holds, other, differences } = conflict;
  const decide = (keep: "holds" | "other") => void changeSignature({ kind: "decide", id, keep }, null);
  return (
    <li>
      <div className={styles.line}>
        <SafeText text={id} expandable={false} />
        <span className={styles.buttons}>
          <Button onClick={() => decide("holds")}>Keep that of {safeString(holds.author, 40)}</Button>
          <Button onClick={() => decide("other")}>Take that of {safeString(other.author, 40)}</Button>
        </span>
      </div>
      <details>
        <summary>{countOf(differences.length, "difference")}</summary>
        <table className={styles.differences}>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">
                Holds: <Stand stand={holds} />
              </th>
              <th scope="col">
                Other: <Stand stand={other} />
              </th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ what, before, after }) => (
              <tr key={what}>
                <th scope="row">
                  <SafeText text={what} expandable={false} />
                </th>
                <td>{after === null ? <i>nothing</i> : <SafeText text={after} />}</td>
                <td>{before === null ? <i>nothing</i> : <SafeText text={before} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </li>
  );
}

const STAND_WORDS = { written: "written", retired: "retired", "as-packed": "as packs have it" } as const;

function Stand({ stand: { kind, author, at } }: { readonly stand: SignatureConflictView["holds"] }): ReactNode {
  return (
    <>
      {STAND_WORDS[kind]} by <SafeText text={author} mono={false} expandable={false} />, {formatFullTime(at)}
    </>
  );
}
