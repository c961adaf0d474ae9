import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import styles from "./states.module.css";

/** What a state offers to do. */
export interface StateAction {
  readonly title: string;
  readonly run: () => void;
  readonly keyHint?: string | undefined;
}

/** There is nothing yet: why, and the next step. */
export function EmptyState(props: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: StateAction;
}): ReactNode {
  return (
    <section className={styles.state} aria-label={props.title}>
      <h2>{props.title}</h2>
      {props.children !== undefined && <div className={styles.words}>{props.children}</div>}
      {props.action !== undefined && <Action action={props.action} primary />}
    </section>
  );
}

/** An answer is on its way: what is asked for, and what is known of it already. */
export function LoadingState({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <section className={styles.state} aria-busy="true" aria-label={title}>
      <h2 role="status">{title}</h2>
      {children !== undefined && <div className={styles.words}>{children}</div>}
    </section>
  );
}

/** Something failed: what, why, what was kept and what to do. */
export function FailedState(props: {
  readonly title: string;
  /** Why, in a sentence. */
  readonly reason: ReactNode;
  /** What was kept, or what to do where no button does it. */
  readonly advice?: ReactNode;
  readonly action?: StateAction;
}): ReactNode {
  return (
    <section className={styles.state} role="alert" aria-label={props.title}>
      <h2 className={styles.failed}>
        <span aria-hidden="true">▲ </span>
        {props.title}
      </h2>
      <div className={styles.words}>{props.reason}</div>
      {props.advice !== undefined && <div className={styles.words}>{props.advice}</div>}
      {props.action !== undefined && <Action action={props.action} />}
    </section>
  );
}

/** Filters leave nothing: what they are, and how to take them away. */
export function NothingMatchesState(props: {
  /** What there would be, as `None of 161 flows matches`. */
  readonly title: string;
  /** The filter in words. */
  readonly children?: ReactNode;
  readonly clear: () => void;
}): ReactNode {
  return (
    <section className={styles.state} aria-label={props.title}>
      <h2>{props.title}</h2>
      {props.children !== undefined && <div className={styles.words}>{props.children}</div>}
      <Action action={{ title: "Clear filter", run: props.clear }} />
    </section>
  );
}

function Action({ action, primary = false }: { readonly action: StateAction; readonly primary?: boolean }): ReactNode {
  return (
    <Button onClick={action.run} primary={primary} keyHint={action.keyHint}>
      {action.title}
    </Button>
  );
}
