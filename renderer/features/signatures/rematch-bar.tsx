import type { ReactNode } from "react";
import type { RematchPreview } from "../../../core/contract/signatures.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { applyRematch } from "../../commands/signatures.ts";
import { Button } from "../../ui/button.tsx";
import { countOf, formatCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { nameWords, rematchSentence } from "./signature-words.ts";
import styles from "./signatures.module.css";

/** Says that signatures were changed by which the case is not named yet, and what that would change; nothing where none were. */
export function RematchBar({ pending }: { readonly pending: number }): ReactNode {
  if (pending === 0) return null;
  return (
    <section className={styles.rematch} aria-label="Re-match">
      <Summary pending={pending} />
    </section>
  );
}

function Summary({ pending }: { readonly pending: number }): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const phase = useReading((reading) => reading.state.phase);
  const { value, error, retry } = useRequest("rematch.preview", {}, revision);
  const about = `${countOf(pending, "signature")} changed, by which this case is not named yet.`;
  if (phase === "judging") return <p>Naming the strands of the case anew…</p>;
  if (error !== undefined) {
    return (
      <p>
        {about} What a re-match would change is not known: <SafeText text={error.message} mono={false} />{" "}
        <Button onClick={retry}>Try again</Button>
      </p>
    );
  }
  if (value === undefined) return <p>{about} Matching the whole case again; nothing is changed yet…</p>;
  if (value.kind === "reading") return <p>{about} The case can be re-matched once all captures are read.</p>;
  if (value.kind === "overtaken") {
    return (
      <p>
        {about} <Button onClick={retry}>Look at what would change</Button>
      </p>
    );
  }
  return (
    <>
      <div className={styles.line}>
        <p>
          {about} {rematchSentence(value)}
        </p>
        <Button primary onClick={() => void applyRematch(value.stamp)}>
          Re-match the case
        </Button>
      </div>
      {value.changes.length > 0 && <Changes summary={value} />}
    </>
  );
}

function Changes({ summary }: { readonly summary: Extract<RematchPreview, { kind: "summary" }> }): ReactNode {
  const further = summary.changesInAll - summary.changes.length;
  return (
    <div className={styles.changes}>
      <table>
        <thead>
          <tr>
            <th scope="col">Named now</th>
            <th scope="col">Named then</th>
            <th scope="col">Strands</th>
            <th scope="col">Flows</th>
            <th scope="col">Sources</th>
            <th scope="col">Packets</th>
          </tr>
        </thead>
        <tbody>
          {summary.changes.map(({ before, after, strands, flows, sources, packets }) => (
            <tr key={`${nameWords(before)} ${nameWords(after)}`}>
              <td>
                <SafeText text={nameWords(before)} expandable={false} />
              </td>
              <td>
                <SafeText text={nameWords(after)} expandable={false} />
              </td>
              {[strands, flows, sources, packets].map((number, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a number is what stands in its column
                <td key={index} className={styles.number}>
                  {formatCount(number)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {further > 0 && <p className={styles.dim}>… and {countOf(further, "further change")}.</p>}
    </div>
  );
}
