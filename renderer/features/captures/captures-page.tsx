import { type ReactNode, useMemo, useRef } from "react";
import type { CaptureColumn, CaptureRow } from "../../../core/contract/capture-table.ts";
import { call } from "../../bridge/bridge.ts";
import { copyText } from "../../bridge/clipboard.ts";
import { useReading } from "../../bridge/reading.ts";
import { type Command, runCommand, useCommands } from "../../commands/commands.ts";
import { openDialog } from "../../commands/dialogs.ts";
import { noteMarked } from "../../commands/selection.ts";
import { tableCommands } from "../../commands/table-commands.ts";
import { changeWorkspace, useWorkspace } from "../../commands/workspace.ts";
import { showAllCaptures } from "../../commands/workspace-state.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { DataTable, type TableHandle } from "../../ui/data-table/data-table.tsx";
import { countOf } from "../../ui/numbers.ts";
import { EmptyState, NothingMatchesState } from "../../ui/states.tsx";
import { CAPTURE_TABLE_COLUMNS, DESCENDING_FIRST } from "./capture-columns.tsx";
import { captureSource } from "./capture-source.ts";
import { captureTable } from "./capture-table-store.ts";
import styles from "./captures.module.css";
import { RemoveDialog } from "./remove-dialog.tsx";
import { useInspected } from "./use-inspected.ts";

const rowId = (row: CaptureRow) => row.id;

/** The list of all files that were given, the worst first: which were read, and what was wrong with them. */
export function CapturesPage(): ReactNode {
  const revision = useReading((reading) => reading.state.fileRevision);
  const readings = useReading((reading) => reading.readings);
  const retryable = useReading((reading) => reading.state.retryable);
  const query = useWorkspace((workspace) => workspace.captureQuery);
  const { capture: inspected } = useInspected();
  const layout = captureTable.use((table) => table.layout);
  const source = useMemo(() => captureSource(query, readings, revision), [query, readings, revision]);
  const table = useRef<TableHandle>(null);
  const startRow = useRef(captureTable.use.getState().firstRow);

  const commands = useMemo(
    (): readonly Command[] => [
      { id: "captures.next", title: "Next file", group: "Captures", keys: ["j"], run: () => table.current?.press("j") },
      {
        id: "captures.previous",
        title: "Previous file",
        group: "Captures",
        keys: ["k"],
        run: () => table.current?.press("k"),
      },
      {
        id: "captures.focus",
        title: "Go to the list of files",
        group: "Captures",
        keys: ["t"],
        run: () => table.current?.focus(),
      },
      {
        id: "captures.problemsOnly",
        title: "Only files with problems, or all",
        group: "Captures",
        keys: ["o"],
        run: toggleProblemsOnly,
      },
      ...tableCommands("captures", "files", "Captures", () => table.current),
      {
        id: "captures.remove",
        title: "Remove the capture from the case…",
        group: "Captures",
        keys: ["Delete"],
        run: () => openDialog("remove"),
        changes: true,
      },
    ],
    [],
  );
  useCommands(commands);

  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <Button onClick={toggleProblemsOnly} pressed={query.problemsOnly} keyHint="o">
          Only with problems
        </Button>
        <CopyButton title="Copy all as text" copy={copyAll} />
        <Button onClick={() => openDialog("remove")} disabled={inspected === null} keyHint="Delete">
          Remove from the case…
        </Button>
        {retryable > 0 && <Button onClick={() => runCommand("reading.retry")}>Read again what was lost</Button>}
      </div>
      <RemoveDialog />
      <div className={styles.list}>
        <DataTable<CaptureRow, CaptureColumn>
          ref={table}
          label="Captures"
          noun="file"
          columns={CAPTURE_TABLE_COLUMNS}
          source={source}
          rowId={rowId}
          sort={{ column: query.sort, descending: query.descending }}
          onSort={sortBy}
          layout={layout}
          onLayout={captureTable.arrangeColumns}
          selected={inspected}
          onSelect={(capture) => changeWorkspace(() => ({ selectedCapture: capture, inspectorOpen: true }))}
          startRow={startRow.current}
          onLeave={captureTable.leaveAtRow}
          copyText={copyText}
          onMarked={noteMarked}
          empty={<EmptyState title="No files yet">They are listed as soon as the first of them is read.</EmptyState>}
          nothingMatches={(total) => (
            <NothingMatchesState
              title={`None of ${countOf(total, "file")} has a problem`}
              clear={() => changeWorkspace(showAllCaptures)}
            >
              <p>Every packet of the captures was read and counted.</p>
            </NothingMatchesState>
          )}
        />
      </div>
    </div>
  );
}

function toggleProblemsOnly(): void {
  changeWorkspace(({ captureQuery }) => ({
    captureQuery: { ...captureQuery, problemsOnly: !captureQuery.problemsOnly },
  }));
}

/** Copies what is listed, in its order, with all problems. */
async function copyAll(): Promise<string> {
  const reply = await call("captures.copy", { query: useWorkspace.getState().captureQuery });
  if (!reply.ok) return `Not copied: ${reply.error.message}`;
  const { files, left } = reply.value;
  return `Copied ${countOf(files, "file")}${left === 0 ? "" : `; no room for ${countOf(left, "further one")}`}`;
}

function sortBy(column: CaptureColumn): void {
  changeWorkspace(({ captureQuery }) => {
    const descending = captureQuery.sort === column ? !captureQuery.descending : DESCENDING_FIRST.has(column);
    return { captureQuery: { ...captureQuery, sort: column, descending } };
  });
}
