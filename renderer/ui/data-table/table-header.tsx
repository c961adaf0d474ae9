import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from "react";
import styles from "./data-table.module.css";
import { resizeColumn, type TableColumn, type TableLayout, widthOf } from "./table-layout.ts";

/** Which column orders the rows. */
export interface TableSort<Name extends string> {
  readonly column: Name;
  readonly descending: boolean;
}

interface TableHeaderProps<Row, Name extends string> {
  readonly columns: readonly TableColumn<Row, Name>[];
  readonly sort: TableSort<Name>;
  readonly onSort: (column: Name) => void;
  readonly layout: TableLayout;
  readonly onLayout: (layout: TableLayout) => void;
}

const RESIZE_STEP_PX = 10;

/** Titles that sort; their right edge resizes. Left and Right go from title to title, with Shift they resize. */
export function TableHeader<Row, Name extends string>(props: TableHeaderProps<Row, Name>): ReactNode {
  const { columns, sort, onSort, layout, onLayout } = props;
  const row = useRef<HTMLDivElement>(null);
  const tabStop = columns.some(({ name }) => name === sort.column) ? sort.column : columns[0]?.name;

  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>, index: number) => {
    const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    const column = columns[index];
    if (step === 0 || column === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (event.shiftKey) onLayout(resizeColumn(layout, column.name, widthOf(column, layout) + step * RESIZE_STEP_PX));
    else row.current?.querySelectorAll("button")[index + step]?.focus();
  };

  return (
    <div ref={row} role="row" aria-rowindex={1} className={styles.header}>
      {columns.map((column, index) => {
        const sorted = column.name === sort.column;
        return (
          <div
            key={column.name}
            role="columnheader"
            aria-sort={sorted ? (sort.descending ? "descending" : "ascending") : "none"}
            className={column.align === "right" ? styles.titleRight : styles.title}
          >
            <button
              type="button"
              className={styles.sort}
              title={column.about}
              tabIndex={column.name === tabStop ? 0 : -1}
              onClick={() => onSort(column.name)}
              onKeyDown={(event) => onKeyDown(event, index)}
            >
              <span className={styles.titleText}>{column.title}</span>
              {sorted && <span aria-hidden="true">{sort.descending ? "▼" : "▲"}</span>}
            </button>
            <ResizeEdge onResize={(width) => onLayout(resizeColumn(layout, column.name, width))} />
          </div>
        );
      })}
    </div>
  );
}

/** The right edge of a title, for the mouse; keys resize on the title itself. */
function ResizeEdge({ onResize }: { readonly onResize: (width: number) => void }): ReactNode {
  const start = useRef<{ readonly x: number; readonly width: number } | null>(null);
  const onPointerDown = (event: PointerEvent<HTMLSpanElement>) => {
    const width = event.currentTarget.parentElement?.getBoundingClientRect().width;
    if (event.button !== 0 || width === undefined) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width };
  };
  return (
    <span
      aria-hidden="true"
      className={styles.edge}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => {
        if (start.current !== null) onResize(start.current.width + event.clientX - start.current.x);
      }}
      onPointerUp={() => {
        start.current = null;
      }}
      onPointerCancel={() => {
        start.current = null;
      }}
    />
  );
}
