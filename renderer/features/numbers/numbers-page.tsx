import { type ReactNode, useCallback, useMemo, useRef } from "react";
import type { NumberColumn, NumberRow } from "../../../core/contract/numbers.ts";
import { copyText } from "../../bridge/clipboard.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { type Command, useCommands } from "../../commands/commands.ts";
import { saveChart } from "../../commands/save-chart.ts";
import { noteMarked } from "../../commands/selection.ts";
import { tableCommands } from "../../commands/table-commands.ts";
import { changeWorkspace, useWorkspace } from "../../commands/workspace.ts";
import { clearFilters } from "../../commands/workspace-state.ts";
import { Button } from "../../ui/button.tsx";
import chartTable from "../../ui/chart-table.module.css";
import { DataTable, type TableHandle } from "../../ui/data-table/data-table.tsx";
import { countOf, formatCount } from "../../ui/numbers.ts";
import { Plot } from "../../ui/plot.tsx";
import { EmptyState, FailedState, NothingMatchesState } from "../../ui/states.tsx";
import { drawCountries } from "./country-drawing.ts";
import { DESCENDING_FIRST, NUMBER_TABLE_COLUMNS } from "./number-columns.tsx";
import { numberSource } from "./number-source.ts";
import { numberTable } from "./number-table-store.ts";
import { type CalledCountries, calledName, numbersWords } from "./number-words.ts";
import styles from "./numbers.module.css";

const rowId = (row: NumberRow) => row.number;

/** The numbers that INVITEs of the filtered flows name, or the countries they belong to. */
export function NumbersPage(): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const { text, span } = useWorkspace((workspace) => workspace.query);
  const asChart = useWorkspace((workspace) => workspace.numberChart);
  const { value, error, retry } = useRequest("numbers.countries", { flows: { text, span } }, revision);
  const table = useRef<TableHandle>(null);
  const commands = useMemo(
    (): readonly Command[] => [
      { id: "numbers.next", title: "Next number", group: "Numbers", keys: ["j"], run: () => table.current?.press("j") },
      {
        id: "numbers.previous",
        title: "Previous number",
        group: "Numbers",
        keys: ["k"],
        run: () => table.current?.press("k"),
      },
      {
        id: "numbers.focus",
        title: "Go to the list of numbers",
        group: "Numbers",
        keys: ["t"],
        run: () => table.current?.focus(),
      },
      {
        id: "numbers.chart",
        title: "Countries of the numbers, or the list",
        group: "Numbers",
        keys: ["b"],
        run: toggleChart,
      },
      ...tableCommands("numbers", "numbers", "Numbers", () => table.current),
    ],
    [],
  );
  useCommands(commands);
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <Button onClick={toggleChart} pressed={asChart} keyHint="b">
          Countries
        </Button>
        {value !== undefined && <span className={styles.note}>{numbersWords(value)}</span>}
        {value === undefined && error !== undefined && (
          <span className={styles.failed} role="alert">
            ▲ The countries could not be counted: {error.message} <Button onClick={retry}>Try again</Button>
          </span>
        )}
      </div>
      {asChart && value !== undefined && value.countries.length > 0 ? (
        <Countries countries={value} />
      ) : (
        <div className={styles.list}>
          <NumberList table={table} />
        </div>
      )}
    </div>
  );
}

function NumberList({ table }: { readonly table: React.RefObject<TableHandle | null> }): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const readings = useReading((reading) => reading.readings);
  const { text, span } = useWorkspace((workspace) => workspace.query);
  const { sort, descending } = useWorkspace((workspace) => workspace.numberQuery);
  const selected = useWorkspace((workspace) => workspace.selectedNumber);
  const layout = numberTable.use((store) => store.layout);
  const query = useMemo(() => ({ sort, descending, flows: { text, span } }), [sort, descending, text, span]);
  const source = useMemo(() => numberSource(query, readings, revision), [query, readings, revision]);
  const startRow = useRef(numberTable.use.getState().firstRow);
  return (
    <DataTable<NumberRow, NumberColumn>
      ref={table}
      label="Dialled numbers"
      noun="number"
      columns={NUMBER_TABLE_COLUMNS}
      source={source}
      rowId={rowId}
      sort={{ column: sort, descending }}
      onSort={sortBy}
      layout={layout}
      onLayout={numberTable.arrangeColumns}
      selected={selected}
      onSelect={(number) => changeWorkspace(() => ({ selectedNumber: number, inspectorOpen: true }))}
      startRow={startRow.current}
      onLeave={numberTable.leaveAtRow}
      copyText={copyText}
      onMarked={noteMarked}
      empty={
        <EmptyState title="No numbers">
          No INVITE that was read names a telephone number of seven digits or more in To, request URI or From.
        </EmptyState>
      }
      nothingMatches={(total) => (
        <NothingMatchesState
          title={`The filtered flows name none of ${countOf(total, "number")}`}
          clear={() => changeWorkspace(clearFilters)}
        />
      )}
    />
  );
}

function Countries({ countries }: { readonly countries: CalledCountries }): ReactNode {
  const draw = useCallback((colour: (variable: string) => string) => drawCountries(countries, colour), [countries]);
  if (countries.countries.every(({ called }) => called === 0)) {
    return <FailedState title="No number is called" reason="Numbers stand in From only; the list has them." />;
  }
  return (
    <div className={styles.countries}>
      <div className={styles.chart}>
        <Plot
          label="INVITEs by country of the number they call; the table has the same numbers"
          draw={draw}
          onSave={(image) => void saveChart("numbers", image)}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box without controls is reached by keyboard this way */}
      <section className={styles.table} tabIndex={0} aria-label="Countries of the numbers as a table">
        <table className={chartTable.table}>
          <thead>
            <tr>
              <th scope="col">Country of the number</th>
              <th scope="col">Numbers</th>
              <th scope="col">INVITEs that call</th>
              <th scope="col">INVITEs that name</th>
            </tr>
          </thead>
          <tbody>
            {countries.countries.map(({ country, numbers, called, packets }) => (
              <tr key={country ?? ""}>
                <td>{calledName(country)}</td>
                <td>{formatCount(numbers)}</td>
                <td>{formatCount(called)}</td>
                <td>{formatCount(packets)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function sortBy(column: NumberColumn): void {
  changeWorkspace(({ numberQuery: { sort, descending } }) => ({
    numberQuery: { sort: column, descending: sort === column ? !descending : DESCENDING_FIRST.has(column) },
  }));
}

function toggleChart(): void {
  changeWorkspace(({ numberChart }) => ({ numberChart: !numberChart }));
}
