import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import styles from "./data-table.module.css";
import { moveColumn, resizeColumn, type TableColumn, type TableLayout, widthOf } from "./table-layout.ts";

/** Which column orders the rows. */
export interface TableSort<Name extends string> {
  readonly column: Name;
  readonly descending: boolean;
}

interface TableHeaderProps<Row, Name extends string> {
  /** Those that are shown, in order. */
  readonly columns: readonly TableColumn<Row, Name>[];
  readonly sort: TableSort<Name>;
  readonly onSort: (column: Name) => void;
  /** Names of all columns, in the order they come in. */
  readonly names: readonly Name[];
  readonly layout: TableLayout;
  readonly onLayout: (layout: TableLayout) => void;
}

const RESIZE_STEP_PX = 10;

/**
 * Titles that sort; their right edge resizes, and dragged onto another one they take its place. Left and Right go from
 * title to title, with Shift they resize, with Ctrl they move the column.
 */
export function TableHeader<Row, Name extends string>(props: TableHeaderProps<Row, Name>): ReactNode {
  const { columns, sort, onSort, names, layout, onLayout } = props;
  const row = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<{ readonly name: string; readonly over: string } | null>(null);
  const tabStop = columns.some(({ name }) => name === sort.column) ? sort.column : columns[0]?.name;

  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>, index: number) => {
    const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    const column = columns[index];
    if (step === 0 || column === undefined || event.altKey || event.metaKey) return;
    event.preventDefault();
    const neighbour = columns[index + step];
    if (event.ctrlKey) {
      if (neighbour !== undefined) onLayout(moveColumn(layout, column.name, neighbour.name, names));
    } else if (event.shiftKey)
      onLayout(resizeColumn(layout, column.name, widthOf(column, layout) + step * RESIZE_STEP_PX));
    else row.current?.querySelectorAll("button")[index + step]?.focus();
  };

  const onPointerDown = (event: PointerEvent) => {
    const name = event.button === 0 ? titleAt(event) : undefined;
    setDragged(name === undefined ? null : { name, over: name });
  };
  const onPointerMove = (event: PointerEvent) => {
    const over = titleAt(event);
    if (dragged !== null && over !== undefined && over !== dragged.over) setDragged({ ...dragged, over });
  };
  const onPointerUp = () => {
    if (dragged !== null) onLayout(moveColumn(layout, dragged.name, dragged.over, names));
    setDragged(null);
  };

  return (
    <div
      ref={row}
      role="row"
      aria-rowindex={1}
      className={styles.header}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerLeave={() => setDragged(null)}
    >
      {columns.map((column, index) => {
        const sorted = column.name === sort.column;
        return (
          <div
            key={column.name}
            role="columnheader"
            aria-sort={sorted ? (sort.descending ? "descending" : "ascending") : "none"}
            data-column={column.name}
            data-target={dragged !== null && dragged.over === column.name && dragged.name !== column.name}
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

/** Name of the column whose title is under the pointer; none over its edge, which resizes. */
function titleAt({ target }: PointerEvent): string | undefined {
  if (!(target instanceof Element) || target.closest("[data-edge]") !== null) return undefined;
  return target.closest("[data-column]")?.getAttribute("data-column") ?? undefined;
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
      data-edge
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
