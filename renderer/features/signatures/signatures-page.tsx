import { type ReactNode, useMemo, useRef } from "react";
import type { SignatureColumn, SignatureListing, SignatureRow } from "../../../core/contract/signatures.ts";
import { copyText } from "../../bridge/clipboard.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { type Command, runCommand, useCommands } from "../../commands/commands.ts";
import { openDialog } from "../../commands/dialogs.ts";
import { chooseImport, openExport, openVerify } from "../../commands/packs.ts";
import { noteMarked } from "../../commands/selection.ts";
import { tableCommands } from "../../commands/table-commands.ts";
import { changeWorkspace, useWorkspace } from "../../commands/workspace.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import { DataTable, type TableHandle } from "../../ui/data-table/data-table.tsx";
import type { TableSource } from "../../ui/data-table/table-source.ts";
import { countOf } from "../../ui/numbers.ts";
import { EmptyState, FailedState } from "../../ui/states.tsx";
import { ConflictBar } from "./conflict-bar.tsx";
import { RematchBar } from "./rematch-bar.tsx";
import { SIGNATURE_TABLE_COLUMNS } from "./signature-columns.tsx";
import { DESCENDING_FIRST, sortSignatures } from "./signature-order.ts";
import { signatureTable } from "./signature-table-store.ts";
import styles from "./signatures.module.css";

interface SignatureQuery {
  readonly sort: SignatureColumn;
  readonly descending: boolean;
}

const rowId = (row: SignatureRow) => row.id;

/** The signature library of the case: what each signature claims of it, and what is not in use yet. */
export function SignaturesPage(): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const { value, error, retry } = useRequest("signatures.list", {}, revision);
  if (value !== undefined) return <Library listing={value} revision={revision} />;
  if (error === undefined) return <Awaited title="Asking for the signatures" />;
  return (
    <FailedState
      title="The signatures could not be asked for"
      reason={error.message}
      advice="What the case holds is kept."
      action={{ title: "Try again", run: retry }}
    />
  );
}

function Library({ listing, revision }: { readonly listing: SignatureListing; readonly revision: number }): ReactNode {
  const readings = useReading((reading) => reading.readings);
  const query = useWorkspace((workspace) => workspace.signatureQuery);
  const selected = useWorkspace((workspace) => workspace.selectedSignature);
  const layout = signatureTable.use((table) => table.layout);
  const source = useMemo(() => sourceOf(listing, query, readings, revision), [listing, query, readings, revision]);
  const table = useRef<TableHandle>(null);
  const startRow = useRef(signatureTable.use.getState().firstRow);
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "signatures.next",
        title: "Next signature",
        group: "Signatures",
        keys: ["j"],
        run: () => table.current?.press("j"),
      },
      {
        id: "signatures.previous",
        title: "Previous signature",
        group: "Signatures",
        keys: ["k"],
        run: () => table.current?.press("k"),
      },
      {
        id: "signatures.focus",
        title: "Go to the list of signatures",
        group: "Signatures",
        keys: ["t"],
        run: () => table.current?.focus(),
      },
      {
        id: "signatures.import",
        title: "Import a signature pack…",
        group: "Signatures",
        keys: ["I"],
        changes: true,
        run: () => void chooseImport(),
      },
      {
        id: "signatures.export",
        title: "Export the marked signatures, or all of them…",
        group: "Signatures",
        keys: ["x"],
        run: () => openExport(chosenIn(listing, query, table.current)),
      },
      {
        id: "signatures.verify",
        title: "Verify the rules of the marked signatures, or of all, with installed engines…",
        group: "Signatures",
        keys: ["v"],
        run: () => openVerify(chosenIn(listing, query, table.current)),
      },
      {
        id: "signatures.keys",
        title: "Keys that seal packs: make, import, trust, forget…",
        group: "Signatures",
        keys: ["K"],
        run: () => openDialog("keys"),
      },
      ...tableCommands("signatures", "signatures", "Signatures", () => table.current),
    ],
    [listing, query],
  );
  useCommands(commands);
  const own = listing.signatures.filter(({ origin }) => origin !== "built-in").length;
  const unused = listing.signatures.filter(({ coverage }) => coverage?.strands === 0).length;
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <span className={styles.dim}>
          {countOf(listing.signatures.length, "signature")}, {own} of this case. {unused} claim nothing in it.
        </span>
        <span className={styles.tasks}>
          <Button keyHint="I" onClick={() => runCommand("signatures.import")}>
            Import…
          </Button>
          <Button keyHint="x" onClick={() => runCommand("signatures.export")}>
            Export…
          </Button>
          <Button keyHint="v" onClick={() => runCommand("signatures.verify")}>
            Verify…
          </Button>
          <Button keyHint="K" onClick={() => runCommand("signatures.keys")}>
            Keys…
          </Button>
        </span>
      </div>
      <ConflictBar conflicts={listing.conflicts} />
      <RematchBar pending={listing.pending} />
      <div className={styles.list}>
        <DataTable<SignatureRow, SignatureColumn>
          ref={table}
          label="Signatures"
          noun="signature"
          columns={SIGNATURE_TABLE_COLUMNS}
          source={source}
          rowId={rowId}
          sort={{ column: query.sort, descending: query.descending }}
          onSort={sortBy}
          layout={layout}
          onLayout={signatureTable.arrangeColumns}
          selected={selected}
          onSelect={(id) => changeWorkspace(() => ({ selectedSignature: id, inspectorOpen: true }))}
          startRow={startRow.current}
          onLeave={signatureTable.leaveAtRow}
          copyText={copyText}
          onMarked={noteMarked}
          empty={<EmptyState title="No signatures" />}
          nothingMatches={() => <EmptyState title="No signatures" />}
        />
      </div>
    </div>
  );
}

/** Ids of the marked signatures, and of all that are listed; those that are retired cannot leave. */
function chosenIn({ signatures }: SignatureListing, query: SignatureQuery, table: TableHandle | null) {
  const sorted = sortSignatures(signatures, query);
  const ids = (rows: readonly SignatureRow[]) => rows.filter(({ retired }) => !retired).map(rowId);
  const ranges = table?.marked()?.ranges ?? [];
  return { marked: ids(ranges.flatMap(({ first, end }) => sorted.slice(first, end))), shown: ids(sorted) };
}

/** All signatures are here already; the table takes its rows from them. */
function sourceOf(
  { signatures }: SignatureListing,
  query: SignatureQuery,
  readings: number,
  revision: number,
): TableSource<SignatureRow> {
  const sorted = sortSignatures(signatures, query);
  const total = sorted.length;
  return {
    key: JSON.stringify([readings, query]),
    revision,
    load: (offset, limit) =>
      Promise.resolve({
        ok: true,
        value: { revision, offset, rows: sorted.slice(offset, offset + limit), matching: total, total },
      }),
    find: (id) => {
      const index = sorted.findIndex((row) => rowId(row) === id);
      return Promise.resolve(index < 0 ? null : index);
    },
  };
}

function sortBy(column: SignatureColumn): void {
  changeWorkspace(({ signatureQuery: { sort, descending } }) => ({
    signatureQuery: { sort: column, descending: sort === column ? !descending : DESCENDING_FIRST.has(column) },
  }));
}
