import { type ReactNode, useMemo, useRef } from "react";
import type { CampaignList, CampaignMembers, CampaignRow } from "../../../core/contract/campaigns.ts";
import { useToolNames } from "../../bridge/overview.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRole } from "../../bridge/role.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { writeDecision } from "../../commands/campaigns.ts";
import { type Command, useCommands } from "../../commands/commands.ts";
import { changeWorkspace, useWorkspace } from "../../commands/workspace.ts";
import { filterByText, showSource, showView } from "../../commands/workspace-state.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import { NO_TABLE } from "../../ui/geo-words.ts";
import { countOf, formatCount, formatRate } from "../../ui/numbers.ts";
import { safeString } from "../../ui/safe-string.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { EmptyState, FailedState } from "../../ui/states.tsx";
import { CampaignTool } from "./campaign-columns.tsx";
import {
  countriesWords,
  dateOf,
  membersFilter,
  newsWords,
  overlapWords,
  percent,
  rhythmWords,
  rounded,
  traitsWords,
} from "./campaign-words.ts";
import styles from "./campaigns.module.css";
import { type Covered, DayLane } from "./day-lane.tsx";
import { DestinationMosaic } from "./destination-mosaic.tsx";
import { useCampaigns } from "./use-campaigns.ts";

/** Members that are drawn; all are counted. */
const MOST_LANES = 500;

/** The selected campaign: what is known of it, and the days of each member. */
export function CampaignInspector(): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const selected = useWorkspace((workspace) => workspace.selectedCampaign);
  const { value } = useCampaigns();
  const row = value?.kind === "found" ? value.campaigns.find(({ id }) => id === selected) : undefined;
  if (value?.kind !== "found" || row === undefined) {
    return (
      <EmptyState title="No campaign chosen">Choose one in the list to see its members and their days.</EmptyState>
    );
  }
  return <OneCampaign key={row.id} row={row} found={value} revision={revision} />;
}

function OneCampaign(props: {
  readonly row: CampaignRow;
  readonly found: Extract<CampaignList, { kind: "found" }>;
  readonly revision: number;
}): ReactNode {
  const { row, found, revision } = props;
  const { value, error, retry } = useRequest("campaign.members", { campaign: row.id }, revision);
  const panel = useRef<HTMLElement>(null);
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "campaigns.inspector",
        title: "Go to the inspector",
        group: "Inspector",
        keys: ["i"],
        run: () => panel.current?.focus(),
      },
    ],
    [],
  );
  useCommands(commands);
  return (
    <section ref={panel} className={styles.inspector} tabIndex={-1} aria-label="Inspected campaign">
      <h2>
        Campaign {row.number}
        {row.name !== null && (
          <>
            : <SafeText text={row.name} mono={false} expandable={false} />
          </>
        )}
      </h2>
      <Facts row={row} located={found.located} />
      <Decisions row={row} others={found.campaigns} />
      {value !== undefined && (
        <p>
          <span className={styles.note}>Traits of their messages</span>{" "}
          <SafeText text={traitsWords(value.traits, row.sources)} mono={false} expandable={false} />
        </p>
      )}
      <DestinationMosaic row={row} revision={revision} />
      {value !== undefined && <Members members={value.members} covered={found.covered} />}
      {value === undefined && error === undefined && <Awaited title="Asking for the members" />}
      {value === undefined && error !== undefined && (
        <FailedState
          title="The members are not known"
          reason={error.message}
          action={{ title: "Try again", run: retry }}
        />
      )}
    </section>
  );
}

