import { type ReactNode, useMemo, useRef } from "react";
import { MOST_SIDES } from "../../../core/contract/diff.ts";
import type { FingerprintColumn, FingerprintQuery, FingerprintRow } from "../../../core/contract/fingerprint-table.ts";
import { copyText } from "../../bridge/clipboard.ts";
import { useReading } from "../../bridge/reading.ts";
import { type Command, useCommands } from "../../commands/commands.ts";
import { collect, isInInspector } from "../../commands/compare.ts";
import { noteMarked } from "../../commands/selection.ts";
import { tableCommands } from "../../commands/table-commands.ts";
import { changeWorkspace, useWorkspace } from "../../commands/workspace.ts";
import { clearFilters } from "../../commands/workspace-state.ts";
import { Button } from "../../ui/button.tsx";
import { DataTable, type TableHandle } from "../../ui/data-table/data-table.tsx";
import { countOf } from "../../ui/numbers.ts";
import { EmptyState, NothingMatchesState } from "../../ui/states.tsx";
import { DESCENDING_FIRST, FINGERPRINT_TABLE_COLUMNS } from "./fingerprint-columns.tsx";
import { fingerprintSource } from "./fingerprint-source.ts";
import { fingerprintTable } from "./fingerprint-table-store.ts";
import styles from "./fingerprints.module.css";
import { fingerprintOfGroup } from "./group-id.ts";

const rowId = (row: FingerprintRow) => row.id;

/** All fingerprints in groups, the unknown first: what is least like anything known, largest and widest spread. */
export function FingerprintsPage(): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const phase = useReading((reading) => reading.state.phase);
  const readings = useReading((reading) => reading.readings);
  const { text, span } = useWorkspace((workspace) => workspace.query);
  const order = useWorkspace((workspace) => workspace.fingerprintQuery);
  const selected = useWorkspace((workspace) => workspace.selectedFingerprint);
  const layout = fingerprintTable.use((table) => table.layout);
  const query = useMemo((): FingerprintQuery => ({ ...order, text, span }), [order, text, span]);
  const source = useMemo(() => fingerprintSource(query, readings, revision), [query, readings, revision]);
  const table = useRef<TableHandle>(null);
  const startRow = useRef(fingerprintTable.use.getState().firstRow);

  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "fingerprints.next",
        title: "Next fingerprint",
        group: "Fingerprints",
        keys: ["j"],
        run: () => table.current?.press("j"),
      },
      {
        id: "fingerprints.previous",
        title: "Previous fingerprint",
        group: "Fingerprints",
        keys: ["k"],
        run: () => table.current?.press("k"),
      },
      {
        id: "fingerprints.focus",
        title: "Go to the list of fingerprints",
        group: "Fingerprints",
        keys: ["t"],
        run: () => table.current?.focus(),
      },
      {
        id: "fingerprints.unknownOnly",
        title: "Only the unknown, or all",
        group: "Fingerprints",
        keys: ["o"],
        run: toggleUnknownOnly,
      },
      {
        id: "fingerprints.collect",
        title: "Put the marked fingerprints, or this one, into the compare tray",
        group: "Fingerprints",
        keys: ["d"],
        run: () => void table.current?.chosen(MOST_SIDES).then((ids) => collect(ids.map(fingerprintOfGroup))),
        enabled: () => !isInInspector(),
      },
      ...tableCommands("fingerprints", "fingerprints", "Fingerprints", () => table.current),
    ],
    [],
  );
  useCommands(commands);

  if (phase === "reading" || phase === "judging") {
    return (
      <EmptyState title="Fingerprints are listed once all captures are read">
        Until then the inspector shows those of single flows.
      </EmptyState>
    );
  }
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <Button onClick={toggleUnknownOnly} pressed={order.unknownOnly} keyHint="o">
          Only unknown
        </Button>
      </div>
      <div className={styles.list}>
        <DataTable<FingerprintRow, FingerprintColumn>
          ref={table}
          label="Fingerprints"
          noun="group"
          columns={FINGERPRINT_TABLE_COLUMNS}
          source={source}
          rowId={rowId}
          sort={{ column: order.sort, descending: order.descending }}
          onSort={sortBy}
          layout={layout}
          onLayout={fingerprintTable.arrangeColumns}
          selected={selected}
          onSelect={(fingerprint) => changeWorkspace(() => ({ selectedFingerprint: fingerprint, inspectorOpen: true }))}
          startRow={startRow.current}
          onLeave={fingerprintTable.leaveAtRow}
          copyText={copyText}
          onMarked={noteMarked}
          empty={<EmptyState title="No fingerprints">The captures hold no SIP request.</EmptyState>}
          nothingMatches={(total) => (
            <NothingMatchesState
              title={`None of ${countOf(total, "group")} matches`}
              clear={() => changeWorkspace((workspace) => ({ ...clearFilters(workspace), ...showAll(workspace) }))}
            >
              <p>
                {order.unknownOnly ? "No tool may be named, and a " : "A "}flow of the group has to pass the filter
                above.
              </p>
            </NothingMatchesState>
          )}
        />
      </div>
    </div>
  );
}

function toggleUnknownOnly(): void {
  changeWorkspace(({ fingerprintQuery }) => ({
    fingerprintQuery: { ...fingerprintQuery, unknownOnly: !fingerprintQuery.unknownOnly },
  }));
}

function showAll({ fingerprintQuery }: ReturnType<typeof useWorkspace.getState>) {
  return { fingerprintQuery: { ...fingerprintQuery, unknownOnly: false } };
}

function sortBy(column: FingerprintColumn): void {
  changeWorkspace(({ fingerprintQuery }) => {
    const descending = fingerprintQuery.sort === column ? !fingerprintQuery.descending : DESCENDING_FIRST.has(column);
    return { fingerprintQuery: { ...fingerprintQuery, sort: column, descending } };
  });
}
