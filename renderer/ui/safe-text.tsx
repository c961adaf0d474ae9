import { type ReactNode, useMemo, useState } from "react";
import { formatCount } from "./numbers.ts";
import { cutText, LONGEST, SHORT_LENGTH, safeString, textPieces } from "./safe-string.ts";
import styles from "./safe-text.module.css";

interface SafeTextProps {
  readonly text: string;
  /** Bytes and names from captures are set in mono; false for sentences. */
  readonly mono?: boolean;
  /** Offer the rest of a long text. False inside rows and buttons, where a button may not be. */
  readonly expandable?: boolean;
}

/**
 * Text from captures and files. Everything strangers wrote is shown through this: controls, marks of direction and
 * zero-width characters become boxes, and nothing of it can reach the text around it.
 */
export function SafeText({ text, mono = true, expandable = true }: SafeTextProps): ReactNode {
  const [whole, setWhole] = useState(false);
  const { shown, hidden } = cutText(text, whole ? LONGEST : SHORT_LENGTH);
  const pieces = useMemo(() => textPieces(shown), [shown]);
  return (
    <span dir="ltr" className={mono ? styles.mono : styles.text}>
      {pieces.map((piece, index) =>
        piece.unsafe ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
          <span key={index} className={styles.unsafe}>
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
      {hidden > 0 && !expandable && <span title={safeString(text, 1024)}>…</span>}
      {hidden > 0 && expandable && !whole && (
        <button type="button" className={styles.more} onClick={() => setWhole(true)}>
          show all {formatCount(Math.min(text.length, LONGEST))} characters
        </button>
      )}
      {hidden > 0 && whole && <span className={styles.rest}>… {formatCount(hidden)} more not shown</span>}
    </span>
  );
}
