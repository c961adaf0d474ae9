import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { SourceColumn, SourceRow } from "../../../core/contract/source-table.ts";
import { completeFilter, type ValuesOf } from "../../../core/query/complete-filter.ts";
import { LONGEST_FILTER, parseFilter } from "../../../core/query/parse-filter.ts";
import { SOURCES } from "../../../core/query/tables.ts";
import { call } from "../../bridge/bridge.ts";
import { copyText } from "../../bridge/clipboard.ts";
import { useOverview, useToolNames } from "../../bridge/overview.ts";
import { useReading } from "../../bridge/reading.ts";
import { followToCampaign } from "../../commands/campaigns.ts";
import { type Command, useCommands } from "../../commands/commands.ts";
import { sayFailed } from "../../commands/notices.ts";
import { noteMarked } from "../../commands/selection.ts";
import { tableCommands } from "../../commands/table-commands.ts";
import { changeWorkspace, useWorkspace } from "../../commands/workspace.ts";
import { clearFilters, isFiltered, listedSources } from "../../commands/workspace-state.ts";
import { DataTable, type MarkedRows, type TableHandle } from "../../ui/data-table/data-table.tsx";
import { FilterField } from "../../ui/filter-field/filter-field.tsx";
import { countOf } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { EmptyState, NothingMatchesState } from "../../ui/states.tsx";
import { DESCENDING_FIRST, sourceColumns } from "./source-columns.tsx";
import { sourceSource } from "./source-source.ts";
import { sourceTable } from "./source-table-stores.ts";
import styles from "./sources.module.css";

const rowId = (row: SourceRow) => row.address;

/** The list of sources: those of the flows that are filtered, with a filter of its own. */
export function SourcesPage(): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const readings = useReading((reading) => reading.readings);
  const { text, sort, descending } = useWorkspace((workspace) => workspace.sourceQuery);
  const flows = useWorkspace((workspace) => workspace.query);
  const selected = useWorkspace((workspace) => workspace.selectedSource);
  const filtered = useWorkspace(isFiltered);
  const layout = sourceTable.use((table) => table.layout);
  const query = useMemo(
    () => ({ text, sort, descending, flows: { text: flows.text, span: flows.span } }),
    [text, sort, descending, flows.text, flows.span],
  );
  const source = useMemo(() => sourceSource(query, readings, revision), [query, readings, revision]);
  const names = useToolNames();
  const columns = useMemo(() => sourceColumns(names), [names]);
  const table = useRef<TableHandle>(null);
  const startRow = useRef(sourceTable.use.getState().firstRow);

  const commands = useMemo(
    (): readonly Command[] => [
      { id: "sources.next", title: "Next source", group: "Sources", keys: ["j"], run: () => table.current?.press("j") },
      {
        id: "sources.previous",
        title: "Previous source",
        group: "Sources",
        keys: ["k"],
        run: () => table.current?.press("k"),
      },
      {
        id: "sources.focus",
        title: "Go to the list of sources",
        group: "Sources",
        keys: ["t"],
        run: () => table.current?.focus(),
      },
      {
        id: "sources.filter",
        title: "Filter sources",
        group: "Sources",
        keys: ["f"],
        run: () => filterField.current?.focus(),
      },
      {
        id: "sources.export",
        title: "Export the marked sources, or all of the list, as CSV, JSON or Parquet…",
        group: "Sources",
        keys: ["Ctrl+E"],
        run: () => void exportShown(table.current?.marked() ?? null),
      },
      {
        id: "sources.campaign",
        title: "Show the campaign of the selected source",
        group: "Sources",
        keys: ["c"],
        run: () => {
          const { selectedSource } = useWorkspace.getState();
          if (selectedSource !== null) void followToCampaign(selectedSource);
        },
        enabled: () => useWorkspace.getState().selectedSource !== null,
      },
      ...tableCommands("sources", "sources", "Sources", () => table.current),
    ],
    [],
  );
  useCommands(commands);

  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <SourceFilter />
        {filtered && (
          <span className={styles.note}>Sources of the filtered flows; the numbers are of all flows of each.</span>
        )}
      </div>
      <div className={styles.list}>
        <DataTable<SourceRow, SourceColumn>
          ref={table}
          label="Sources"
          noun="source"
          columns={columns}
          source={source}
          rowId={rowId}
          sort={{ column: sort, descending }}
          onSort={sortBy}
          layout={layout}
          onLayout={sourceTable.arrangeColumns}
          selected={selected}
          onSelect={(address) => changeWorkspace(() => ({ selectedSource: address, inspectorOpen: true }))}
          startRow={startRow.current}
          onLeave={sourceTable.leaveAtRow}
          copyText={copyText}
          onMarked={noteMarked}
          empty={
            <EmptyState title="No sources">No SIP request was read yet, so there is no source to list.</EmptyState>
          }
          nothingMatches={(total) => (
            <NothingMatchesState title={`None of ${countOf(total, "source")} matches`} clear={clearAll}>
              <Filter />
            </NothingMatchesState>
          )}
        />
      </div>
    </div>
  );
}

