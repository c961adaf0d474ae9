import { type ReactNode, useEffect, useState } from "react";
import { Button } from "./button.tsx";
import styles from "./copy-button.module.css";

const SAID_FOR_MS = 2000;

/** Copies something and says what came of it. */
export function CopyButton(props: { readonly title: string; readonly copy: () => Promise<string> }): ReactNode {
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said === "") return;
    const timer = setTimeout(() => setSaid(""), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <span className={styles.copy}>
      <Button onClick={() => void props.copy().then(setSaid)}>{props.title}</Button>
      <span role="status">{said}</span>
    </span>
  );
}