function Facts({ row, located }: { readonly row: CampaignRow; readonly located: boolean }): ReactNode {
  const names = useToolNames();
  const { overlap, meanGapDays, gapVariation } = row;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ["Id", <SafeText key="id" text={row.id} />],
    ["Tool", <CampaignTool key="tool" row={row} names={names} />],
    ["Sources", formatCount(row.sources)],
    ["Active days", `${formatCount(row.days.length)}, in ${countOf(row.runs, "run")}`],
    ["Rhythm", rhythmWords(row)],
    [
      "Gaps between runs",
      meanGapDays === null || gapVariation === null
        ? "none that the captures cover"
        : `${rounded(meanGapDays)} days on average, varying by ${percent(gapVariation)}`,
    ],
    ["SIP requests", `${formatCount(row.packets)}, ${rounded(row.packetsPerSource)} per source`],
    [
      "Rate",
      row.ratePps === null ? "not known" : `${formatRate(row.ratePps)} packets/s together, median while any sends`,
    ],
    ["Destinations", `${formatCount(row.destinations)}, ${percent(row.coverage)} of the telescope`],
    ["Overlap", overlap === null ? "not known" : `${percent(overlap)}: ${overlapWords(overlap)}`],
    ["Countries", located ? countriesWords(row.countries, row.sources) : NO_TABLE],
    ["Strategies", row.strategies.map(([strategy, flows]) => `${strategy} ${formatCount(flows)}`).join(", ")],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, fact]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What the analyst did with the campaign, and can do. */
function Decisions(props: { readonly row: CampaignRow; readonly others: readonly CampaignRow[] }): ReactNode {
  const { row, others } = props;
  const readOnly = useRole((role) => role.readOnly);
  const news = newsWords(row);
  return (
    <section aria-label="Decisions">
      {news !== null && <p className={styles.note}>Since captures came or went last: {safeString(news)}.</p>}
      <p className={styles.line}>
        {(["name", "merge", "split", row.pinned ? "unpin" : "pin"] as const).map((deed) => (
          <Button key={deed} disabled={readOnly} onClick={() => writeDecision(deed, row, others)}>
            {DEED_WORDS[deed]}
          </Button>
        ))}
      </p>
      {row.said.length > 0 && (
        <ul className={styles.said}>
          {row.said.map(({ words, reason, author, at }) => (
            <li key={`${at} ${words}`}>
              <SafeText text={words} mono={false} expandable={false} />:{" "}
              <SafeText text={reason} mono={false} expandable={false} />
              <span className={styles.note}>
                {" "}
                <SafeText text={author} mono={false} expandable={false} />, {at.slice(0, 16).replace("T", " ")} UTC
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const DEED_WORDS = { name: "Name…", merge: "Merge…", split: "Split…", pin: "Pin…", unpin: "Unpin…" } as const;

function Members(props: { readonly members: CampaignMembers["members"]; readonly covered: Covered }): ReactNode {
  const { members, covered } = props;
  const filter = membersFilter(members.map(({ address }) => address));
  const further = members.length - MOST_LANES;
  const [from, to] = [covered[0]?.[0], covered.at(-1)?.[1]];
  const span = from === undefined || to === undefined ? "Days" : `${dateOf(from)} to ${dateOf(to)}`;
  return (
    <>
      <div className={styles.line}>
        <h3>Members</h3>
        {filter === null ? (
          <span className={styles.note}>Too many for one filter of flows.</span>
        ) : (
          <Button onClick={() => changeWorkspace((old) => ({ ...filterByText(old, filter), ...showView("flows") }))}>
            Show their flows
          </Button>
        )}
      </div>
      <table className={styles.members} aria-label="Members">
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col" className={styles.days} title="UTC days on which the source sent">
              {span}
            </th>
            <th scope="col" className={styles.number}>
              Active
            </th>
            <th scope="col" className={styles.number}>
              Packets
            </th>
          </tr>
        </thead>
        <tbody>
          {members.slice(0, MOST_LANES).map(({ address, days, packets, tool }) => (
            <tr key={address}>
              <th scope="row">
                <button
                  type="button"
                  className={styles.link}
                  onClick={() => changeWorkspace(() => showSource(address))}
                >
                  <SafeText text={address} expandable={false} />
                </button>
              </th>
              <td className={styles.days} title={days.map(dateOf).join(" ")}>
                <DayLane covered={covered} days={days.map((day) => [day, 1])} tool={tool} />
              </td>
              <td className={styles.number}>{formatCount(days.length)}</td>
              <td className={styles.number}>{formatCount(packets)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {further > 0 && (
        <p className={styles.note}>
          … and {countOf(further, "further source")}; campaigns on the command line lists all.
        </p>
      )}
    </>
  );
}
