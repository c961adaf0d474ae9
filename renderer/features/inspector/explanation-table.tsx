import type { ReactNode } from "react";
import type { ExplainedField } from "../../../core/contract/inspection.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { orderFields } from "./field-order.ts";
import styles from "./inspector.module.css";
import { keyWords, OUTCOME_WORDS } from "./outcome-words.ts";

/** A signature field by field: how it fares, what was expected and what was seen. */
export function ExplanationTable({ fields }: { readonly fields: readonly ExplainedField[] }): ReactNode {
  return (
    <table className={styles.explanation}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Outcome</th>
          <th scope="col">Expected, and below it observed</th>
        </tr>
      </thead>
      <tbody>
        {orderFields(fields).map((field, index) => {
          const { word, mark, kind, meaning } = OUTCOME_WORDS[field.outcome];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a key may be explained twice
            <tr key={index} className={kind === "fails" && field.required ? styles.decisive : undefined}>
              <th scope="row">
                <SafeText text={keyWords(field.key)} mono={keyWords(field.key) === field.key} />
                <span className={styles.required}>{field.required ? "required" : "optional"}</span>
              </th>
              <td className={styles[kind]} title={meaning}>
                <span aria-hidden="true" className={styles.mark}>
                  {mark}
                </span>
                {word}
              </td>
              <td>
                <div className={styles.expected}>
                  {field.expected === null ? <i>{withoutPattern(field)}</i> : <SafeText text={field.expected} />}
                </div>
                <div>{field.observed === null ? <i>nothing</i> : <SafeText text={field.observed} />}</div>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function withoutPattern({ outcome }: ExplainedField): string {
  return outcome === "unexpected" ? "no such field" : "any value";
}
