import type { ReactNode } from "react";
import styles from "./icons.module.css";

/** Drawn in a box of 16 by 16, by lines. */
const LINES = {
  overview: "M2 13.5h12M3.5 13V8.5h2V13M7 13V3h2v10M10.5 13V6h2v7",
  flows: "M2 3.5h12M2 8h12M2 12.5h12M5 2v12",
  inspector: "M1.5 2.5h13v11h-13zM10 2.5v11",
  fingerprints: "M4 13q-1.5-2.5-1.5-5a5.5 5.5 0 0 1 11 0v2.5M6 14q-1-3-1-6a3 3 0 0 1 6 0q0 3.5 .8 5.5M8 8q0 4 1 6.5",
  label: "M2 2.5h6l6 6-5.5 5.5-6.5-6.5zM5 5.2v.6",
  diff: "M2 2.5h4.5v11H2zM9.5 2.5H14v11H9.5zM3.5 5.5h1.5M3.5 8h1.5M11 5.5h1.5M11 10.5h1.5",
  campaigns: "M2 3h3v3H2zM7 3h3v3H7zM12 3h2v3h-2zM2 10h3v3H2zM7 10h3v3H7zM12 10h2v3h-2z",
  evolution: "M2 3.5q6 0 12 6M2 6.5q6 0 12 6M2 12.5q6 0 12-9M2 2v12M14 2v12",
  map: "M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13zM1.5 8h13M8 1.5q-6 6.5 0 13q6-6.5 0-13",
  numbers: "M3 3h2.5v2.5H3zM7 3h2.5v2.5H7zM11 3h2v2.5h-2zM3 7h2.5v2.5H3zM7 7h2.5v2.5H7zM11 7h2v2.5h-2zM7 11h2.5v2.5H7z",
  signatures: "M2 11.5q2-8 4-8t1.5 4q-.5 4 1.5 4t5-3M2 14h12",
  report: "M3 1.5h10v13H3zM5 4.5h6M5 7h3.5M6 12.5v-2M8 12.5V9M10 12.5V7.5",
  captures: "M4 1.5h5l3.5 3.5v9.5H4zM9 1.5V5h3.5M6 8h4.5M6 11h4.5",
  theme: "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12zM8 2v12M8 5.5h4.7M8 8h6M8 10.5h4.7",
  help: "M5.2 5.8a2.8 2.6 0 1 1 4.3 2.3q-1.5.9-1.5 2.2M8 12.6v1",
  palette: "M2 4.5l3.5 3.5L2 11.5M7.5 12H14",
  open: "M1.5 13V3.5h4.5l1.5 2h7V13z",
  filter: "M1.5 3h13L9.5 8.5V13l-3-1.5v-3z",
  close: "M4 4l8 8M12 4l-8 8",
} as const;

/** A sign beside or in place of words; what has no words beside it needs an aria-label of its own. */
export function Icon({ name }: { readonly name: keyof typeof LINES }): ReactNode {
  return (
    <svg className={styles.icon} viewBox="0 0 16 16" aria-hidden="true">
      <path d={LINES[name]} />
    </svg>
  );
}
