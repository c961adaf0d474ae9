import type { ReactNode } from "react";
import { askForReading, useReading } from "../bridge/reading.ts";
import { Welcome } from "../features/welcome/welcome.tsx";
import { FailedState, LoadingState } from "../ui/states.tsx";
import { Rail } from "./rail.tsx";
import styles from "./shell.module.css";
import { Shell } from "./shell.tsx";
import { StatusLine } from "./status-line.tsx";

/** The views, or what stands in their place until captures are open. */
export function StartPage(): ReactNode {
  const phase = useReading((reading) => reading.state.phase);
  const known = useReading((reading) => reading.known);
  const error = useReading((reading) => reading.error);
  if (!known && error === null) return <LoadingState title="Starting" />;
  if (!known && error !== null) {
    return (
      <FailedState
        title="The program does not answer this window"
        reason={error.message}
        advice="Ask again; if that does not help, close Ringprint and start it anew. Captures are never changed."
        action={{ title: "Ask again", run: () => void askForReading() }}
      />
    );
  }
  if (phase !== "idle") return <Shell />;
  return (
    <div className={styles.frame}>
      <Rail views={false} />
      <Welcome />
      <StatusLine />
    </div>
  );
}
