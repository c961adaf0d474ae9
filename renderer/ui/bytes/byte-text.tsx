import { memo, type ReactNode, useMemo, useState } from "react";
import { Button } from "../button.tsx";
import { countOf, sentenceCount } from "../numbers.ts";
import styles from "./bytes.module.css";
import { type BytePiece, byteLines } from "./visible-bytes.ts";

/** Bytes shown at first: several usual messages, and quick to draw whatever they are. */
const FIRST_BYTES = 4096;

/** Bytes as text, a line per line feed, with boxes for what is no text. */
export function ByteText({ bytes, label }: { readonly bytes: string; readonly label: string }): ReactNode {
  const [whole, setWhole] = useState(false);
  const shown = whole ? bytes : bytes.slice(0, FIRST_BYTES);
  const lines = useMemo(() => byteLines(shown), [shown]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll what has the focus
    <section className={styles.scroller} tabIndex={0} aria-label={label}>
      {lines.map((line) => (
        <Line key={line.offset} pieces={line.pieces} />
      ))}
      {shown.length < bytes.length && (
        <div className={styles.rest}>
          {sentenceCount(FIRST_BYTES)} of {countOf(bytes.length, "byte")}{" "}
          <Button onClick={() => setWhole(true)}>Show all</Button>
        </div>
      )}
    </section>
  );
}

const Line = memo(function Line({ pieces }: { readonly pieces: readonly BytePiece[] }): ReactNode {
  return (
    <div className={styles.line} dir="ltr">
      {pieces.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
        <Piece key={index} piece={piece} />
      ))}
    </div>
  );
});

function Piece({ piece }: { readonly piece: BytePiece }): ReactNode {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "high":
      return <span className={styles.high}>{piece.text}</span>;
    case "control":
      return (
        <span className={styles.control}>
          {piece.name}
          {piece.times > 1 && <span className={styles.times}>×{sentenceCount(piece.times)}</span>}
        </span>
      );
  }
}
