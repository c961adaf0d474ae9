import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from "react";
import { sentenceCount } from "../numbers.ts";
import { FailedState, LoadingState } from "../states.tsx";
import { ColumnChooser } from "./column-chooser.tsx";
import styles from "./data-table.module.css";
import { DrawnRows } from "./drawn-rows.ts";
import { FindBar } from "./find-bar.tsx";
import { markAll, markedRows, NO_MARKS, settleMarks, stretchMarks, toggleMark } from "./marks.ts";
import { idsOfRows } from "./row-ids.ts";
import { countRows, holdsRow, type RowRanges } from "./row-ranges.ts";
import { TableHeader, type TableSort } from "./table-header.tsx";
import { actionOfKey, type PressedKey, type RowAction, rowAfterKey } from "./table-keys.ts";
import { gridColumns, shownColumns, type TableColumn, type TableLayout } from "./table-layout.ts";
import { TableRow } from "./table-row.tsx";
import type { TableSource } from "./table-source.ts";
import { copyRows } from "./table-text.ts";
import { describeCopied, describeRows, describeSelection } from "./table-words.ts";
import { useMarks } from "./use-marks.ts";
import { useRowIndex } from "./use-row-index.ts";
import { useTableRows } from "./use-table-rows.ts";
import { useTableScroll } from "./use-table-scroll.ts";

/** Heights in pixels; data-table.module.css has the same. */
const ROW_HEIGHT = 22;
const HEADER_HEIGHT = 26;

/** What commands can do with a table. */
export interface TableHandle {
  readonly focus: () => void;
  /** Moves as this key would, and takes the focus. */
  readonly press: (key: string) => void;
  /** Goes to a row, and takes the focus. */
  readonly goTo: (row: number) => void;
  /** Does with the rows what a key in the list does, and takes the focus. */
  readonly act: (action: RowAction) => void;
  /** Ids of the marked rows, at most so many; where none is marked, of the row keys act on, or of the inspected one. */
  readonly chosen: (most: number) => Promise<readonly string[]>;
  /** The marked rows by their place, and the revision they were marked in; null where none is. */
  readonly marked: () => MarkedRows | null;
}

/** Marked rows of a list: places in an order of rows mean nothing once newer rows are there. */
export interface MarkedRows {
  readonly ranges: RowRanges;
  readonly revision: number;
}

interface DataTableProps<Row, Name extends string> {
  readonly ref?: Ref<TableHandle>;
  /** What the rows are, as `Flows`. */
  readonly label: string;
  /** One row, as `flow`. */
  readonly noun: string;
  readonly columns: readonly TableColumn<Row, Name>[];
  readonly source: TableSource<Row>;
  readonly rowId: (row: Row) => string;
  readonly sort: TableSort<Name>;
  readonly onSort: (column: Name) => void;
  readonly layout: TableLayout;
  readonly onLayout: (layout: TableLayout) => void;
  /** Id of the row that is inspected. */
  readonly selected: string | null;
  /** Enter or a click chose a row. */
  readonly onSelect: (id: string) => void;
  /** First row seen when the table was left. */
  readonly startRow: number;
  readonly onLeave: (firstRow: number) => void;
  /** Puts a text into the clipboard and says in a word or a sentence what came of it. */
  readonly copyText: (text: string) => Promise<string>;
  /** Told how many rows are marked. */
  readonly onMarked?: (rows: number) => void;
  /** Shown where there are no rows at all. */
  readonly empty: ReactNode;
  /** Shown where no row matches the filter. */
  readonly nothingMatches: (total: number) => ReactNode;
}

/**
 * A table of any number of rows, of which only those seen exist. It asks its source for pages and keeps what it has on
 * screen until newer rows are there. The grid has the focus, `aria-activedescendant` names the row keys act on. Rows are
 * marked with Space, Ctrl and a click, or Shift and moving; the marked rows are the selection, else the inspected one is.
 */