const filterField: { current: HTMLInputElement | null } = { current: null };
const registerFilter = (element: HTMLInputElement | null) => {
  filterField.current = element;
};
const TYPING_DELAY_MS = 150;

/** The filter over sources. The list follows the typing after a moment, wherever it is a filter. */
function SourceFilter(): ReactNode {
  const text = useWorkspace((workspace) => workspace.sourceQuery.text);
  const [typed, setTyped] = useState(text);
  const parsed = useMemo(() => parseFilter(typed, SOURCES), [typed]);
  const valuesOf = useValues();
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (!parsed.ok || typed === useWorkspace.getState().sourceQuery.text) return;
    const timer = setTimeout(() => filterBy(typed), TYPING_DELAY_MS);
    return () => clearTimeout(timer);
  }, [typed, parsed.ok]);
  return (
    <div className={styles.filter}>
      <FilterField
        label="Filter sources"
        placeholder="Filter sources, as days > 1 and flows > 3"
        text={typed}
        longest={LONGEST_FILTER}
        fault={parsed.ok ? null : parsed.fault}
        complete={(edited, cursor) => completeFilter(edited, cursor, SOURCES, valuesOf)}
        onText={setTyped}
        onSubmit={() => {
          if (parsed.ok) filterBy(typed);
        }}
        shortcut="f"
        register={registerFilter}
      />
    </div>
  );
}

function filterBy(text: string): void {
  changeWorkspace(({ sourceQuery }) => ({ sourceQuery: { ...sourceQuery, text } }));
}

/** Values the captures are known to hold, for completion. */
function useValues(): ValuesOf {
  const overview = useOverview().value;
  return (name) => {
    switch (name) {
      case "tool":
      case "flows":
        return overview?.tools.map(({ id }) => id) ?? [];
      case "tool.name":
        return overview?.tools.map(({ name: title }) => title) ?? [];
      case "family":
        return [...new Set(overview?.tools.map(({ family }) => family))];
      case "method":
      case "packets":
        return overview?.methods.map(([method]) => method) ?? [];
      default:
        return [];
    }
  };
}

/** What is asked for, in words. */
function Filter(): ReactNode {
  const text = useWorkspace((workspace) => workspace.sourceQuery.text);
  const filtered = useWorkspace(isFiltered);
  return (
    <>
      {text.trim() !== "" && (
        <p>
          A source has to pass <SafeText text={text} />.
        </p>
      )}
      {filtered && <p>A flow of it has to pass the filter over flows.</p>}
    </>
  );
}

function clearAll(): void {
  changeWorkspace((workspace) => ({
    ...clearFilters(workspace),
    sourceQuery: { ...workspace.sourceQuery, text: "" },
  }));
}

/** The marked rows, or all of the list, in the same order, into a file the analyst chooses. */
async function exportShown(marked: MarkedRows | null): Promise<void> {
  const reply = await call("sources.export", { query: listedSources(useWorkspace.getState()), marked });
  if (!reply.ok) sayFailed(reply.error.message);
}

function sortBy(column: SourceColumn): void {
  changeWorkspace(({ sourceQuery }) => {
    const descending = sourceQuery.sort === column ? !sourceQuery.descending : DESCENDING_FIRST.has(column);
    return { sourceQuery: { ...sourceQuery, sort: column, descending } };
  });
}
