import {
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { Completion, Completions } from "../../../core/query/complete-filter.ts";
import type { FilterFault } from "../../../core/query/fault.ts";
import { Icon } from "../icons.tsx";
import { safeString } from "../safe-string.ts";
import { acceptCompletion, type EditedText } from "./accept-completion.ts";
import { CLOSED, type CompletionChoice, chosenIndex, moveChoice, OPENED } from "./completion-choice.ts";
import { CompletionList, optionId } from "./completion-list.tsx";
import { applySuggestion, type MarkedText, markFault } from "./fault-marks.ts";
import { FaultNote } from "./fault-note.tsx";
import styles from "./filter-field.module.css";
import { useSettled } from "./use-settled.ts";

interface FilterFieldProps {
  /** What it filters, for those who do not see it. */
  readonly label: string;
  readonly placeholder: string;
  readonly text: string;
  /** Longest text that may be typed. */
  readonly longest: number;
  /** Why the text is no filter, if it is none. */
  readonly fault: FilterFault | null;
  readonly complete: (text: string, cursor: number) => Completions;
  readonly onText: (text: string) => void;
  /** Enter, unless it chooses a completion. */
  readonly onSubmit: () => void;
  /** The key that leads here, shown while the keyboard is elsewhere. */
  readonly shortcut: string;
  readonly register: (element: HTMLInputElement | null) => void;
}

/**
 * A text field for a filter. Faults are underlined where they are, once typing pauses. Typing or Ctrl+Space opens what may
 * come next, arrows choose, Enter or Tab accepts what is chosen, Escape closes, and once more leaves the field.
 */
export function FilterField(props: FilterFieldProps): ReactNode {
  const { text, fault, onText, register } = props;
  const listId = useId();
  const faultId = useId();
  const input = useRef<HTMLInputElement | null>(null);
  const [choice, setChoice] = useState<CompletionChoice>(CLOSED);
  const [cursor, setCursor] = useState(0);
  const [focused, setFocused] = useState(false);
  const settled = useSettled(text);
  const placeCursor = useEditedCursor(input, text);

  const completions = choice.open ? props.complete(text, cursor) : null;
  const options = completions?.options ?? [];
  const chosen = chosenIndex(choice, options.length);
  const isListed = options.length > 0;
  const shownFault = settled || !focused ? fault : null;

  const edit = (edited: EditedText) => {
    onText(edited.text);
    setCursor(edited.cursor);
    placeCursor(edited);
    input.current?.focus();
  };
  const accept = (option: Completion) => {
    if (completions !== null) edit(acceptCompletion(text, completions, option));
    setChoice(OPENED);
  };
  const mend = (place: FilterFault, suggestion: string) => {
    edit(applySuggestion(text, place, suggestion));
    setChoice(CLOSED);
  };
  const open = (chooseFirst: boolean, target: HTMLInputElement) => {
    setCursor(target.selectionStart ?? text.length);
    setChoice(chooseFirst ? { open: true, chosen: 0 } : OPENED);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // These keys choose characters of scripts that are composed.
    if (event.nativeEvent.isComposing) return;
    const target = event.currentTarget;
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
    const option = chosen === null ? undefined : options[chosen];
    if (event.key === " " && event.ctrlKey) open(true, target);
    else if (isPlain && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      if (choice.open) setChoice(moveChoice(choice, event.key === "ArrowDown" ? 1 : -1, options.length));
      else open(true, target);
    } else if (isPlain && (event.key === "Enter" || event.key === "Tab") && option !== undefined) accept(option);
    else if (event.key === "Enter") {
      setChoice(CLOSED);
      props.onSubmit();
    } else if (event.key === "Escape") {
      if (isListed) setChoice(CLOSED);
      else target.blur();
    } else return;
    event.preventDefault();
  };
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    if (event.currentTarget.contains(event.relatedTarget)) return;
    setFocused(false);
    setChoice(CLOSED);
  };

  return (
    <search className={styles.field} onFocus={() => setFocused(true)} onBlur={onBlur}>
      <Icon name="filter" />
      <label className="visually-hidden" htmlFor={`${listId}-input`}>
        {props.label}
      </label>
      <div className={styles.text}>
        <FaultUnderline marks={shownFault === null ? null : markFault(text, shownFault)} input={input} />
        <input
          ref={(element) => {
            input.current = element;
            register(element);
          }}
          id={`${listId}-input`}
          type="text"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={isListed}
          aria-controls={isListed ? listId : undefined}
          aria-activedescendant={chosen === null ? undefined : optionId(listId, chosen)}
          aria-invalid={shownFault !== null}
          aria-describedby={shownFault !== null && focused ? faultId : undefined}
          title={shownFault !== null && !focused ? safeString(shownFault.message) : undefined}
          value={text}
          maxLength={props.longest}
          spellCheck={false}
          autoComplete="off"
          placeholder={props.placeholder}
          onChange={(event) => {
            onText(event.currentTarget.value);
            open(false, event.currentTarget);
          }}
          onSelect={(event) => setCursor(event.currentTarget.selectionStart ?? 0)}
          onKeyDown={onKeyDown}
        />
      </div>
      {!focused && <kbd>{props.shortcut}</kbd>}
      {focused && (isListed || shownFault !== null) && (
        <div className={styles.below}>
          {isListed && <CompletionList id={listId} options={options} chosen={chosen} accept={accept} />}
          {shownFault !== null && (
            <FaultNote id={faultId} fault={shownFault} accept={(suggestion) => mend(shownFault, suggestion)} />
          )}
        </div>
      )}
    </search>
  );
}

/** The text once more without its letters, behind the field, with a line under what is faulty. It scrolls as the field does. */
function FaultUnderline(props: {
  readonly marks: MarkedText | null;
  readonly input: { readonly current: HTMLInputElement | null };
}): ReactNode {
  const { marks, input } = props;
  const underline = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const field = input.current;
    if (field === null || marks === null) return;
    const follow = () => underline.current?.scrollTo({ left: field.scrollLeft });
    follow();
    field.addEventListener("scroll", follow);
    return () => field.removeEventListener("scroll", follow);
  }, [marks, input]);
  if (marks === null) return null;
  return (
    <div ref={underline} className={styles.underline} aria-hidden="true">
      {marks.before}
      <span className={styles.marked}>{marks.marked}</span>
      {marks.after}
    </div>
  );
}

/** Puts the cursor into a text that is not typed, once the field shows it. */
function useEditedCursor(input: { readonly current: HTMLInputElement | null }, text: string) {
  const edited = useRef<EditedText | null>(null);
  useLayoutEffect(() => {
    if (edited.current?.text !== text) return;
    const { cursor } = edited.current;
    edited.current = null;
    input.current?.setSelectionRange(cursor, cursor);
  }, [text, input]);
  return (next: EditedText) => {
    edited.current = next;
  };
}
