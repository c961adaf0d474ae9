import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { MOST_SIDES } from "../../../core/contract/diff.ts";
import type { FlowInspection } from "../../../core/contract/inspection.ts";
import type { PacketColumn, PacketQuery, PacketRow } from "../../../core/contract/packet-table.ts";
import { completeFilter } from "../../../core/query/complete-filter.ts";
import { LONGEST_FILTER, parseFilter } from "../../../core/query/parse-filter.ts";
import { PACKETS } from "../../../core/query/tables.ts";
import { call } from "../../bridge/bridge.ts";
import { copyText } from "../../bridge/clipboard.ts";
import { useNotesByPlace } from "../../bridge/notes.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { type Command, runCommand, useCommands } from "../../commands/commands.ts";
import { collect, isInPackets } from "../../commands/compare.ts";
import { sayFailed } from "../../commands/notices.ts";
import { jumpToPacket, usePacketJump } from "../../commands/packet-jump.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import { DataTable, type TableHandle } from "../../ui/data-table/data-table.tsx";
import { FilterField } from "../../ui/filter-field/filter-field.tsx";
import { countOf, sentenceCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { EmptyState, FailedState, NothingMatchesState } from "../../ui/states.tsx";
import { useInspector } from "./inspector-store.ts";
import { DESCENDING_FIRST, packetColumns } from "./packet-columns.tsx";
import { idOfPacket, NOT_YET, packetOfId, packetSource, referenceOfPacket } from "./packet-source.ts";
import { packetTable } from "./packet-table-store.ts";
import { PacketView } from "./packet-view.tsx";
import styles from "./packets.module.css";

interface PacketsTabProps {
  readonly flow: FlowInspection;
  /** Id of the strand that is inspected. */
  readonly strand: string;
  readonly revision: number;
}

const NO_VALUES = () => [];
/** Another flow has other packets: the list starts at its top. */
const startAtTop = () => undefined;

/** All packets of a flow or of one strand of it, one by one, and the chosen one with its bytes. */
export function PacketsTab({ flow, strand, revision }: PacketsTabProps): ReactNode {
  const onlyStrand = useInspector((inspector) => inspector.onlyStrand) && flow.strands.length > 1;
  const [text, setText] = useState("");
  const [sort, setSort] = useState<Pick<PacketQuery, "sort" | "descending">>({ sort: "time", descending: false });
  // What is jumped to may be filtered out.
  const jump = usePacketJump((store) => store.packet);
  useEffect(() => {
    if (jump !== null) setText("");
  }, [jump]);
  const filter = useMemo(() => parseFilter(text, PACKETS), [text]);
  // Half a filter keeps the rows of the whole one before it.
  const valid = useRef("");
  if (filter.ok) valid.current = text;
  const applied = valid.current;
  const query = useMemo(
    (): PacketQuery => ({ flow: flow.row.id, strand: onlyStrand ? strand : null, text: applied, ...sort }),
    [flow.row.id, onlyStrand, strand, applied, sort],
  );
  // The smallest page says whether there are packets to list.
  const first = useRequest("packets.page", { query, offset: 0, limit: 1 }, revision);
  const last = useRef(first.value);
  if (first.value !== undefined) last.current = first.value;
  const known = first.error === undefined ? last.current : undefined;
  if (known === undefined) {
    if (first.error === undefined) return <Awaited title="Asking for the packets" />;
    return (
      <FailedState
        title="The packets could not be listed"
        reason={first.error.message}
        advice="Everything read so far is kept."
        action={{ title: "Try again", run: first.retry }}
      />
    );
  }
  if (known.kind === "reading") {
    return (
      <EmptyState title={NOT_YET}>
        Flows, fingerprints and messages are shown while captures are read; what a file holds one by one is known at its
        end.
      </EmptyState>
    );
  }
  return (
    <Packets
      unlisted={known.kind === "page" ? known.unlisted : []}
      total={known.kind === "page" ? known.total : 0}
      query={query}
      revision={revision}
      bar={
        <>
          <FilterField
            label="Filter packets"
            placeholder="Filter packets, as ttl < 60"
            text={text}
            longest={LONGEST_FILTER}
            fault={filter.ok ? null : filter.fault}
            complete={(typed, cursor) => completeFilter(typed, cursor, PACKETS, NO_VALUES)}
            onText={setText}
            onSubmit={() => undefined}
            shortcut="f"
            register={registerFilter}
          />
          {flow.strands.length > 1 && (
            <Button
              pressed={onlyStrand}
              onClick={() => useInspector.setState(({ onlyStrand: now }) => ({ onlyStrand: !now }))}
            >
              Only this strand
            </Button>
          )}
        </>
      }
      onSort={(column) =>
        setSort(({ sort: now, descending }) => ({
          sort: column,
          descending: now === column ? !descending : DESCENDING_FIRST.has(column),
        }))
      }
      onClear={() => setText("")}
    />
  );
}

const filterField: { current: HTMLInputElement | null } = { current: null };
const registerFilter = (element: HTMLInputElement | null) => {
  filterField.current = element;
};

interface PacketsProps {
  /** Names of captures whose packets cannot be listed. */
  readonly unlisted: readonly string[];
  /** Packets of the flow or strand that are listed. */
  readonly total: number;
  readonly query: PacketQuery;
  readonly revision: number;
  readonly bar: ReactNode;
  readonly onSort: (column: PacketColumn) => void;
  readonly onClear: () => void;
}

function Packets({ unlisted, total, query, revision, bar, onSort, onClear }: PacketsProps): ReactNode {
  const readings = useReading((reading) => reading.readings);
  const layout = packetTable.use((table) => table.layout);
  const source = useMemo(() => packetSource(query, readings, revision), [query, readings, revision]);
  const [selected, setSelected] = useState<string | null>(null);
  const table = useRef<TableHandle>(null);
  const number = useRef<HTMLInputElement>(null);

  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "packets.goTo",
        title: "Go to packet number",
        group: "Inspector",
        keys: ["g"],
        run: () => number.current?.select(),
      },
      {
        id: "packets.filter",
        title: "Filter packets",
        group: "Inspector",
        keys: ["f"],
        run: () => filterField.current?.focus(),
      },
      {
        id: "packets.focus",
        title: "Go to the list of packets",
        group: "Inspector",
        keys: ["l"],
        run: () => table.current?.focus(),
      },
      {
        id: "packets.collect",
        title: "Put the marked packets, or this one, into the compare tray",
        group: "Inspector",
        keys: ["d"],
        run: () => void table.current?.chosen(MOST_SIDES).then((ids) => collect(ids.map(referenceOfPacket))),
        enabled: isInPackets,
      },
    ],
    [],
  );
  useCommands(commands);

  const goTo = useCallback((index: number, id: string) => {
    setSelected(id);
    table.current?.goTo(index);
  }, []);
  const jump = usePacketJump((store) => store.packet);
  useEffect(() => {
    if (jump === null || query.text !== "" || query.strand !== null) return;
    jumpToPacket(null);
    void call("packets.find", { query, ...jump, after: null }).then((reply) => {
      if (reply.ok && reply.value !== null) goTo(reply.value.index, idOfPacket(jump));
      else sayFailed(`Packet ${sentenceCount(jump.number)} is not among the packets of this flow.`);
    });
  }, [jump, query, goTo]);
  const notes = useNotesByPlace();
  const columns = useMemo(() => packetColumns(notes), [notes]);
  return (
    <div className={styles.tab}>
      <div className={styles.bar}>
        {bar}
        <GoToPacket query={query} input={number} onFound={goTo} />
      </div>
      {unlisted.length > 0 && total > 0 && (
        <p className={styles.unlisted}>
          <span>
            ▲ <Unlisted names={unlisted} />
          </span>
          <Button onClick={READ_AGAIN.run}>{READ_AGAIN.title}</Button>
        </p>
      )}
      <div className={styles.list}>
        <DataTable<PacketRow, PacketColumn>
          ref={table}
          label="Packets"
          noun="packet"
          columns={columns}
          source={source}
          rowId={idOfPacket}
          sort={{ column: query.sort, descending: query.descending }}
          onSort={onSort}
          layout={layout}
          onLayout={packetTable.arrangeColumns}
          selected={selected}
          onSelect={setSelected}
          startRow={0}
          onLeave={startAtTop}
          copyText={copyText}
          empty={
            <EmptyState title="No packet of this flow is in the packet index" action={READ_AGAIN}>
              {unlisted.length > 0 && <Unlisted names={unlisted} />} Flows, fingerprints and messages are kept all the
              same.
            </EmptyState>
          }
          nothingMatches={(total) => (
            <NothingMatchesState title={`None of ${countOf(total, "packet")} matches`} clear={onClear} />
          )}
        />
      </div>
      <div className={styles.detail}>
        {selected === null ? (
          <EmptyState title="No packet selected">
            Choose one in the list: its parts and bytes are shown here.
          </EmptyState>
        ) : (
          <PacketView key={selected} id={packetOfId(selected)} revision={revision} />
        )}
      </div>
    </div>
  );
}

