import type { ReactNode } from "react";
import styles from "./icons.module.css";

/** Drawn in a box of 16 by 16, by lines. */
const LINES = {
  overview: "M2 13.5h12M3.5 13V8.5h2V13M7 13V3h2v10M10.5 13V6h2v7",
  flows: "M2 3.5h12M2 8h12M2 12.5h12M5 2v12",
  inspector: "M1.5 2.5h13v11h-13zM10 2.5v11",
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
