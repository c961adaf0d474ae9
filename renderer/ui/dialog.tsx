import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./dialog.module.css";

/** How long after its closing the focus is back where it was before a dialog opened. */
export const FOCUS_RETURN_MS = 30;

/**
 * A dialog over the window. Escape and a click beside it close it; the focus returns to where it was, for which the
 * component stays mounted while closed.
 */
export function Dialog(props: {
  readonly opened: boolean;
  readonly title: string;
  readonly close: () => void;
  readonly size: "narrow" | "wide";
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Modal
      opened={props.opened}
      onClose={props.close}
      title={props.title}
      size={props.size === "wide" ? 860 : 560}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ "aria-label": "Close" }}
      classNames={{ title: styles.title ?? "", content: styles.content ?? "", overlay: styles.overlay ?? "" }}
    >
      {props.children}
    </Modal>
  );
}