const READ_AGAIN = { title: "Read again with the packet index", run: () => void runCommand("packets.index") };

/** Which packets are not listed, and why. */
function Unlisted({ names }: { readonly names: readonly string[] }): ReactNode {
  const [first = "", ...others] = names;
  return (
    <>
      Packets of <SafeText text={first} mono={false} expandable={false} />
      {others.length > 0 && ` and ${others.length} more`} are not listed: {others.length > 0 ? "they were" : "it was"}{" "}
      read without the packet index (--no-index).
    </>
  );
}

/** A field for the number of a packet. Enter goes there, and once more to the same number of the next capture. */
function GoToPacket(props: {
  readonly query: PacketQuery;
  readonly input: { readonly current: HTMLInputElement | null };
  readonly onFound: (index: number, id: string) => void;
}): ReactNode {
  const [said, setSaid] = useState("");
  const latest = useRef<{ readonly number: number; readonly index: number } | null>(null);
  const go = async () => {
    const number = Number(props.input.current?.value ?? "");
    if (!Number.isSafeInteger(number) || number < 1) {
      setSaid("Type a whole number from 1");
      return;
    }
    const after = latest.current?.number === number ? latest.current.index : null;
    const reply = await call("packets.find", { query: props.query, number, capture: null, after });
    if (!reply.ok) setSaid(reply.error.message);
    else if (reply.value === null) setSaid(`No packet ${sentenceCount(number)} among these`);
    else {
      const { index, capture } = reply.value;
      latest.current = { number, index };
      setSaid("");
      props.onFound(index, idOfPacket({ capture, number }));
    }
  };
  return (
    <form
      className={styles.goTo}
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      <label>
        Go to packet{" "}
        <input
          ref={props.input as React.RefObject<HTMLInputElement | null>}
          type="text"
          inputMode="numeric"
          size={7}
          maxLength={15}
          onKeyDown={(event) => {
            if (event.key === "Escape") event.currentTarget.blur();
          }}
        />
      </label>
      <kbd>g</kbd>
      <span role="status">{said}</span>
    </form>
  );
}
