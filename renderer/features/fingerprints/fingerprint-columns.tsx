import type { ReactNode } from "react";
import type { FingerprintColumn, FingerprintRow } from "../../../core/contract/fingerprint-table.ts";
import type { TableColumn } from "../../ui/data-table/table-layout.ts";
import { describeNear } from "../../ui/near-words.ts";
import { formatCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { formatFullTime, formatTime } from "../../ui/times.ts";
import { ToolsCell } from "../../ui/tools-cell.tsx";

type FingerprintTableColumn = TableColumn<FingerprintRow, FingerprintColumn>;

/** Orders in which a column is most often wanted downwards: much and late first. */
export const DESCENDING_FIRST: ReadonlySet<FingerprintColumn> = new Set([
  "packets",
  "sources",
  "flows",
  "destinations",
  "days",
  "last",
]);

/** The columns of the list of fingerprints, in order. */
export const FINGERPRINT_TABLE_COLUMNS: readonly FingerprintTableColumn[] = [
  {
    name: "rank",
    title: "Look",
    about: "Place among the unknown: the newest, largest and widest spread first",
    align: "right",
    width: 64,
    cell: ({ rank }) => (rank === null ? "–" : formatCount(rank)),
    value: ({ rank }) => rank,
  },
  {
    name: "tool",
    title: "Tool",
    about: "The tool its messages were named as, and what the analyst says it is",
    align: "left",
    width: 170,
    cell: ({ tool, labels, packets }) => (
      <ToolsCell
        tools={[[tool?.id ?? null, packets]]}
        labels={labels}
        names={new Map(tool === null ? [] : [[tool.id, tool.name]])}
      />
    ),
    value: ({ tool, labels }) =>
      [tool === null ? "unknown" : `${tool.id} ${tool.name}`, ...labels.map(([label]) => label)].join(", "),
  },
  {
    name: "fingerprint",
    title: "Fingerprint",
    about: "The fingerprint that covers the others of the group",
    align: "left",
    width: 260,
    cell: ({ fingerprint, fingerprints }) => <Group id={fingerprint} others={fingerprints - 1} />,
    value: ({ fingerprint }) => fingerprint,
  },
  number("packets", "Packets", "SIP requests with these fingerprints", 76),
  number("sources", "Sources", "Addresses they came from", 72),
  number("flows", "Flows", "Flows they are part of", 60),
  {
    name: "near",
    title: "Nearest known",
    about: "Of what is unknown: the signature it is most like; being like a tool is no identification",
    align: "left",
    width: 180,
    grows: true,
    cell: ({ near: [nearest] }) =>
      nearest === undefined ? "" : <SafeText text={describeNear(nearest)} mono={false} expandable={false} />,
    value: ({ near: [nearest] }) => (nearest === undefined ? null : describeNear(nearest)),
  },
  number("destinations", "Destinations", "Distinct destinations: exact below 32, an estimate from there on", 102),
  number("days", "Days", "UTC days on which the flows sent", 52),
  time("first", "First seen (UTC)", "First packet of the flows, in UTC", ({ firstPacketAt }) => firstPacketAt),
  time("last", "Last seen (UTC)", "Last packet of the flows, in UTC", ({ lastPacketAt }) => lastPacketAt),
  {
    name: "grade",
    title: "Grade",
    about: "How far the fingerprint can be trusted",
    align: "left",
    width: 90,
    cell: ({ grade }) => grade,
    value: ({ grade }) => grade,
  },
];

function number(
  name: "packets" | "sources" | "flows" | "destinations" | "days",
  title: string,
  about: string,
  width: number,
): FingerprintTableColumn {
  return {
    name,
    title,
    about,
    align: "right",
    width,
    cell: (row) => formatCount(row[name]),
    value: (row) => row[name],
  };
}

function time(
  name: "first" | "last",
  title: string,
  about: string,
  of: (row: FingerprintRow) => string | null,
): FingerprintTableColumn {
  return {
    name,
    title,
    about,
    align: "left",
    width: 150,
    cell: (row) => <span title={formatFullTime(of(row))}>{formatTime(of(row))}</span>,
    value: of,
  };
}

function Group({ id, others }: { readonly id: string; readonly others: number }): ReactNode {
  return (
    <>
      <SafeText text={id.replace(/^sipfp1:/, "")} expandable={false} />
      {others > 0 && ` +${formatCount(others)}`}
    </>
  );
}
