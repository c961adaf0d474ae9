import type { ReactNode } from "react";
import type { Evidence } from "../../../core/contract/inspection.ts";
import { formatEvidence } from "./evidence.ts";
import styles from "./inspector.module.css";

/** The numbers a class rests on. */
export function EvidenceTable({ of, evidence }: { readonly of: string; readonly evidence: Evidence }): ReactNode {
  return (
    <table className={styles.evidence} aria-label={`Evidence of ${of}`}>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Evidence</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {evidence.map(([words, value]) => (
          <tr key={words}>
            <th scope="row">{words}</th>
            <td>{formatEvidence(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
