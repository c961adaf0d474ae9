import { type ReactNode, useEffect, useState } from "react";
import { compare, formatReferences, parseReferences } from "../../commands/compare-state.ts";
import { changeWorkspace } from "../../commands/workspace.ts";
import { Button } from "../../ui/button.tsx";
import { safeString } from "../../ui/safe-string.ts";
import styles from "./diff.module.css";

const LONGEST = 5000;

/** What is compared, as a line that can be copied, changed and pasted: ids with a bar between them. */
export function ReferenceField({ compared }: { readonly compared: readonly string[] }): ReactNode {
  const written = compared.length === 0 ? "" : safeString(formatReferences(compared), LONGEST);
  const [text, setText] = useState(written);
  useEffect(() => setText(written), [written]);
  const submit = () => changeWorkspace(() => compare(parseReferences(text)));
  return (
    <div className={styles.references}>
      <label>
        <span>Compare</span>
        <input
          type="text"
          value={text}
          spellCheck={false}
          maxLength={LONGEST}
          placeholder="ids of fingerprints, strands, signatures, or capture#packet, with | between them"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") submit();
            else if (event.key === "Escape") setText(written);
            else return;
            // The keys of the diff work again.
            event.currentTarget.blur();
          }}
        />
      </label>
      <Button onClick={submit} disabled={parseReferences(text).length < 2}>
        Compare
      </Button>
    </div>
  );
}