export function DataTable<Row, Name extends string>(props: DataTableProps<Row, Name>): ReactNode {
  const { ref, columns, source, rowId, layout, selected, onSelect, noun } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [known, setKnown] = useState({ matching: 0 });
  const scroll = useTableScroll(scroller, known.matching, ROW_HEIGHT, HEADER_HEIGHT);
  const rows = useTableRows(source, scroll.place.range);
  const counts = rows.counts;
  // The scroller needs the number of rows before it can say which of them to ask for.
  if (counts !== null && counts.matching !== known.matching) setKnown({ matching: counts.matching });

  const [active, setActive] = useState<number | null>(null);
  const activeId = useRef<string | null>(null);
  const [marks, changeMarks] = useMarks(JSON.stringify([source.key, counts?.revision]));
  const marked = useMemo(() => markedRows(marks), [marks]);
  const markedCount = countRows(marked);
  const [finding, setFinding] = useState(false);
  const [said, setSaid] = useState("");
  const restored = useRef(false);
  const key = useRef(source.key);

  const activeRow = active === null ? undefined : rows.row(active);
  const activeRowId = activeRow === undefined || rows.awaiting ? null : rowId(activeRow);
  if (activeRowId !== null) activeId.current ??= activeRowId;
  const seenAt = activeRowId === selected ? (active ?? undefined) : undefined;
  const selectedIndex = useRowIndex(source, counts?.revision ?? null, rows.awaiting, selected, seenAt);

  const setActiveRow = (index: number) => {
    activeId.current = null;
    setActive(index);
    scroll.showRow(index);
  };

  // The row that keys act on stays the same row when rows move; where the order changed, the view follows it.
  const { showRow, startAtRow } = scroll;
  const { find } = source;
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows move when the revision rises
  useEffect(() => {
    if (rows.awaiting) return;
    const reordered = key.current !== source.key;
    key.current = source.key;
    const sought = activeId.current;
    if (sought === null) {
      if (reordered) startAtRow(0);
      return;
    }
    let wanted = true;
    void find(sought).then((index) => {
      if (!wanted || activeId.current !== sought) return;
      if (index === null) activeId.current = null;
      setActive(index);
      if (reordered) index === null ? startAtRow(0) : showRow(index);
    });
    return () => {
      wanted = false;
    };
  }, [rows.awaiting, source.key, counts?.revision, find, showRow, startAtRow]);

  // Once there are rows, go where the table was left; else to the row that was selected before.
  const { startRow, onLeave } = props;
  useEffect(() => {
    if (restored.current || known.matching === 0 || selectedIndex === undefined) return;
    restored.current = true;
    if (startRow > 0) startAtRow(startRow);
    if (selectedIndex === null) return;
    setActive((now) => now ?? selectedIndex);
    if (startRow === 0) showRow(selectedIndex);
  }, [known.matching, selectedIndex, startRow, startAtRow, showRow]);
  const firstRow = useRef(0);
  firstRow.current = restored.current ? scroll.firstRow : startRow;
  useEffect(() => () => onLeave(firstRow.current), [onLeave]);

  const { onMarked } = props;
  useEffect(() => onMarked?.(markedCount), [onMarked, markedCount]);
  useEffect(() => () => onMarked?.(0), [onMarked]);

  const shown = shownColumns(columns, layout);
  const choose = (index: number) => {
    const row = rows.row(index);
    if (row !== undefined) onSelect(rowId(row));
  };
  const copy = async () => {
    const ranges = markedCount > 0 ? marked : active === null ? [] : [{ first: active, end: active + 1 }];
    if (ranges.length === 0 || rows.awaiting) return;
    const copied = await copyRows(source, shown, ranges);
    setSaid(describeCopied(copied, copied.ok ? await props.copyText(copied.text) : "", noun));
  };
  /** False: there is nothing to do it with. */
  const act = (action: RowAction): boolean => {
    if (known.matching === 0) return false;
    setSaid("");
    switch (action) {
      case "inspect":
        if (active !== null) choose(active);
        return active !== null;
      case "mark":
        if (active !== null) changeMarks((now) => toggleMark(now, active));
        return active !== null;
      case "mark-all":
        changeMarks(() => markAll(known.matching));
        return true;
      case "unmark-all":
        changeMarks(() => NO_MARKS);
        return markedCount > 0;
      case "copy":
        void copy();
        return true;
      case "find":
        setFinding(true);
        return true;
    }
  };
  const press = (pressed: PressedKey): boolean => {
    if (counts === null) return false;
    const action = actionOfKey(pressed);
    // Text that the analyst selected with the mouse is what is meant to be copied.
    if (action === "copy" && window.getSelection()?.isCollapsed === false) return false;
    if (action !== undefined) return act(action);
    const next = rowAfterKey(pressed, { row: active, rows: counts.matching, pageRows: scroll.pageRows });
    if (next === undefined) return false;
    changeMarks((now) => (pressed.shiftKey ? stretchMarks(now, active ?? next, next) : settleMarks(now)));
    setActiveRow(next);
    return true;
  };
  useImperativeHandle(ref, () => ({
    focus: () => scroller.current?.focus(),
    press: (pressedKey) => {
      scroller.current?.focus();
      press({ key: pressedKey, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false });
    },
    goTo: (row) => {
      scroller.current?.focus();
      setActiveRow(row);
    },
    act: (action) => {
      if (action !== "find") scroller.current?.focus();
      act(action);
    },
    chosen: async (most) => {
      if (markedCount > 0) return idsOfRows(source, rowId, marked, most);
      if (active !== null) return idsOfRows(source, rowId, [{ first: active, end: active + 1 }], 1);
      return selected === null ? [] : [selected];
    },
    marked: () => (markedCount === 0 || counts === null ? null : { ranges: marked, revision: counts.revision }),
  }));

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    // Titles inside the grid have keys of their own.
    if (event.target === event.currentTarget && press(event)) event.preventDefault();
  };
  const onClick = (event: MouseEvent<HTMLDivElement>) => {
    const element = event.target instanceof Element ? event.target.closest("[data-index]") : null;
    if (element === null) return;
    const index = Number(element.getAttribute("data-index"));
    if (event.shiftKey) changeMarks((now) => stretchMarks(now, active ?? index, index));
    else if (event.ctrlKey || event.metaKey) changeMarks((now) => toggleMark(now, index));
    else {
      changeMarks(settleMarks);
      choose(index);
    }
    activeId.current = null;
    setActive(index);
    scroller.current?.focus({ preventScroll: true });
  };
  const onFocus = (event: FocusEvent<HTMLDivElement>) => {
    // A title with the focus chooses no row: sorting would drag the view along with it.
    if (event.target !== event.currentTarget) return;
    if (active === null && known.matching > 0) setActive(Math.min(scroll.firstRow, known.matching - 1));
  };

  const state = stateOf(props, counts, rows.error, rows.retry);
  const passed = useRef<DrawnRows | null>(null);
  passed.current ??= new DrawnRows();
  const { range, top } = passed.current.at(scroll.place, rows.isHeld);
  const isBehind = range.first !== scroll.place.range.first;
  const indexes = Array.from({ length: range.end - range.first }, (_, i) => range.first + i);
  const rowDomId = (index: number) => `${id}-row-${index}`;
  const isDrawn = active !== null && active >= range.first && active < range.end;

  return (
    <div className={styles.table}>
      <div className={styles.frame}>
        <div
          ref={scroller}
          role="grid"
          tabIndex={0}
          aria-label={props.label}
          aria-rowcount={known.matching + 1}
          aria-colcount={shown.length}
          aria-multiselectable="true"
          aria-busy={rows.awaiting || isBehind}
          aria-activedescendant={isDrawn ? rowDomId(active) : undefined}
          className={styles.scroller}
          style={{ "--columns": gridColumns(shown, layout) } as Record<string, string>}
          onKeyDown={onKeyDown}
          onClick={onClick}
          onMouseDown={keepText}
          onFocus={onFocus}
        >
          <div role="rowgroup" className={styles.headerGroup}>
            <TableHeader
              columns={shown}
              sort={props.sort}
              onSort={props.onSort}
              names={columns.map(({ name }) => name)}
              layout={layout}
              onLayout={props.onLayout}
            />
          </div>
          {state === null && (
            <div
              role="rowgroup"
              className={rows.awaiting || isBehind ? styles.bodyAwaiting : styles.body}
              style={{ height: scroll.contentHeight }}
            >
              <div role="presentation" className={styles.drawn} style={{ transform: `translateY(${top}px)` }}>
                {indexes.map((index) => {
                  const row = rows.row(index);
                  return (
                    <TableRow
                      key={index}
                      id={rowDomId(index)}
                      index={index}
                      row={row}
                      columns={shown}
                      selected={row !== undefined && selected !== null && rowId(row) === selected}
                      marked={holdsRow(marked, index)}
                      anyMarked={markedCount > 0}
                      active={index === active}
                    />
                  );
                })}
              </div>
            </div>
          )}
        </div>
        {state !== null && <div className={styles.state}>{state}</div>}
      </div>
      {finding && (
        <FindBar
          noun={noun}
          source={source}
          columns={shown}
          rows={known.matching}
          active={active}
          onFound={setActiveRow}
          onClose={() => {
            setFinding(false);
            scroller.current?.focus();
          }}
        />
      )}
      <div className={styles.foot}>
        <span>{describeRows(counts, noun)}</span>
        {known.matching > 0 && active !== null && <span>row {sentenceCount(active + 1)}</span>}
        <span>{describeSelection(markedCount, selected, selectedIndex, noun)}</span>
        <span role="status">{said}</span>
        {rows.error !== null && state === null && (
          <span className={styles.outdated} role="alert">
            ▲ Rows may be out of date: {rows.error}{" "}
            <button type="button" className={styles.choose} onClick={rows.retry}>
              Try again
            </button>
          </span>
        )}
        <span className={styles.space} />
        <ColumnChooser columns={columns} layout={layout} onLayout={props.onLayout} />
      </div>
    </div>
  );
}

/** What stands in the place of rows, or null where there are some. */
function stateOf<Row, Name extends string>(
  props: DataTableProps<Row, Name>,
  counts: { readonly matching: number; readonly total: number } | null,
  error: string | null,
  retry: () => void,
): ReactNode {
  if (counts === null) {
    if (error === null) return <LoadingState title={`Asking for the ${props.noun}s`} />;
    return (
      <FailedState
        title={`The ${props.noun}s could not be listed`}
        reason={error}
        action={{ title: "Try again", run: retry }}
      />
    );
  }
  if (counts.matching > 0) return null;
  return counts.total > 0 ? props.nothingMatches(counts.total) : props.empty;
}

/** Marking rows with Shift or Ctrl and the mouse selects no text. */
function keepText(event: MouseEvent): void {
  if (event.shiftKey || event.ctrlKey || event.metaKey) event.preventDefault();
}
