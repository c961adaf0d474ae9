import { type ReactNode, useEffect, useState } from "react";
import { call } from "../../bridge/bridge.ts";
import { Button } from "../../ui/button.tsx";
import styles from "./inspector.module.css";

const SAID_FOR_MS = 2000;

/** Copies a text and says so. The text must be visible text already: no raw bytes. */
export function CopyButton({ title, text }: { readonly title: string; readonly text: () => string }): ReactNode {
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said === "") return;
    const timer = setTimeout(() => setSaid(""), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    const reply = await call("clipboard.write", { text: text() });
    setSaid(reply.ok ? "Copied" : `Not copied: ${reply.error.message}`);
  };
  return (
    <span className={styles.copy}>
      <Button onClick={() => void copy()}>{title}</Button>
      <span role="status">{said}</span>
    </span>
  );
}
