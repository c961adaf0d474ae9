import { type ReactNode, useEffect, useState } from "react";
import type { SignatureDraft, SignatureTrial, StrandListing } from "../../../core/contract/signatures.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { addExample } from "../../commands/signatures.ts";
import { changeWorkspace } from "../../commands/workspace.ts";
import { showFlow } from "../../commands/workspace-state.ts";
import { Button } from "../../ui/button.tsx";
import { countOf, sentenceCount } from "../../ui/numbers.ts";
import { safeString } from "../../ui/safe-string.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { DrawnFields } from "./drawn-fields.tsx";
import styles from "./editor.module.css";
import { placeWords, strandWords } from "./signature-words.ts";
import { useSettledDraft } from "./use-settled-draft.ts";

type Tried = Extract<SignatureTrial, { kind: "tried" }>;

/** What the signature would do in the case, tried anew whenever it changes; the last answer stays until the next is here. */
export function TrialPanel(props: {
  readonly draft: SignatureDraft;
  readonly fingerprints: readonly string[];
}): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const draft = useSettledDraft(props.draft);
  const params = { draft, fingerprints: [...props.fingerprints] };
  const { value, error, retry } = useRequest("signature.try", params, revision);
  const [last, setLast] = useState<Tried | null>(null);
  useEffect(() => {
    if (value?.kind === "tried") setLast(value);
    if (value?.kind === "overtaken") retry();
  }, [value, retry]);
  const isCurrent = value?.kind === "tried" && draft === props.draft;
  return (
    <>
      <h2>In the whole case</h2>
      {error !== undefined && (
        <p role="alert" className={styles.warning}>
          ▲ It could not be tried: <SafeText text={error.message} mono={false} />
        </p>
      )}
      {value?.kind === "unsound" && (
        <div role="alert">
          <p className={styles.warning}>▲ It cannot be tried as it is:</p>
          <ul className={styles.plain}>
            {value.faults.map(({ place, message }) => (
              <li key={`${place} ${message}`}>
                <SafeText text={placeWords(place)} mono={false} />: <SafeText text={message} mono={false} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {value?.kind === "reading" && <p className={styles.dim}>It is tried once all captures are read.</p>}
      {!isCurrent && error === undefined && (value === undefined || value.kind === "tried") && (
        <p className={styles.dim}>Trying it on the whole case…</p>
      )}
      {last !== null && value?.kind !== "unsound" && (
        <div className={isCurrent ? undefined : styles.old}>
          <Found tried={last} />
        </div>
      )}
    </>
  );
}

function Found({ tried }: { readonly tried: Tried }): ReactNode {
  const { hits, misses, nearMisses, collisions, warnings, strands, fields } = tried;
  return (
    <>
      <p>
        Tried on {countOf(strands, "strand")}. <b>It names {sentenceCount(hits.strands)}</b>
        {misses.strands > 0 && `, misses ${sentenceCount(misses.strands)} it is meant for`}
        {nearMisses.strands > 0 && `, and only just leaves out ${sentenceCount(nearMisses.strands)}`}.
      </p>
      {warnings.length > 0 && (
        <ul className={styles.plain}>
          {warnings.map((sentence) => (
            <li key={sentence} className={styles.warning}>
              ▲ <SafeText text={sentence} mono={false} />
            </li>
          ))}
        </ul>
      )}
      {collisions.length > 0 && (
        <>
          <h3>Known signatures that match the same strands</h3>
          <ul className={styles.plain}>
            {collisions.map(({ signature, keep, change, both }) => (
              <li key={signature}>
                <SafeText text={signature} />: {collisionWords(keep, change, both)}
              </li>
            ))}
          </ul>
        </>
      )}
      <Strands title="Misses: meant for, and not named" of={misses} example="positive" />
      <Strands title="Hits: named" of={hits} example="positive" />
      <Strands title="Near misses: one key keeps them out" of={nearMisses} example="negative" />
      <h3>As it is drawn</h3>
      <DrawnFields fields={fields} />
    </>
  );
}

function collisionWords(keep: number, change: number, both: number): string {
  return [
    ...(change > 0 ? [`${countOf(change, "strand")} of it would get the new name`] : []),
    ...(keep > 0 ? [`${sentenceCount(keep)} would keep the old one`] : []),
    ...(both > 0 ? [`${sentenceCount(both)} would be left with both`] : []),
  ].join(", ");
}

function Strands(props: {
  readonly title: string;
  readonly of: StrandListing;
  readonly example: "positive" | "negative";
}): ReactNode {
  const { title, of, example } = props;
  if (of.strands === 0) return null;
  const further = of.strands - of.listed.length;
  return (
    <>
      <h3>
        {title} ({countOf(of.strands, "strand")}, {countOf(of.packets, "packet")})
      </h3>
      <ul className={styles.strands}>
        {of.listed.map(({ strand, flow, packets, differs }) => (
          <li key={strand}>
            <span className={styles.strand}>
              <button
                type="button"
                className={styles.link}
                title={safeString(`Show the flow of ${strand}`)}
                onClick={() => changeWorkspace((workspace) => showFlow(workspace, flow))}
              >
                <SafeText text={strandWords(strand, flow)} expandable={false} />
              </button>{" "}
              <span className={styles.dim}>
                {countOf(packets, "packet")}
                {differs.length > 0 && (
                  <>
                    , kept out by <SafeText text={differs.join(", ")} />
                  </>
                )}
              </span>
            </span>
            <Button onClick={() => void addExample(strand, example)}>
              {example === "positive" ? "Positive example" : "Negative example"}
            </Button>
          </li>
        ))}
      </ul>
      {further > 0 && <p className={styles.dim}>… and {countOf(further, "further strand")}.</p>}
    </>
  );
}
