import type { ReactNode } from "react";
import type { SignatureRevisionView } from "../../../core/contract/signatures.ts";
import { REVISION_WORDS } from "../../../core/report/signature-words.ts";
import { countOf } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { formatFullTime } from "../../ui/times.ts";
import { DifferenceTable } from "./difference-table.tsx";
import styles from "./signatures.module.css";

/** What became of a signature in this case, the newest first, each revision with what it changed. */
export function SignatureHistory({ history }: { readonly history: readonly SignatureRevisionView[] }): ReactNode {
  return (
    <>
      <h3>History</h3>
      {history.length === 0 && <p className={styles.dim}>It is as its pack has it; nobody changed it in this case.</p>}
      {history.map((revision) => (
        <Revision key={revision.event} revision={revision} />
      ))}
    </>
  );
}

function Revision({ revision }: { readonly revision: SignatureRevisionView }): ReactNode {
  const { kind, at, author, reason, pack, undone, applied, changes } = revision;
  return (
    <details className={undone ? styles.undone : undefined}>
      <summary>
        {formatFullTime(at)}: {REVISION_WORDS[kind]} by <SafeText text={author} mono={false} expandable={false} />
        {undone ? ", undone since" : applied ? "" : ", not in use yet"}
        {changes.length > 0 && `; ${countOf(changes.length, "difference")}`}
      </summary>
      {pack !== null && (
        <p>
          From the pack <SafeText text={`${pack.id} ${pack.version}`} mono={false} />
        </p>
      )}
      {reason !== null && (
        <p>
          Reason: <SafeText text={reason} mono={false} />
        </p>
      )}
      {changes.length > 0 && <DifferenceTable changes={changes} />}
    </details>
  );
}
