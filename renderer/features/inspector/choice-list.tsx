import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from "react";
import { rowAfterKey } from "../../ui/data-table/table-keys.ts";
import styles from "./inspector.module.css";

interface Choice {
  readonly id: string;
  readonly content: ReactNode;
}

interface ChoiceListProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

const PAGE_ROWS = 5;

/** A short list of which one is chosen: arrows, j and k, Home and End move the choice. */
export function ChoiceList({ label, choices, selected, onSelect }: ChoiceListProps): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const at = choices.findIndex((choice) => choice.id === selected);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the choice is what moved
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const onKeyDown = (event: KeyboardEvent) => {
    const place = { row: at < 0 ? null : at, rows: choices.length, pageRows: PAGE_ROWS };
    const next = choices[rowAfterKey(event, place) ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    onSelect(next.id);
  };
  return (
    <div
      ref={list}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
      className={styles.choices}
      onKeyDown={onKeyDown}
    >
      {choices.map((choice, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus and the keys
        // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and the keys
        <div
          key={choice.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          className={styles.choice}
          onClick={() => onSelect(choice.id)}
        >
          {choice.content}
        </div>
      ))}
    </div>
  );
}
