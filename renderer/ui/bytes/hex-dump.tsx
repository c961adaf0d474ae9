import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import styles from "./bytes.module.css";
import { BYTES_PER_LINE, countHexLines, hexLine } from "./hex-lines.ts";

/** Pixels of a line; bytes.module.css has the same. */
const LINE_HEIGHT = 18;
/** Room that a whole line takes. */
const FULL_LINE_WIDTH = 480;
/** Lines drawn beyond either edge. */
const BEYOND = 20;

/** Bytes as hex lines, of which only those seen exist. */
export function HexDump({ bytes, label }: { readonly bytes: string; readonly label: string }): ReactNode {
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
  return (
    <section
      ref={scroller}
      className={styles.scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll what has the focus
      tabIndex={0}
      aria-label={label}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
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
              <span className={styles.hex}>{hex}</span>
              <span>{ascii}</span>
            </div>
          );
        })}
      </div>
    </section>
  );
}
