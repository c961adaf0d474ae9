import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import styles from "./bytes.module.css";
import { countHexLines, hexLine } from "./hex-lines.ts";

/** Pixels of a line; bytes.module.css has the same. */
const LINE_HEIGHT = 18;
/** Lines drawn beyond either edge. */
const BEYOND = 20;

/** Bytes as hex lines, of which only those seen exist. */
export function HexDump({ bytes, label }: { readonly bytes: string; readonly label: string }): ReactNode {
  const scroller = useRef<HTMLElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const lines = countHexLines(bytes);
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
          const { offset, hex, ascii } = hexLine(bytes, line);
          return (
            <div key={offset} className={styles.hexLine} style={{ top: line * LINE_HEIGHT }} dir="ltr">
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
