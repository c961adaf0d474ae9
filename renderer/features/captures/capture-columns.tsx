import type { CaptureColumn, CaptureRow } from "../../../core/contract/capture-table.ts";
import { STATE_WORDS } from "../../../core/report/format-captures.ts";
import type { TableColumn } from "../../ui/data-table/table-layout.ts";
import { formatBytes, formatCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { formatFullTime, formatTime } from "../../ui/times.ts";
import { checkWords } from "./capture-words.ts";
import styles from "./captures.module.css";
import { StateMark } from "./state-mark.tsx";

type CaptureTableColumn = TableColumn<CaptureRow, CaptureColumn>;

/** Orders in which a column is most often wanted downwards: much and late first. */
export const DESCENDING_FIRST: ReadonlySet<CaptureColumn> = new Set(["packets", "bytes"]);

/** The columns of the list of captures, in order. */
export const CAPTURE_TABLE_COLUMNS: readonly CaptureTableColumn[] = [
  {
    name: "state",
    title: "State",
    about: "How the file was read, the worst first",
    align: "left",
    width: 156,
    cell: ({ state }) => <StateMark state={state} />,
    value: ({ state }) => STATE_WORDS[state],
  },
  {
    name: "name",
    title: "File",
    about: "Name of the file",
    align: "left",
    width: 190,
    cell: ({ name }) => <SafeText text={name} expandable={false} />,
    value: ({ name }) => name,
  },
  {
    name: "what",
    title: "What happened",
    about: "The worst that happened; the inspector tells all",
    align: "left",
    width: 240,
    grows: true,
    cell: ({ what }) =>
      what === "" ? (
        <span className={styles.dim}>nothing to say</span>
      ) : (
        <SafeText text={what} mono={false} expandable={false} />
      ),
    value: ({ what }) => what,
  },
  {
    name: "packets",
    title: "Packets",
    about: "Packets read",
    align: "right",
    width: 76,
    cell: ({ packets }) => (packets === null ? "–" : formatCount(packets)),
    value: ({ packets }) => packets,
  },
  {
    name: "bytes",
    title: "Size",
    about: "Size of the file as stored",
    align: "right",
    width: 72,
    cell: ({ bytes }) =>
      bytes === null ? "–" : <span title={`${formatCount(bytes)} bytes`}>{formatBytes(bytes)}</span>,
    value: ({ bytes }) => bytes,
  },
  {
    name: "format",
    title: "Format",
    about: "Container and compression, as the bytes tell",
    align: "left",
    width: 92,
    cell: ({ container, compression }) => [container, compression].filter((part) => part !== null).join(", ") || "–",
    value: ({ container, compression }) => [container, compression].filter((part) => part !== null).join(", "),
  },
  {
    name: "first",
    title: "First packet (UTC)",
    about: "Time of the earliest packet, in UTC",
    align: "left",
    width: 150,
    cell: ({ firstPacketAt }) => <span title={formatFullTime(firstPacketAt)}>{formatTime(firstPacketAt)}</span>,
    value: ({ firstPacketAt }) => firstPacketAt,
  },
  {
    name: "last",
    title: "Last packet (UTC)",
    about: "Time of the latest packet, in UTC",
    align: "left",
    width: 150,
    cell: ({ lastPacketAt }) => <span title={formatFullTime(lastPacketAt)}>{formatTime(lastPacketAt)}</span>,
    value: ({ lastPacketAt }) => lastPacketAt,
  },
  {
    name: "check",
    title: "Second reader",
    about: "Whether a second, independent reader finds the same packets",
    align: "left",
    width: 116,
    cell: ({ check }) => <span className={check === "differs" ? styles.loss : undefined}>{checkWords(check)}</span>,
    value: ({ check }) => checkWords(check),
  },
];
