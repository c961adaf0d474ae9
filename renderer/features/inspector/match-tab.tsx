import { type ReactNode, useState } from "react";
import type { ComparedSignature, StrandInspection } from "../../../core/contract/inspection.ts";
import { collect } from "../../commands/compare.ts";
import { compare } from "../../commands/compare-state.ts";
import { changeWorkspace } from "../../commands/workspace.ts";
import { Button } from "../../ui/button.tsx";
import { countOf } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { ToolName } from "../../ui/tool-glyph.tsx";
import { ChoiceList } from "./choice-list.tsx";
import { ExplanationTable } from "./explanation-table.tsx";
import styles from "./inspector.module.css";
import { listWords } from "./list-words.ts";
import { keyWords } from "./outcome-words.ts";
import { countRequired } from "./verdict-sentence.ts";

/** Keys named in a sentence; the table below it has them all. */
const MOST_KEYS = 8;

/** The signatures the verdict speaks of, and how each field of the chosen one fares. */
export function MatchTab({ strand }: { readonly strand: StrandInspection }): ReactNode {
  const { signatures } = strand;
  const [wanted, setWanted] = useState<string | null>(null);
  const chosen = signatures.find(({ signature }) => signature === wanted) ?? signatures[0];
  if (chosen === undefined) {
    return (
      <EmptyState title="No signature to compare with">
        The tabs Fingerprint and Messages show what is known of the strand.
      </EmptyState>
    );
  }
  return (
    <div className={styles.content}>
      {signatures.length > 1 && (
        <ChoiceList
          label="Signatures"
          choices={signatures.map((signature) => ({
            id: signature.signature,
            content: <Signature {...{ signature }} />,
          }))}
          selected={chosen.signature}
          onSelect={setWanted}
        />
      )}
      <p className={styles.note}>
        Signature <SafeText text={chosen.signature} />, family <SafeText text={chosen.tool.family} mono={false} />
        {chosen.variant !== null && (
          <>
            , variant <SafeText text={chosen.variant} mono={false} />
          </>
        )}
        . <SafeText text={describeFit(chosen)} mono={false} />
      </p>
      <div className={styles.line}>
        <Button onClick={() => changeWorkspace(() => compare([strand.row.id, chosen.signature]))}>
          Compare side by side
        </Button>
        <Button onClick={() => collect([chosen.signature])}>Add the signature to the tray</Button>
      </div>
      <ExplanationTable fields={chosen.fields} />
    </div>
  );
}

function Signature({ signature }: { readonly signature: ComparedSignature }): ReactNode {
  const { tool, score, differs } = signature;
  return (
    <span className={styles.signature}>
      <span className={styles.count}>{score === null ? "" : score.toFixed(2)}</span>
      <ToolName tool={tool.id} name={`${tool.id} ${tool.name}`} />
      {differs.length > 0 && <span className={styles.differs}>{countOf(differs.length, "difference")}</span>}
    </span>
  );
}

function describeFit(signature: ComparedSignature): string {
  const { fit, all } = countRequired(signature);
  const differs = listWords(signature.differs.map(keyWords), MOST_KEYS);
  return `${fit} of ${countOf(all, "required field")} fit${differs === "" ? "" : `; differs in ${differs}`}.`;
}
