import type { ReactNode } from "react";
import { formatCount } from "../../ui/numbers.ts";
import { classWords } from "../../ui/packet-classes.ts";
import styles from "./captures.module.css";

/** The packets of one capture by class, as far as there are any: they add up to all that were read. */
export function ClassCounts({ classes }: { readonly classes: readonly (readonly [string, number])[] }): ReactNode {
  const sum = classes.reduce((total, [, packets]) => total + packets, 0);
  const present = classes.filter(([, packets]) => packets > 0).sort((a, b) => b[1] - a[1]);
  return (
    <section className={styles.section} aria-label="Packets by class">
      <h3>Packets by class</h3>
      <table className={styles.classes}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Class</th>
            <th scope="col">Packets</th>
          </tr>
        </thead>
        <tbody>
          {present.map(([name, packets]) => (
            <tr key={name} title={classWords(name).meaning}>
              <th scope="row">{classWords(name).title}</th>
              <td>{formatCount(packets)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Sum: packets read of this file</th>
            <td>{formatCount(sum)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
