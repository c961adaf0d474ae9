import { Popover } from "@mantine/core";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import type { DrawnKey, DrawnPart } from "../../../core/contract/inspection.ts";
import { SafeText } from "../safe-text.tsx";
import styles from "./fingerprint.module.css";
import { describeGap, describeStructure, describeValues, labelGap } from "./gap-words.ts";

/** How long the list stays when the pointer has left. */
const LEAVE_MS = 150;

interface GapBoxProps {
  readonly gap: Extract<DrawnPart, { kind: "gap" }>;
  /** The key it is part of, whose values it lists. */
  readonly drawn: Pick<DrawnKey, "key" | "distinct" | "values"> & { readonly packets: number | null };
  readonly tabStop: boolean;
}

/** A place where values differ. Hovering or focusing lists values seen. */
export function GapBox({ gap, drawn, tabStop }: GapBoxProps): ReactNode {
  const [open, setOpen] = useState(false);
  const id = useId();
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(leaving.current), []);
  const show = () => {
    clearTimeout(leaving.current);
    setOpen(true);
  };
  const hide = () => {
    clearTimeout(leaving.current);
    setOpen(false);
  };
  // The pointer may go over to the list, to read or scroll it.
  const leave = () => {
    leaving.current = setTimeout(() => setOpen(false), LEAVE_MS);
  };
  return (
    <Popover opened={open} position="bottom-start" shadow="md" withinPortal width="auto" offset={4} withRoles={false}>
      <Popover.Target>
        <button
          type="button"
          data-gap
          className={styles.gap}
          tabIndex={tabStop ? 0 : -1}
          aria-describedby={open ? id : undefined}
          onMouseEnter={show}
          onMouseLeave={leave}
          onFocus={show}
          onBlur={hide}
          onClick={show}
          onKeyDown={(event) => {
            if (event.key !== "Escape" || !open) return;
            event.stopPropagation();
            hide();
          }}
        >
          {labelGap(gap)}
        </button>
      </Popover.Target>
      <Popover.Dropdown id={id} className={styles.values} role="tooltip" onMouseEnter={show} onMouseLeave={leave}>
        <p>{describeGap(gap)}.</p>
        {gap.likely !== null && <p>{describeStructure(gap)}</p>}
        {drawn.packets === null ? (
          <p>A signature takes any value that fits.</p>
        ) : (
          <p>
            <SafeText text={drawn.key} />: {describeValues(drawn)}
          </p>
        )}
        <ul>
          {drawn.values.map((value) => (
            <li key={value}>
              <SafeText text={value} expandable={false} />
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
