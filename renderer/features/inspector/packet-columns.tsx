import type { PacketColumn, PacketRow } from "../../../core/contract/packet-table.ts";
import type { NotesByPlace } from "../../bridge/notes.ts";
import type { TableColumn } from "../../ui/data-table/table-layout.ts";
import { Marks } from "../../ui/marks.tsx";
import { formatCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { formatFullTime, formatMilliseconds } from "../../ui/times.ts";
import styles from "./packets.module.css";
import { describeAnomaly } from "./strand-words.ts";

/** Orders in which a column is most often wanted downwards: much first. */
export const DESCENDING_FIRST: ReadonlySet<PacketColumn> = new Set(["length", "anomalies"]);

/** The columns of the list of packets, in order. `notes` tells what is noted of them. */
export function packetColumns(notes: NotesByPlace): readonly TableColumn<PacketRow, PacketColumn>[] {
  return [numberColumn(notes), ...OTHER_COLUMNS];
}

function numberColumn(notes: NotesByPlace): TableColumn<PacketRow, PacketColumn> {
  return {
    name: "number",
    title: "No.",
    about: "Number of the packet in its capture, from 1",
    align: "right",
    width: 64,
    cell: ({ capture, number }) => (
      <>
        <Marks notes={notes.packet(capture, number)} />
        {formatCount(number)}
      </>
    ),
    value: ({ number }) => number,
  };
}

const OTHER_COLUMNS: readonly TableColumn<PacketRow, PacketColumn>[] = [
  {
    name: "anomalies",
    title: "Anomalies",
    about: "Deviations from the grammar of SIP, by number of kinds",
    align: "left",
    width: 94,
    cell: ({ anomalies, missingBytes }) => <AnomalyMark anomalies={anomalies} missingBytes={missingBytes} />,
    value: ({ anomalies }) => anomalies.map(describeAnomaly).join(", "),
  },
  {
    name: "time",
    title: "Time (UTC)",
    about: "When the packet came, in UTC",
    align: "left",
    width: 190,
    cell: ({ time }) => <span title={formatFullTime(time)}>{formatMilliseconds(time)}</span>,
    value: ({ time }) => time,
  },
  {
    name: "destination",
    title: "Destination",
    about: "Address it was sent to",
    align: "left",
    width: 118,
    grows: true,
    cell: ({ destination }) => <SafeText text={destination} expandable={false} />,
    value: ({ destination }) => destination,
  },
  {
    name: "sourcePort",
    title: "From port",
    about: "Port it came from",
    align: "right",
    width: 74,
    cell: ({ sourcePort }) => sourcePort,
    value: ({ sourcePort }) => sourcePort,
  },
  {
    name: "destinationPort",
    title: "To port",
    about: "Port it was sent to",
    align: "right",
    width: 62,
    cell: ({ destinationPort }) => destinationPort,
    value: ({ destinationPort }) => destinationPort,
  },
  {
    name: "method",
    title: "Method",
    about: "Method of the request",
    align: "left",
    width: 78,
    cell: ({ method }) => <SafeText text={method} expandable={false} />,
    value: ({ method }) => method,
  },
  {
    name: "length",
    title: "Bytes",
    about: "Bytes of the SIP message, as sent",
    align: "right",
    width: 58,
    cell: ({ length }) => formatCount(length),
    value: ({ length }) => length,
  },
  {
    name: "ttl",
    title: "TTL",
    about: "TTL or hop limit, as received",
    align: "right",
    width: 46,
    cell: ({ ttl }) => ttl,
    value: ({ ttl }) => ttl,
  },
  {
    name: "ipId",
    title: "IP-ID",
    about: "IPv4 identification",
    align: "right",
    width: 58,
    cell: ({ ipId }) => ipId ?? "–",
    value: ({ ipId }) => ipId,
  },
  {
    name: "capture",
    title: "File",
    about: "Name of its capture",
    align: "left",
    width: 140,
    cell: ({ captureName }) => <SafeText text={captureName} expandable={false} />,
    value: ({ captureName }) => captureName,
  },
];

function AnomalyMark({ anomalies, missingBytes }: Pick<PacketRow, "anomalies" | "missingBytes">) {
  if (anomalies.length === 0) return <span className={styles.dim}>none</span>;
  return (
    <span className={missingBytes > 0 ? styles.loss : undefined} title={anomalies.map(describeAnomaly).join(", ")}>
      ▲ {anomalies.length}
      {missingBytes > 0 && ", cut"}
    </span>
  );
}
