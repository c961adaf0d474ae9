import type { ReactNode } from "react";
import { type Glyph, toolMark } from "../theme/tool-marks.ts";
import { SafeText } from "./safe-text.tsx";
import styles from "./tool-glyph.module.css";

/** Outlines in a box of 12 by 12; ring and frame are drawn by their edge. */
const OUTLINES: Record<Glyph, string> = {
  circle: "M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9z",
  square: "M2 2h8v8h-8z",
  triangle: "M6 1.2L11 10.5H1z",
  diamond: "M6 .8L11.2 6L6 11.2L.8 6z",
  wedge: "M1 1.5H11L6 10.8z",
  plus: "M4.3 1h3.4v3.3H11v3.4H7.7V11H4.3V7.7H1V4.3h3.3z",
  hexagon: "M3.3 1.3h5.4L11.4 6L8.7 10.7H3.3L.6 6z",
  ring: "M6 2.2a3.8 3.8 0 1 1 0 7.6a3.8 3.8 0 1 1 0-7.6z",
  frame: "M2.5 2.5h7v7h-7z",
  bow: "M1 1.5L6 6L11 1.5V10.5L6 6L1 10.5z",
  unknown: "M3.6 4.2a2.4 2.2 0 1 1 3.6 1.9q-1.2.7-1.2 1.7M6 9.6v1.4",
};

/** The sign of a tool. It says nothing to screen readers: the name stands beside it. */
export function ToolGlyph({ tool }: { readonly tool: string | null }): ReactNode {
  const { colour, glyph } = toolMark(tool);
  const isLine = glyph === "ring" || glyph === "frame" || glyph === "unknown";
  const paint = `var(${colour})`;
  return (
    <svg className={styles.glyph} viewBox="0 0 12 12" aria-hidden="true">
      <path d={OUTLINES[glyph]} fill={isLine ? "none" : paint} stroke={isLine ? paint : "none"} strokeWidth="2" />
    </svg>
  );
}

/** A tool by sign, id and name, for names of kin begin alike; null: packets no signature names. */
export function ToolName({ tool, name }: { readonly tool: string | null; readonly name: string | null }): ReactNode {
  return (
    <span className={styles.name}>
      <ToolGlyph tool={tool} />
      {tool === null ? (
        <span className={styles.unknown}>unknown</span>
      ) : (
        <span className={styles.words}>
          <span className={styles.id}>
            <SafeText text={tool} mono={false} expandable={false} />
          </span>{" "}
          {name !== null && <SafeText text={name} mono={false} expandable={false} />}
        </span>
      )}
    </span>
  );
}
