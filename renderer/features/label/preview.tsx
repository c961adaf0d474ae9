import type { ReactNode } from "react";
import type { LabelPreview } from "../../../core/contract/labels.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { countOf } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import styles from "./label.module.css";

/** What a label on a fingerprint would touch, asked for anew when anything changes. */
export function Preview({ fingerprint }: { readonly fingerprint: string }): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const { value, error } = useRequest("label.preview", { fingerprint }, revision);
  if (error !== undefined) return <p className={styles.note}>What a label would touch is not known: {error.message}</p>;
  if (value === undefined) return <p className={styles.note}>Counting what a label would touch…</p>;
  if (value.kind === "reading") {
    return <p className={styles.note}>What a label would touch is known once all captures are read.</p>;
  }
  return <Touched preview={value} fingerprint={fingerprint} />;
}

type Shown = Extract<LabelPreview, { kind: "preview" }>;

function Touched({ preview, fingerprint }: { readonly preview: Shown; readonly fingerprint: string }): ReactNode {
  const others = preview.fingerprints.filter(({ id }) => id !== fingerprint);
  const unlisted = preview.fingerprintsInAll - preview.fingerprints.length;
  return (
    <div>
      <p>
        A label covers {countOf(preview.strands, "strand")} in {countOf(preview.flows, "flow")} of{" "}
        {countOf(preview.sources, "source")}: {countOf(preview.packets, "packet")}.
      </p>
      {preview.named.length > 0 && (
        <>
          <p className={styles.collision}>
            ▲ Signatures name {preview.named.some(({ strands }) => strands === preview.strands) ? "all" : "some"} of
            these already:
          </p>
          <ul className={styles.plain}>
            {preview.named.map(({ tool, name, strands }) => (
              <li key={tool}>
                <SafeText text={`${tool} ${name}`} mono={false} />, {countOf(strands, "strand")}
              </li>
            ))}
          </ul>
        </>
      )}
      {preview.taken.length > 0 && (
        <>
          <p className={styles.collision}>▲ It takes strands from other labels:</p>
          <ul className={styles.plain}>
            {preview.taken.map(({ fingerprint: from, tool, strands }) => (
              <li key={from}>
                <SafeText text={tool} mono={false} />, {countOf(strands, "strand")}
              </li>
            ))}
          </ul>
        </>
      )}
      {others.length > 0 && (
        <>
          <p>
            It also covers {countOf(preview.fingerprintsInAll - 1, "other fingerprint")}, which it is general enough
            for:
          </p>
          <ul className={styles.plain}>
            {others.map(({ id, packets }) => (
              <li key={id}>
                <SafeText text={id} />, {countOf(packets, "packet")}
              </li>
            ))}
            {unlisted > 0 && <li>and {countOf(unlisted, "more", "more")}</li>}
          </ul>
        </>
      )}
    </div>
  );
}
