import type { ReactNode } from "react";
import type { FlowColumn, FlowRow } from "../../../core/contract/flow-table.ts";
import type { NotesByPlace } from "../../bridge/notes.ts";
import type { TableColumn } from "../../ui/data-table/table-layout.ts";
import { Marks } from "../../ui/marks.tsx";
import { formatCount, formatRate } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { formatDuration, formatFullTime, formatTime } from "../../ui/times.ts";
import { ToolsCell } from "../../ui/tools-cell.tsx";
import { toolsText } from "../../ui/tools-words.ts";

export type FlowTableColumn = TableColumn<FlowRow, FlowColumn>;

/** Order in which a column is most often wanted: much, late and slow first, words by the alphabet. */
export const DESCENDING_FIRST: ReadonlySet<FlowColumn> = new Set(["packets", "destinations", "rate", "duration"]);

/** The columns of the flow table, in order. `names` tells the names of tools by id, `notes` what is noted of flows. */
export function flowColumns(names: ReadonlyMap<string, string>, notes: NotesByPlace): readonly FlowTableColumn[] {
  return [
    {
      ...left("source", "Source", "Address the packets came from, with your notes ✎ and bookmarks ★", 134),
      cell: ({ id, source }) => (
        <>
          <Captured text={source} />
          <Marks notes={notes.flow(id, source)} />
        </>
      ),
      value: ({ source }) => source,
    },
    {
      ...left("tools", "Tools", "Tools named by their messages, most packets first", 196),
      grows: true,
      cell: ({ tools, labels }) => <ToolsCell tools={tools} labels={labels} names={names} />,
      value: ({ tools }) => toolsText(tools, names),
    },
    {
      ...right("packets", "Packets", "SIP requests of the flow", 84),
      cell: ({ packets }) => formatCount(packets),
      value: ({ packets }) => packets,
    },
    {
      ...right("destinations", "Destinations", "Distinct destinations", 112),
      cell: ({ destinations }) => formatCount(destinations),
      value: ({ destinations }) => destinations,
    },
    {
      ...right("rate", "Packets/s", "Packets per second between the first and the last packet", 88),
      cell: ({ ratePps }) => formatRate(ratePps),
      value: ({ ratePps }) => ratePps,
    },
    {
      ...left("first", "First packet (UTC)", "Time of the first packet, in UTC", 166),
      cell: ({ firstPacketAt }) => <span title={formatFullTime(firstPacketAt)}>{formatTime(firstPacketAt)}</span>,
      value: ({ firstPacketAt }) => firstPacketAt,
    },
    {
      ...right("duration", "Duration", "Time from the first to the last packet", 92),
      cell: ({ durationSeconds }) => (
        <span title={durationSeconds === null ? "no time known" : `${durationSeconds} seconds`}>
          {formatDuration(durationSeconds)}
        </span>
      ),
      value: ({ durationSeconds }) => durationSeconds,
    },
    {
      ...left("strategy", "Strategy", "Order in which destinations are visited", 132),
      cell: ({ strategy }) => <SafeText text={strategy} mono={false} expandable={false} />,
      value: ({ strategy }) => strategy,
    },
    {
      ...left("methods", "Methods", "Methods of the requests, most packets first", 110),
      cell: (row) => <Captured text={methodsText(row)} />,
      value: methodsText,
    },
    {
      ...left(
        "ports",
        "Source port",
        "How the source ports are chosen: one, a few, ascending, or anew per packet",
        128,
      ),
      cell: ({ sourcePort }) => <Ports ports={sourcePort} />,
      value: ({ sourcePort: { class: kind, distinct, first } }) =>
        `${kind} ${distinct === 1 ? first : `${distinct} ports`}`,
    },
  ];
}

function methodsText({ methods }: FlowRow): string {
  return methods.map(([method]) => method).join(", ");
}

function left(name: FlowColumn, title: string, about: string, width: number) {
  return { name, title, about, align: "left", width } as const;
}

function right(name: FlowColumn, title: string, about: string, width: number) {
  return { name, title, about, align: "right", width } as const;
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
