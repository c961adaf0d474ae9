import { type ReactNode, useEffect, useRef } from "react";
import type { Completion } from "../../../core/query/complete-filter.ts";
import { SafeText } from "../safe-text.tsx";
import styles from "./filter-field.module.css";

interface CompletionListProps {
  readonly id: string;
  readonly options: readonly Completion[];
  readonly chosen: number | null;
  readonly accept: (option: Completion) => void;
}

/** Id of an option's element. */
export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

/** What may come next. The keyboard stays in the field, which says by its attributes what is chosen here. */
export function CompletionList({ id, options, chosen, accept }: CompletionListProps): ReactNode {
  const chosenElement = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another option has another element
  useEffect(() => chosenElement.current?.scrollIntoView({ block: "nearest" }), [chosen]);
  return (
    <div className={styles.list} id={id} role="listbox" aria-label="What may come next">
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the field has the keyboard
        <div
          key={option.text}
          ref={index === chosen ? chosenElement : null}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === chosen}
          className={styles.option}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => accept(option)}
        >
          <SafeText text={option.text} expandable={false} />
          {option.meaning !== "" && <span className={styles.meaning}>{option.meaning}</span>}
        </div>
      ))}
    </div>
  );
}
