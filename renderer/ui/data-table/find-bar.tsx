import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { sentenceCount } from "../numbers.ts";
import styles from "./data-table.module.css";
import { findRow } from "./find-row.ts";
import type { TableColumn } from "./table-layout.ts";
import type { TableSource } from "./table-source.ts";

interface FindBarProps<Row, Name extends string> {
  readonly noun: string;
  readonly source: TableSource<Row>;
  /** Those that are shown: what is seen is what is found. */
  readonly columns: readonly TableColumn<Row, Name>[];
  readonly rows: number;
  /** The row keys act on. */
  readonly active: number | null;
  readonly onFound: (row: number) => void;
  readonly onClose: () => void;
}

/** Looks for a text in the rows of a list, from the row keys act on: Enter the next, Shift+Enter the one before. */
export function FindBar<Row, Name extends string>(props: FindBarProps<Row, Name>): ReactNode {
  const { noun, source, columns, rows, active, onFound, onClose } = props;
  const field = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState("");
  const search = useRef(0);
  useEffect(() => {
    field.current?.focus();
    return () => {
      search.current += 1;
    };
  }, []);

  const find = async (backwards: boolean) => {
    const text = field.current?.value ?? "";
    if (text === "" || rows === 0) return;
    search.current += 1;
    const mine = search.current;
    const isWanted = () => search.current === mine;
    const goesOn = (lookedAt: number) => {
      if (isWanted()) setSaid(`Looked at ${sentenceCount(lookedAt)} of ${sentenceCount(rows)} rows`);
      return isWanted();
    };
    const from = active === null ? 0 : active + (backwards ? -1 : 1);
    const found = await findRow(source, columns, { text, from, backwards, rows, goesOn });
    if (!isWanted()) return;
    if ("message" in found) setSaid(`Not looked for: ${found.message}`);
    else if (found.index === null) setSaid(`No ${noun} of the list shows this`);
    else {
      setSaid(`row ${sentenceCount(found.index + 1)}`);
      onFound(found.index);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter") void find(event.shiftKey);
    else return;
    event.preventDefault();
  };

  return (
    <search className={styles.find}>
      <input
        ref={field}
        type="text"
        aria-label={`Find in the list of ${noun}s`}
        placeholder="Find in the list"
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        onKeyDown={onKeyDown}
        onChange={() => {
          search.current += 1;
          setSaid("");
        }}
      />
      <button type="button" className={styles.choose} onClick={() => void find(false)}>
        Next
      </button>
      <button type="button" className={styles.choose} onClick={() => void find(true)}>
        Previous
      </button>
      <button type="button" className={styles.choose} onClick={onClose}>
        Close
      </button>
      <span role="status">{said}</span>
    </search>
  );
}
