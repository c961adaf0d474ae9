import type { ReactNode } from "react";
import type { SignatureInspection } from "../../../core/contract/signatures.ts";
import { DrawnValue } from "../../ui/fingerprint/drawn-value.tsx";
import { moveBetweenGaps } from "../../ui/fingerprint/fingerprint-keys.tsx";
import { SafeText } from "../../ui/safe-text.tsx";
import { CELL_WORDS } from "./signature-words.ts";
import styles from "./signatures.module.css";

/** The keys of a signature, drawn as those of fingerprints are; what it asks for is said beside each. */
export function DrawnFields({ fields }: { readonly fields: SignatureInspection["fields"] }): ReactNode {
  const firstGap = fields.findIndex(
    ({ cell }) => cell.kind === "value" && cell.parts.some(({ kind }) => kind === "gap"),
  );
  return (
    <table className={styles.fields}>
      <thead>
        <tr>
          <th scope="col">Key</th>
          <th scope="col">Asked for</th>
          <th scope="col">Pattern</th>
        </tr>
      </thead>
      <tbody onKeyDown={moveBetweenGaps}>
        {fields.map(({ key, cell }, index) => (
          <tr key={key}>
            <th scope="row">
              <SafeText text={key} expandable={false} />
            </th>
            <td className={styles.asked}>
              {cell.kind === "value" && (cell.mandatory ? "required" : "known")}
              {cell.kind === "value" && cell.mustVary && ", must vary"}
              {cell.kind === "forbidden" && "absent"}
              {cell.kind === "any" && "known"}
            </td>
            <td>
              {cell.kind === "value" ? (
                <DrawnValue value={{ ...cell, key }} tabStop={index === firstGap} />
              ) : (
                <span className={styles.dim}>{CELL_WORDS[cell.kind]}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
