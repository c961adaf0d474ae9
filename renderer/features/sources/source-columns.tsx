import type { SourceColumn, SourceRow } from "../../../core/contract/source-table.ts";
import type { TableColumn } from "../../ui/data-table/table-layout.ts";
import { describeSourceCountry, describeSourceNetwork, networkName } from "../../ui/geo-words.ts";
import { formatCount } from "../../ui/numbers.ts";
import { safeString } from "../../ui/safe-string.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { formatFullTime, formatTime } from "../../ui/times.ts";
import { ToolsCell } from "../../ui/tools-cell.tsx";
import { toolsText } from "../../ui/tools-words.ts";

type SourceTableColumn = TableColumn<SourceRow, SourceColumn>;

/** Orders in which a column is most often wanted downwards: much and late first. */
export const DESCENDING_FIRST: ReadonlySet<SourceColumn> = new Set([
  "packets",
  "flows",
  "destinations",
  "days",
  "last",
]);

/** The columns of the list of sources, in order. `names` tells the names of tools by id. */
export function sourceColumns(names: ReadonlyMap<string, string>): readonly SourceTableColumn[] {
  return [
    {
      ...left("source", "Source", "Address of the source", 118),
      cell: ({ address }) => <SafeText text={address} expandable={false} />,
      value: ({ address }) => address,
    },
    {
      ...left("country", "Country", "Country by the table in use", 80),
      cell: ({ located }) => (
        <span title={safeString(describeSourceCountry(located))}>{located.country?.code ?? "–"}</span>
      ),
      value: ({ located }) => located.country?.code ?? null,
    },
    {
      ...left("network", "Network", "Autonomous system by the table in use", 96),
      cell: ({ located }) => (
        <span title={safeString(describeSourceNetwork(located))}>
          {located.network === null ? "–" : `AS${located.network.asn}`}
        </span>
      ),
      value: ({ located }) => (located.network === null ? null : networkName(located.network)),
    },
    {
      ...right("packets", "Packets", "SIP requests of all its flows", 96),
      cell: ({ packets }) => formatCount(packets),
      value: ({ packets }) => packets,
    },
    {
      ...right("flows", "Flows", "Flows: what it sent without a long pause", 62),
      cell: ({ flows }) => formatCount(flows),
      value: ({ flows }) => flows,
    },
    {
      ...right("destinations", "Destinations", "Distinct destinations of all its flows", 112),
      cell: ({ destinations }) => formatCount(destinations),
      value: ({ destinations }) => destinations,
    },
    {
      ...left("tools", "Tools", "Tools named by its messages, most packets first", 150),
      grows: true,
      cell: ({ tools }) => <ToolsCell tools={tools} labels={[]} names={names} />,
      value: ({ tools }) => toolsText(tools, names),
    },
    {
      ...right("days", "Days", "UTC days on which it sent", 58),
      cell: ({ days }) => formatCount(days),
      value: ({ days }) => days,
    },
    {
      ...left("first", "First packet (UTC)", "Time of its first packet, in UTC", 164),
      cell: ({ firstPacketAt }) => <span title={formatFullTime(firstPacketAt)}>{formatTime(firstPacketAt)}</span>,
      value: ({ firstPacketAt }) => firstPacketAt,
    },
    {
      ...left("last", "Last packet (UTC)", "Time of its last packet, in UTC", 164),
      cell: ({ lastPacketAt }) => <span title={formatFullTime(lastPacketAt)}>{formatTime(lastPacketAt)}</span>,
      value: ({ lastPacketAt }) => lastPacketAt,
    },
  ];
}

function left(name: SourceColumn, title: string, about: string, width: number) {
  return { name, title, about, align: "left", width } as const;
}

function right(name: SourceColumn, title: string, about: string, width: number) {
  return { name, title, about, align: "right", width } as const;
}
