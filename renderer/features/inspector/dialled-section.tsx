import type { ReactNode } from "react";
import type { FlowInspection, InspectedNumber } from "../../../core/contract/inspection.ts";
import { formatCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import styles from "./dialled-section.module.css";
import { describeCountry, describeLeftOut, describeRole } from "./dialled-words.ts";

/** The numbers a flow dials, with the prefixes it tries; nothing where it dials none. */
export function DialledSection({ dialled }: { readonly dialled: FlowInspection["dialled"] }): ReactNode {
  if (dialled.numbers.length === 0) return null;
  return (
    <section>
      <h3>Numbers dialled</h3>
      <p className={styles.note}>The country is that of the number, not of who dials it.</p>
      <table className={styles.numbers}>
        <thead>
          <tr>
            <th scope="col">Number, and below it as sent</th>
            <th scope="col">Country</th>
            <th scope="col">Packets</th>
          </tr>
        </thead>
        <tbody>
          {dialled.numbers.map((number) => (
            <NumberRow key={number.number} number={number} />
          ))}
        </tbody>
      </table>
      {dialled.leftOutPackets > 0 && <p className={styles.note}>{describeLeftOut(dialled)}</p>}
    </section>
  );
}

function NumberRow({ number }: { readonly number: InspectedNumber }): ReactNode {
  return (
    <tr>
      <th scope="row">
        <SafeText text={number.number} />
        {number.forms.map(({ form, prefix, packets }) => (
          <div key={form} className={styles.note}>
            {prefix !== null && prefix !== "" && (
              <mark className={styles.prefix} title="Prefix">
                <SafeText text={prefix} />
              </mark>
            )}
            <SafeText text={prefix === null ? form : form.slice(prefix.length)} /> {formatCount(packets)}
          </div>
        ))}
      </th>
      <td>
        {describeCountry(number)}
        <div className={styles.note}>{describeRole(number)}</div>
      </td>
      <td>{formatCount(number.packets)}</td>
    </tr>
  );
}
