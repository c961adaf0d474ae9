import type { ReactNode } from "react";
import type { Overview } from "../../../core/contract/overview.ts";
import { formatCount } from "../../ui/numbers.ts";
import { classWords } from "../../ui/packet-classes.ts";
import { ShareBar } from "../../ui/share-bar.tsx";
import { Card } from "./card.tsx";
import styles from "./overview-table.module.css";

/** Every packet by class; the classes add up to all packets, and the sum is shown. */
export function ClassTable({ overview }: { readonly overview: Overview }): ReactNode {
  const largest = Math.max(...overview.classes.map(([, packets]) => packets));
  const sum = overview.classes.reduce((total, [, packets]) => total + packets, 0);
  const rows = [...overview.classes].sort((a, b) => b[1] - a[1]);
  return (
    <Card title="All packets by class" note="Each packet is in exactly one.">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col" className={styles.bar}>
              <span className="visually-hidden">Share as a bar</span>
            </th>
            <th scope="col" className={styles.number}>
              Packets
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, packets]) => (
            <tr key={name} className={packets === 0 ? styles.none : undefined} title={classWords(name).meaning}>
              <th scope="row">{classWords(name).title}</th>
              <td className={styles.bar}>
                <ShareBar part={packets} largest={largest} />
              </td>
              <td className={styles.number}>{formatCount(packets)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Sum: packets read</th>
            <td />
            <td className={styles.number}>{formatCount(sum)}</td>
          </tr>
        </tfoot>
      </table>
    </Card>
  );
}
