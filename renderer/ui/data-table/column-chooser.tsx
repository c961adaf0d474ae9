import { Popover } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./data-table.module.css";
import {
  moveColumn,
  orderedColumns,
  PLAIN_LAYOUT,
  type TableColumn,
  type TableLayout,
  toggleColumn,
} from "./table-layout.ts";

interface ColumnChooserProps<Row, Name extends string> {
  readonly columns: readonly TableColumn<Row, Name>[];
  readonly layout: TableLayout;
  readonly onLayout: (layout: TableLayout) => void;
}

/** A button that lists all columns to show, hide or move. */
export function ColumnChooser<Row, Name extends string>(props: ColumnChooserProps<Row, Name>): ReactNode {
  const { columns, layout, onLayout } = props;
  const names = columns.map(({ name }) => name);
  const ordered = orderedColumns(columns, layout);
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
          {ordered.map(({ name, title }, index) => (
            <div key={name} className={styles.choice}>
              <label>
                <input
                  type="checkbox"
                  checked={!layout.hidden.includes(name)}
                  onChange={() => onLayout(toggleColumn(layout, name, names))}
                />
                {title}
              </label>
              {([-1, 1] as const).map((step) => {
                const place = ordered[index + step]?.name;
                return (
                  <button
                    key={step}
                    type="button"
                    className={styles.move}
                    aria-label={`Move ${title} ${step < 0 ? "to the left" : "to the right"}`}
                    disabled={place === undefined}
                    onClick={() => place !== undefined && onLayout(moveColumn(layout, name, place, names))}
                  >
                    {step < 0 ? "↑" : "↓"}
                  </button>
                );
              })}
            </div>
          ))}
          <button type="button" className={styles.choose} onClick={() => onLayout(PLAIN_LAYOUT)}>
            Reset widths, columns and order
          </button>
        </fieldset>
      </Popover.Dropdown>
    </Popover>
  );
}
