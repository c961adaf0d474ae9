import { Popover } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./data-table.module.css";
import { PLAIN_LAYOUT, type TableColumn, type TableLayout, toggleColumn } from "./table-layout.ts";

interface ColumnChooserProps<Row, Name extends string> {
  readonly columns: readonly TableColumn<Row, Name>[];
  readonly layout: TableLayout;
  readonly onLayout: (layout: TableLayout) => void;
}

/** A button that lists all columns to show or hide. */
export function ColumnChooser<Row, Name extends string>(props: ColumnChooserProps<Row, Name>): ReactNode {
  const { columns, layout, onLayout } = props;
  const names = columns.map(({ name }) => name);
  const hidden = layout.hidden.length;
  return (
    <Popover position="top-end" trapFocus returnFocus shadow="md">
      <Popover.Target>
        <button type="button" className={styles.choose}>
          Columns{hidden > 0 ? ` (${hidden} hidden)` : ""}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <fieldset className={styles.choices}>
          <legend className="visually-hidden">Columns shown</legend>
          {columns.map(({ name, title }) => (
            <label key={name} className={styles.choice}>
              <input
                type="checkbox"
                checked={!layout.hidden.includes(name)}
                onChange={() => onLayout(toggleColumn(layout, name, names))}
              />
              {title}
            </label>
          ))}
          <button type="button" className={styles.choose} onClick={() => onLayout(PLAIN_LAYOUT)}>
            Reset widths and columns
          </button>
        </fieldset>
      </Popover.Dropdown>
    </Popover>
  );
}
