import type { ReactNode } from "react";
import type { CampaignColumn, CampaignRow } from "../../../core/contract/campaigns.ts";
import type { TableColumn } from "../../ui/data-table/table-layout.ts";
import { formatCount, formatRate } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { ToolName } from "../../ui/tool-glyph.tsx";
import { dateOf, newsWords, percent, rhythmWords, rounded, titleOf } from "./campaign-words.ts";
import styles from "./campaigns.module.css";
import { type Covered, DayLane } from "./day-lane.tsx";

/** The columns of the list of campaigns, in order. `names` tells the names of tools by id. */
export function campaignColumns(
  names: ReadonlyMap<string, string>,
  covered: Covered,
): readonly TableColumn<CampaignRow, CampaignColumn>[] {
  const from = covered[0]?.[0];
  const to = covered.at(-1)?.[1];
  const span = from === undefined || to === undefined ? "" : ` ${dateOf(from)} to ${dateOf(to)}`;
  return [
    {
      ...right("id", "No.", "1 is the campaign with the lowest address", 56),
      cell: ({ number }) => number,
      value: ({ number }) => number,
    },
    {
      ...left("name", "Name", "The analyst's name, or else the id that stays when captures come and go", 150),
      cell: (row) => <CampaignName row={row} />,
      value: titleOf,
    },
    {
      ...left("tool", "Tool", "The tool most members run, or the group of their fingerprint", 190),
      cell: (row) => <CampaignTool row={row} names={names} />,
      value: ({ tool, group }) => tool ?? group,
    },
    {
      ...right("sources", "Sources", "Sources that act together", 80),
      cell: ({ sources, matching }) =>
        matching === null || matching === sources
          ? formatCount(sources)
          : `${formatCount(matching)} of ${formatCount(sources)}`,
      value: ({ sources }) => sources,
    },
    {
      ...left("days", `Days${span}`, "UTC days on which members sent: the higher the bar, the more of them did", 220),
      grows: true,
      cell: ({ days, sources, tool }) => (
        <DayLane covered={covered} days={days.map(([day, count]) => [day, count / sources])} tool={tool} />
      ),
      value: ({ days }) => days.map(([day]) => dateOf(day)).join(" "),
    },
    {
      ...right("active", "Active days", "UTC days on which any of them sent", 100),
      cell: ({ days }) => formatCount(days.length),
      value: ({ days }) => days.length,
    },
    {
      ...left("rhythm", "Rhythm", "How the days repeat: recurring from 3 runs, periodic from 4 at even gaps", 140),
      cell: rhythmWords,
      value: rhythmWords,
    },
    {
      ...right("packets", "Packets/source", "SIP requests of a source, on average", 124),
      cell: ({ packetsPerSource }) => rounded(packetsPerSource),
      value: ({ packetsPerSource }) => packetsPerSource,
    },
    {
      ...right("rate", "Packets/s", "All members together, median while any of them sends", 92),
      cell: ({ ratePps }) => formatRate(ratePps),
      value: ({ ratePps }) => ratePps,
    },
    {
      ...right("coverage", "Coverage", "Share of the telescope that they reached together", 90),
      cell: ({ coverage }) => percent(coverage),
      value: ({ coverage }) => coverage,
    },
    {
      ...right("overlap", "Overlap", "0 %: no destination saw two of them; 100 %: each saw all", 84),
      cell: ({ overlap }) => percent(overlap),
      value: ({ overlap }) => overlap,
    },
  ];
}

/** What a campaign is called, whether it keeps its members, and what became of it. */
function CampaignName({ row }: { readonly row: CampaignRow }): ReactNode {
  const marks = [row.pinned ? "pinned" : row.changed ? "changed" : null, newsWords(row)].filter(
    (mark) => mark !== null,
  );
  return (
    <>
      <SafeText text={titleOf(row)} mono={row.name === null} expandable={false} />
      {marks.length > 0 && <span className={styles.mark}> {marks.join(", ")}</span>}
    </>
  );
}

/** What the members run. */
export function CampaignTool(props: {
  readonly row: CampaignRow;
  readonly names: ReadonlyMap<string, string>;
}): ReactNode {
  const { tool, group, purity } = props.row;
  return (
    <>
      {tool === null && group !== null ? (
        <SafeText text={group} expandable={false} />
      ) : (
        <ToolName tool={tool} name={tool === null ? null : (props.names.get(tool) ?? null)} />
      )}
      {purity < 1 && ` ${percent(purity)}`}
    </>
  );
}

function left(name: CampaignColumn, title: string, about: string, width: number) {
  return { name, title, about, width, align: "left" as const };
}

function right(name: CampaignColumn, title: string, about: string, width: number) {
  return { name, title, about, width, align: "right" as const };
}
