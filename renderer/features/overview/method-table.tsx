import type { ReactNode } from "react";
import type { Overview } from "../../../core/contract/overview.ts";
import { onlyThis } from "../../../core/query/build-filter.ts";
import { formatCount, formatShare } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { ShareBar } from "../../ui/share-bar.tsx";
import { Card } from "./card.tsx";
import { GoToFlows } from "./go-to-flows.tsx";
import styles from "./overview-table.module.css";

/** Methods of the SIP requests, most first. */
export function MethodTable({ overview }: { readonly overview: Pick<Overview, "methods"> }): ReactNode {
  const { methods } = overview;
  const requests = methods.reduce((sum, [, packets]) => sum + packets, 0);
  return (
    <Card title="Methods" note="of SIP requests">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Method</th>
            <th scope="col" className={styles.bar}>
              <span className="visually-hidden">Share as a bar</span>
            </th>
            <th scope="col" className={styles.number}>
              Packets
            </th>
            <th scope="col" className={styles.number}>
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {methods.map(([method, packets]) => (
            <tr key={method}>
              <th scope="row">
                <GoToFlows filter={onlyThis("method", { kind: "text", value: method })}>
                  <SafeText text={method} expandable={false} />
                </GoToFlows>
              </th>
              <td className={styles.bar}>
                <ShareBar part={packets} largest={methods[0]?.[1] ?? 0} />
              </td>
              <td className={styles.number}>{formatCount(packets)}</td>
              <td className={styles.number}>{formatShare(packets, requests)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
