import {
  Fragment,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { byteClass } from "./byte-class.ts";
import { type ByteLink, cursorAfterKey } from "./byte-link.ts";
import styles from "./bytes.module.css";
import { BYTES_PER_LINE, countHexLines, hexColumn, hexLine } from "./hex-lines.ts";

/** Pixels of a line; bytes.module.css has the same. */
const LINE_HEIGHT = 18;
/** Room that a whole line takes. */
const FULL_LINE_WIDTH = 480;
/** Lines drawn beyond either edge. */
const BEYOND = 20;

interface HexDumpProps {
  readonly bytes: string;
  readonly label: string;
  readonly link?: ByteLink | undefined;
}

/** Bytes as hex lines, of which only those seen exist. */
export function HexDump({ bytes, label, link }: HexDumpProps): ReactNode {
  const scroller = useRef<HTMLElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [{ height, width }, setSize] = useState({ height: 0, width: FULL_LINE_WIDTH });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setSize({ height: element.clientHeight, width: element.clientWidth }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const perLine = width < FULL_LINE_WIDTH ? BYTES_PER_LINE / 2 : BYTES_PER_LINE;
  const lines = countHexLines(bytes, perLine);
  const first = Math.max(0, Math.floor(scrollTop / LINE_HEIGHT) - BEYOND);
  const end = Math.min(lines, Math.ceil((scrollTop + height) / LINE_HEIGHT) + BEYOND);

  const cursor = link?.cursor ?? null;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || cursor === null || height === 0) return;
    const top = Math.floor(cursor / perLine) * LINE_HEIGHT;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + 2 * LINE_HEIGHT > element.scrollTop + height) element.scrollTop = top + 2 * LINE_HEIGHT - height;
  }, [cursor, perLine, height]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (link === undefined) return;
    const next = cursorAfterKey(event, link.cursor, bytes, { kind: "hex", perLine });
    if (next === undefined) return;
    event.preventDefault();
    link.onCursor(next);
  };
  const onClick = (event: MouseEvent) => {
    const byte = event.target instanceof Element ? event.target.closest("[data-byte]") : null;
    if (byte !== null) link?.onCursor(Number(byte.getAttribute("data-byte")));
  };
  return (
    <section
      ref={scroller}
      className={styles.scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll what has the focus
      tabIndex={0}
      aria-label={label}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div className={styles.dump} style={{ height: lines * LINE_HEIGHT }}>
        {Array.from({ length: Math.max(0, end - first) }, (_, i) => {
          const line = first + i;
          const { offset, hex, ascii } = hexLine(bytes, line, perLine);
          return (
            <div
              key={offset}
              className={perLine === BYTES_PER_LINE ? styles.hexLine : styles.halfLine}
              style={{ top: line * LINE_HEIGHT }}
              dir="ltr"
            >
              <span className={styles.offset}>{offset}</span>
              {link === undefined ? (
                <>
                  <span className={styles.hex}>{hex}</span>
                  <span>{ascii}</span>
                </>
              ) : (
                <LinkedLine start={line * perLine} hex={hex} ascii={ascii} link={link} />
              )}
            </div>
          );
        })}
      </div>
    </section>
  );
}

/** The bytes of a line one by one, so that each can be chosen. */
function LinkedLine(props: {
  readonly start: number;
  readonly hex: string;
  readonly ascii: string;
  readonly link: ByteLink;
}): ReactNode {
  const { start, hex, ascii, link } = props;
  const bytes = Array.from(ascii, (_, index) => start + index);
  const isMarked = (byte: number) => link.mark !== null && byte >= link.mark.start && byte < link.mark.end;
  const classOf = (byte: number) => byteClass(isMarked(byte), byte === link.cursor);
  return (
    <>
      <span className={styles.hex}>
        {bytes.map((byte, index) => {
          const at = hexColumn(index);
          return (
            <Fragment key={byte}>
              <span className={classOf(byte)} data-byte={byte}>
                {hex.slice(at, at + 2)}
              </span>
              <span className={byteClass(isMarked(byte) && isMarked(byte + 1), false)}>
                {hex.slice(at + 2, hexColumn(index + 1))}
              </span>
            </Fragment>
          );
        })}
      </span>
      <span>
        {bytes.map((byte, index) => (
          <span key={byte} className={classOf(byte)} data-byte={byte}>
            {ascii.charAt(index)}
          </span>
        ))}
      </span>
    </>
  );
}
