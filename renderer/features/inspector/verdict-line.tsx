import type { ReactNode } from "react";
import type { StrandInspection } from "../../../core/contract/inspection.ts";
import { LabelName } from "../../ui/label-name.tsx";
import { SafeText } from "../../ui/safe-text.tsx";
import { ToolGlyph } from "../../ui/tool-glyph.tsx";
import styles from "./inspector.module.css";
import { describeVerdict } from "./verdict-sentence.ts";

/** The verdict in a sentence, with the sign of the tool it names. */
export function VerdictLine({ strand }: { readonly strand: StrandInspection }): ReactNode {
  const { named, text, note } = describeVerdict(strand);
  const tool = strand.row.tool?.id ?? strand.signatures[0]?.tool.id ?? null;
  return (
    <p className={styles.sentence}>
      <ToolGlyph tool={named ? tool : null} />
      <span>
        <strong>
          <SafeText text={text} mono={false} />
        </strong>
        {strand.row.label !== null && (
          <>
            {" "}
            <LabelName label={strand.row.label} />
          </>
        )}
        {note !== null && <span className={styles.note}> {note}</span>}
      </span>
    </p>
  );
}
