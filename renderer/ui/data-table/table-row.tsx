import { memo, type ReactNode } from "react";
import styles from "./data-table.module.css";
import type { TableColumn } from "./table-layout.ts";

interface TableRowProps<Row, Name extends string> {
  readonly id: string;
  /** Counted from 0, without the header. */
  readonly index: number;
  /** Undefined while the row is on its way. */
  readonly row: Row | undefined;
  readonly columns: readonly TableColumn<Row, Name>[];
  /** It is inspected. */
  readonly selected: boolean;
  readonly marked: boolean;
  /** Some row is marked: the selection is the marked rows then, else the row that is inspected. */
  readonly anyMarked: boolean;
  /** Keys act on it. */
  readonly active: boolean;
}

/** One row; drawn again only when something of it changes. Clicks are heard by the table. */
export const TableRow = memo(function TableRow<Row, Name extends string>(props: TableRowProps<Row, Name>): ReactNode {
  const { id, index, row, columns, selected, marked, anyMarked, active } = props;
  const classes = [
    styles.row,
    index % 2 === 1 && styles.odd,
    selected && styles.selected,
    marked && styles.marked,
    active && styles.active,
  ];
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={anyMarked ? marked : selected}
      aria-current={selected ? "true" : undefined}
      aria-busy={row === undefined}
      data-index={index}
      className={classes.filter(Boolean).join(" ")}
    >
      {columns.map((column) => (
        <div key={column.name} role="gridcell" className={column.align === "right" ? styles.cellRight : styles.cell}>
          {row === undefined ? <span className={styles.awaited} /> : column.cell(row)}
        </div>
      ))}
    </div>
  );
}) as <Row, Name extends string>(props: TableRowProps<Row, Name>) => ReactNode;
