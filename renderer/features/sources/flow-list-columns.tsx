import type { FlowColumn, FlowRow } from "../../../core/contract/flow-table.ts";
import type { TableColumn } from "../../ui/data-table/table-layout.ts";
import { formatCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { formatDuration, formatFullTime, formatTime } from "../../ui/times.ts";
import { ToolsCell } from "../../ui/tools-cell.tsx";
import { toolsText } from "../../ui/tools-words.ts";

/** What is listed of the flows of a source, in order. */
export function flowListColumns(names: ReadonlyMap<string, string>): readonly TableColumn<FlowRow, FlowColumn>[] {
  return [
    {
      name: "first",
      title: "First packet (UTC)",
      about: "Time of the first packet, in UTC",
      align: "left",
      width: 164,
      cell: ({ firstPacketAt }) => <span title={formatFullTime(firstPacketAt)}>{formatTime(firstPacketAt)}</span>,
      value: ({ firstPacketAt }) => firstPacketAt,
    },
    {
      name: "duration",
      title: "Duration",
      about: "Time from the first to the last packet",
      align: "right",
      width: 98,
      cell: ({ durationSeconds }) => formatDuration(durationSeconds),
      value: ({ durationSeconds }) => durationSeconds,
    },
    {
      name: "packets",
      title: "Packets",
      about: "SIP requests of the flow",
      align: "right",
      width: 84,
      cell: ({ packets }) => formatCount(packets),
      value: ({ packets }) => packets,
    },
    {
      name: "destinations",
      title: "Destinations",
      about: "Distinct destinations",
      align: "right",
      width: 112,
      cell: ({ destinations }) => formatCount(destinations),
      value: ({ destinations }) => destinations,
    },
    {
      name: "tools",
      title: "Tools",
      about: "Tools named by the messages, most packets first",
      align: "left",
      width: 150,
      grows: true,
      cell: ({ tools, labels }) => <ToolsCell tools={tools} labels={labels} names={names} />,
      value: ({ tools }) => toolsText(tools, names),
    },
    {
      name: "strategy",
      title: "Strategy",
      about: "Order in which destinations are visited",
      align: "left",
      width: 126,
      cell: ({ strategy }) => <SafeText text={strategy} mono={false} expandable={false} />,
      value: ({ strategy }) => strategy,
    },
  ];
}
