import type { ReactNode } from "react";
import type { FlowColumn, FlowRow } from "../../../core/contract/flow-table.ts";
import type { TableColumn } from "../../ui/data-table/table-layout.ts";
import { formatCount, formatRate } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { formatDuration, formatFullTime, formatTime } from "../../ui/times.ts";
import { ToolsCell } from "./tools-cell.tsx";

export type FlowTableColumn = TableColumn<FlowRow, FlowColumn>;

/** Order in which a column is most often wanted: much, late and slow first, words by the alphabet. */
export const DESCENDING_FIRST: ReadonlySet<FlowColumn> = new Set(["packets", "destinations", "rate", "duration"]);

/** The columns of the flow table, in order. `names` tells the names of tools by id. */
export function flowColumns(names: ReadonlyMap<string, string>): readonly FlowTableColumn[] {
  return [
    left("source", "Source", "Address the packets came from", 110, ({ source }) => <Captured text={source} />),
    {
      ...left("tools", "Tools", "Tools named by their messages, most packets first", 196, (row) => (
        <ToolsCell tools={row.tools} names={names} />
      )),
      grows: true,
    },
    right("packets", "Packets", "SIP requests of the flow", 84, ({ packets }) => formatCount(packets)),
    right("destinations", "Destinations", "Distinct destinations", 112, ({ destinations }) =>
      formatCount(destinations),
    ),
    right("rate", "Packets/s", "Packets per second between the first and the last packet", 88, ({ ratePps }) =>
      formatRate(ratePps),
    ),
    left("first", "First packet (UTC)", "Time of the first packet, in UTC", 166, ({ firstPacketAt }) => (
      <span title={formatFullTime(firstPacketAt)}>{formatTime(firstPacketAt)}</span>
    )),
    right("duration", "Duration", "Time from the first to the last packet", 92, ({ durationSeconds }) => (
      <span title={durationSeconds === null ? "no time known" : `${durationSeconds} seconds`}>
        {formatDuration(durationSeconds)}
      </span>
    )),
    left("strategy", "Strategy", "Order in which destinations are visited", 132, ({ strategy }) => (
      <SafeText text={strategy} mono={false} expandable={false} />
    )),
    left("methods", "Methods", "Methods of the requests, most packets first", 110, ({ methods }) => (
      <Captured text={methods.map(([method]) => method).join(", ")} />
    )),
    left(
      "ports",
      "Source port",
      "How the source ports are chosen: one, a few, ascending, or anew per packet",
      128,
      (row) => <Ports ports={row.sourcePort} />,
    ),
  ];
}

function left(name: FlowColumn, title: string, about: string, width: number, cell: FlowTableColumn["cell"]) {
  return { name, title, about, align: "left", width, cell } as const;
}

function right(name: FlowColumn, title: string, about: string, width: number, cell: FlowTableColumn["cell"]) {
  return { name, title, about, align: "right", width, cell } as const;
}

function Captured({ text }: { readonly text: string }): ReactNode {
  return <SafeText text={text} expandable={false} />;
}

function Ports({ ports }: { readonly ports: FlowRow["sourcePort"] }): ReactNode {
  const numbers = ports.distinct === 1 ? `${ports.first}` : `${formatCount(ports.distinct)} ports`;
  return (
    <>
      <SafeText text={ports.class} mono={false} expandable={false} /> {numbers}
    </>
  );
}
