import { type KeyboardEvent, type MouseEvent, memo, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../button.tsx";
import { countOf, sentenceCount } from "../numbers.ts";
import { byteAtPoint } from "./byte-at-point.ts";
import { byteClass } from "./byte-class.ts";
import { type ByteLink, type ByteRange, cursorAfterKey, markedStretches } from "./byte-link.ts";
import styles from "./bytes.module.css";
import { type BytePiece, byteLines, bytePieces, countBytes } from "./visible-bytes.ts";

/** Bytes shown at first: several usual messages, and quick to draw whatever they are. */
const FIRST_BYTES = 4096;

interface ByteTextProps {
  readonly bytes: string;
  readonly label: string;
  readonly link?: ByteLink | undefined;
}

/** Bytes as text, a line per line feed, with boxes for what is no text. */
export function ByteText({ bytes, label, link }: ByteTextProps): ReactNode {
  const [whole, setWhole] = useState(false);
  const scroller = useRef<HTMLElement>(null);
  const cursor = link?.cursor ?? null;
  const showsAll = whole || (cursor !== null && cursor >= FIRST_BYTES);
  const shown = showsAll ? bytes : bytes.slice(0, FIRST_BYTES);
  const lines = useMemo(() => byteLines(shown), [shown]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the cursor is what moved
  useEffect(() => {
    scroller.current?.querySelector("[data-cursor]")?.scrollIntoView({ block: "nearest" });
  }, [cursor]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (link === undefined || event.target !== event.currentTarget) return;
    const next = cursorAfterKey(event, link.cursor, bytes, { kind: "text" });
    if (next === undefined) return;
    event.preventDefault();
    link.onCursor(next);
  };
  const onClick = (event: MouseEvent) => {
    const byte = byteAtPoint(event.clientX, event.clientY);
    if (byte !== undefined) link?.onCursor(byte);
  };
  return (
    <section
      ref={scroller}
      className={styles.scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll what has the focus
      tabIndex={0}
      aria-label={label}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      {lines.map(({ offset, pieces }, index) => {
        if (link === undefined) return <Line key={offset} pieces={pieces} />;
        const end = lines[index + 1]?.offset ?? shown.length;
        return (
          <LinkedLine
            key={offset}
            bytes={shown.slice(offset, end)}
            start={offset}
            markStart={within(link.mark?.start, offset, end)}
            markEnd={within(link.mark?.end, offset, end)}
            cursor={cursor !== null && cursor >= offset && cursor < end ? cursor : null}
          />
        );
      })}
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
      <Pieces pieces={pieces} />
    </div>
  );
});

/** The edge of a mark as far as it matters to a line, so that most lines stay as they are when it moves. */
function within(edge: number | undefined, start: number, end: number): number {
  return Math.min(Math.max(edge ?? start, start), end);
}

interface LinkedLineProps {
  readonly bytes: string;
  readonly start: number;
  readonly markStart: number;
  readonly markEnd: number;
  readonly cursor: number | null;
}

const LinkedLine = memo(function LinkedLine({ bytes, start, markStart, markEnd, cursor }: LinkedLineProps): ReactNode {
  const line: ByteRange = { start, end: start + bytes.length };
  const mark = markStart < markEnd ? { start: markStart, end: markEnd } : null;
  return (
    <div className={styles.line} dir="ltr">
      {markedStretches(line, mark, cursor).map((stretch) => (
        <span
          key={stretch.start}
          className={byteClass(stretch.marked, stretch.cursor)}
          data-cursor={stretch.cursor ? "" : undefined}
        >
          <Pieces pieces={bytePieces(bytes.slice(stretch.start - start, stretch.end - start))} start={stretch.start} />
        </span>
      ))}
    </div>
  );
});

/** `start`: offset of the first byte, where pieces say which bytes they are. */
function Pieces(props: { readonly pieces: readonly BytePiece[]; readonly start?: number }): ReactNode {
  let offset = props.start;
  return props.pieces.map((piece, index) => {
    const first = offset;
    if (offset !== undefined) offset += countBytes(piece);
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
    return <Piece key={index} piece={piece} first={first} />;
  });
}

function Piece({ piece, first }: { readonly piece: BytePiece; readonly first: number | undefined }): ReactNode {
  switch (piece.kind) {
    case "text":
      return first === undefined ? piece.text : <span data-byte={first}>{piece.text}</span>;
    case "high":
      return (
        <span className={styles.high} data-byte={first} data-whole="">
          {piece.text}
        </span>
      );
    case "control":
      return (
        <span className={styles.control} data-byte={first} data-whole="">
          {piece.name}
          {piece.times > 1 && <span className={styles.times}>×{sentenceCount(piece.times)}</span>}
        </span>
      );
  }
}
