import { type ReactNode, useMemo, useRef } from "react";
import { MOST_SIDES } from "../../../core/contract/diff.ts";
import type { FlowColumn, FlowRow } from "../../../core/contract/flow-table.ts";
import { call } from "../../bridge/bridge.ts";
import { copyText } from "../../bridge/clipboard.ts";
import { useNotesByPlace } from "../../bridge/notes.ts";
import { useToolNames } from "../../bridge/overview.ts";
import { useReading } from "../../bridge/reading.ts";
import { followToCampaign } from "../../commands/campaigns.ts";
import { type Command, useCommands } from "../../commands/commands.ts";
import { collectFlows, isInInspector } from "../../commands/compare.ts";
import { openEvidence } from "../../commands/evidence.ts";
import { sayFailed } from "../../commands/notices.ts";
import { noteMarked } from "../../commands/selection.ts";
import { tableCommands } from "../../commands/table-commands.ts";
import { changeWorkspace, useWorkspace } from "../../commands/workspace.ts";
import { clearFilters, selectFlow } from "../../commands/workspace-state.ts";
import { DataTable, type MarkedRows, type TableHandle } from "../../ui/data-table/data-table.tsx";
import { countOf } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { EmptyState, NothingMatchesState } from "../../ui/states.tsx";
import { formatSpan } from "../../ui/times.ts";
import { EvidenceDialog } from "./evidence-dialog.tsx";
import { FacetsPanel } from "./facets-panel.tsx";
import { DESCENDING_FIRST, flowColumns } from "./flow-columns.tsx";
import { flowSource } from "./flow-source.ts";
import { flowTable } from "./flow-table-store.ts";
import styles from "./flows.module.css";

const rowId = (row: FlowRow) => row.id;

/** The list of flows: sorted, filtered, live while captures are read. */
export function FlowsPage(): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const phase = useReading((reading) => reading.state.phase);
  const readings = useReading((reading) => reading.readings);
  const query = useWorkspace((workspace) => workspace.query);
  const selected = useWorkspace((workspace) => workspace.selectedFlow);
  const facetsOpen = useWorkspace((workspace) => workspace.facetsOpen);
  const layout = flowTable.use((table) => table.layout);
  const source = useMemo(() => flowSource(query, readings, revision), [query, readings, revision]);
  const names = useToolNames();
  const notes = useNotesByPlace();
  const columns = useMemo(() => flowColumns(names, notes), [names, notes]);
  const table = useRef<TableHandle>(null);
  const startRow = useRef(flowTable.use.getState().firstRow);

  const commands = useMemo(
    (): readonly Command[] => [
      { id: "flows.next", title: "Next flow", group: "Flows", keys: ["j"], run: () => table.current?.press("j") },
      {
        id: "flows.previous",
        title: "Previous flow",
        group: "Flows",
        keys: ["k"],
        run: () => table.current?.press("k"),
      },
      {
        id: "flows.focus",
        title: "Go to the list of flows",
        group: "Flows",
        keys: ["t"],
        run: () => table.current?.focus(),
      },
      {
        id: "flows.export",
        title: "Export the marked flows, or all of the list, as CSV, JSON or Parquet…",
        group: "Flows",
        keys: ["Ctrl+E"],
        run: () => void exportShown(table.current?.marked() ?? null),
      },
      {
        id: "flows.evidence",
        title: "Export the packets of the marked flows, or of all of the list, as evidence…",
        group: "Flows",
        keys: ["E"],
        run: () => openEvidence(table.current?.marked() ?? null),
      },
      {
        id: "flows.collect",
        title: "Put the largest strands of the marked flows, or of this one, into the compare tray",
        group: "Flows",
        keys: ["d"],
        run: () => void table.current?.chosen(MOST_SIDES).then(collectFlows),
        enabled: () => !isInInspector(),
      },
      {
        id: "flows.campaign",
        title: "Show the campaign of the selected flow's source",
        group: "Flows",
        keys: ["c"],
        run: () => {
          const { selectedFlow } = useWorkspace.getState();
          if (selectedFlow !== null) void followToCampaign(sourceOfFlow(selectedFlow));
        },
        enabled: () => useWorkspace.getState().selectedFlow !== null,
      },
      ...tableCommands("flows", "flows", "Flows", () => table.current),
      {
        id: "flows.facets",
        title: "Show or hide the values beside the list",
        group: "Flows",
        keys: ["v"],
        run: () => changeWorkspace(({ facetsOpen: open }) => ({ facetsOpen: !open })),
      },
    ],
    [],
  );
  useCommands(commands);

  return (
    <div className={styles.page}>
      {facetsOpen && <FacetsPanel />}
      <EvidenceDialog />
      <div className={styles.list}>
        <DataTable<FlowRow, FlowColumn>
          ref={table}
          label="Flows"
          noun="flow"
          columns={columns}
          source={source}
          rowId={rowId}
          sort={{ column: query.sort, descending: query.descending }}
          onSort={sortBy}
          layout={layout}
          onLayout={flowTable.arrangeColumns}
          selected={selected}
          onSelect={inspect}
          startRow={startRow.current}
          onLeave={flowTable.leaveAtRow}
          copyText={copyText}
          onMarked={noteMarked}
          empty={<NoFlows reading={phase === "reading" || phase === "judging"} />}
          nothingMatches={(total) => (
            <NothingMatchesState
              title={`None of ${countOf(total, "flow")} matches`}
              clear={() => changeWorkspace(clearFilters)}
            >
              <Filter />
            </NothingMatchesState>
          )}
        />
      </div>
    </div>
  );
}

function NoFlows({ reading }: { readonly reading: boolean }): ReactNode {
  if (reading) return <EmptyState title="No flows yet">The first ones appear while the captures are read.</EmptyState>;
  return (
    <EmptyState title="No flows">
      The captures hold no SIP request. The overview says what the packets are instead.
    </EmptyState>
  );
}

/** What is asked for, in words. */
function Filter(): ReactNode {
  const { text, span } = useWorkspace((workspace) => workspace.query);
  return (
    <>
      {text.trim() !== "" && (
        <p>
          A flow has to pass <SafeText text={text} />.
        </p>
      )}
      {span !== null && <p>A flow has to last into {formatSpan(span.startSeconds, span.endSeconds)} UTC.</p>}
    </>
  );
}

/** The marked rows, or all of the list, in the same order, into a file the analyst chooses. */
async function exportShown(marked: MarkedRows | null): Promise<void> {
  const reply = await call("flows.export", { query: useWorkspace.getState().query, marked });
  if (!reply.ok) sayFailed(reply.error.message);
}

function sortBy(column: FlowColumn): void {
  changeWorkspace(({ query }) => {
    const descending = query.sort === column ? !query.descending : DESCENDING_FIRST.has(column);
    return { query: { ...query, sort: column, descending } };
  });
}

function inspect(flow: string): void {
  changeWorkspace((workspace) => ({ ...selectFlow(workspace, flow), inspectorOpen: true }));
}

/** The address in the id of a flow, which holds no other `@`. */
function sourceOfFlow(flow: string): string {
  return flow.slice(0, flow.indexOf("@"));
}
