import type { ReactNode } from "react";
import type { VerifyAnswer } from "../../../../core/contract/packs.ts";
import { formatCount } from "../../../ui/numbers.ts";
import { SafeText } from "../../../ui/safe-text.tsx";
import styles from "./confusion.module.css";

type Judged = Extract<VerifyAnswer, { kind: "judged" }>;

/** How often the rule of each signature spoke about messages of each tool. */
export function ConfusionTable({ judged }: { readonly judged: Judged }): ReactNode {
  const { tools, rows, silent } = judged;
  return (
    /* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, and the keyboard has to reach it */
    <section className={styles.scroll} tabIndex={0} aria-label="Signature by tool">
      <table className={styles.confusion}>
        <thead>
          <tr>
            <th scope="col">Rule of</th>
            {tools.map(({ tool }) => (
              <th key={tool ?? ""} scope="col">
                <span className={styles.upright}>
                  <SafeText text={tool ?? "unnamed"} expandable={false} />
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ signature, tool, counts }) => (
            <tr key={signature}>
              <th scope="row">
                <SafeText text={signature} expandable={false} />
              </th>
              <Counts counts={counts} tools={tools} own={tool} />
            </tr>
          ))}
          <tr className={styles.sum}>
            <th scope="row">no rule spoke</th>
            <Counts counts={silent} tools={tools} />
          </tr>
          <tr>
            <th scope="row">messages</th>
            <Counts counts={tools.map(({ messages }) => messages)} tools={tools} />
          </tr>
        </tbody>
      </table>
    </section>
  );
}

/** `own`: the tool whose messages are meant; left out where all are. */
function Counts(props: {
  readonly counts: readonly number[];
  readonly tools: Judged["tools"];
  readonly own?: string;
}): ReactNode {
  const { counts, tools, own } = props;
  return tools.map(({ tool }, index) => {
    const count = counts[index] ?? 0;
    const isElsewhere = own !== undefined && tool !== own && count > 0;
    return (
      <td key={tool ?? ""} className={isElsewhere ? styles.elsewhere : undefined}>
        {isElsewhere && "▲ "}
        {count === 0 ? "·" : formatCount(count)}
      </td>
    );
  });
}
