import { type ReactNode, useCallback, useMemo, useRef } from "react";
import type { CampaignColumn, CampaignList, CampaignRow } from "../../../core/contract/campaigns.ts";
import { copyText } from "../../bridge/clipboard.ts";
import { useToolNames } from "../../bridge/overview.ts";
import { useReading } from "../../bridge/reading.ts";
import { writeDecision } from "../../commands/campaigns.ts";
import { type Command, useCommands } from "../../commands/commands.ts";
import { saveChart } from "../../commands/save-chart.ts";
import { noteMarked } from "../../commands/selection.ts";
import { tableCommands } from "../../commands/table-commands.ts";
import { changeWorkspace, useWorkspace } from "../../commands/workspace.ts";
import { clearFilters, isFiltered } from "../../commands/workspace-state.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import { DataTable, type TableHandle } from "../../ui/data-table/data-table.tsx";
import type { TableSource } from "../../ui/data-table/table-source.ts";
import { countOf, formatCount } from "../../ui/numbers.ts";
import { Plot } from "../../ui/plot.tsx";
import { SafeText } from "../../ui/safe-text.tsx";
import { EmptyState, FailedState, NothingMatchesState } from "../../ui/states.tsx";
import { drawBubbles } from "./bubble-drawing.ts";
import { campaignColumns } from "./campaign-columns.tsx";
import { DESCENDING_FIRST, sortCampaigns } from "./campaign-order.ts";
import { campaignTable } from "./campaign-table-store.ts";
import { findingWords, goneWords } from "./campaign-words.ts";
import styles from "./campaigns.module.css";
import { RulesBar } from "./rules-bar.tsx";
import { StatisticsPanel } from "./statistics-panel.tsx";
import { useCampaigns } from "./use-campaigns.ts";

/** What can be decided of the selected campaign, with its key. */
const DEEDS = [
  { deed: "name", title: "Name the selected campaign…", key: "n" },
  { deed: "merge", title: "Merge other campaigns into the selected one…", key: "m" },
  { deed: "split", title: "Split members off the selected campaign…", key: "x" },
  { deed: "pin", title: "Pin the selected campaign: it keeps its members…", key: "f" },
  { deed: "unpin", title: "Unpin the selected campaign…", key: null },
] as const;

type Found = Extract<CampaignList, { kind: "found" }>;

const rowId = (row: CampaignRow) => row.id;

/** Sources that act together: their days, or as bubbles their packets against their rate. */
export function CampaignsPage(): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const { value, error, asking, retry } = useCampaigns();
  if (value?.kind === "found") {
    return (
      <div className={styles.page}>
        <RulesBar found={value} asking={asking} />
        <FoundCampaigns found={value} revision={revision} />
      </div>
    );
  }
  if (value?.kind === "reading") {
    return (
      <EmptyState title="No campaigns yet">
        They are looked for once all captures are read: every source counts.
      </EmptyState>
    );
  }
  if (error === undefined) return <Awaited title="Asking for the campaigns" />;
  return (
    <FailedState
      title="The campaigns could not be asked for"
      reason={error.message}
      action={{ title: "Try again", run: retry }}
    />
  );
}

function FoundCampaigns({ found, revision }: { readonly found: Found; readonly revision: number }): ReactNode {
  const readings = useReading((reading) => reading.readings);
  const query = useWorkspace((workspace) => workspace.campaignQuery);
  const form = useWorkspace((workspace) => workspace.campaignShown);
  const selected = useWorkspace((workspace) => workspace.selectedCampaign);
  const layout = campaignTable.use((table) => table.layout);
  const names = useToolNames();
  const columns = useMemo(() => campaignColumns(names, found.covered), [names, found.covered]);
  const source = useMemo(() => sourceOf(found, query, readings), [found, query, readings]);
  const table = useRef<TableHandle>(null);
  const isFilteredNow = useWorkspace(isFiltered);
  const startRow = useRef(campaignTable.use.getState().firstRow);
  const draw = useCallback((colour: (variable: string) => string) => drawBubbles(found, names, colour), [found, names]);

  const chosen = found.campaigns.find(({ id }) => id === selected);
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "campaigns.next",
        title: "Next campaign",
        group: "Campaigns",
        keys: ["j"],
        run: () => table.current?.press("j"),
      },
      {
        id: "campaigns.previous",
        title: "Previous campaign",
        group: "Campaigns",
        keys: ["k"],
        run: () => table.current?.press("k"),
      },
      {
        id: "campaigns.focus",
        title: "Go to the list of campaigns",
        group: "Campaigns",
        keys: ["t"],
        run: () => table.current?.focus(),
      },
      {
        id: "campaigns.chart",
        title: "Packets against rate as bubbles, or the list",
        group: "Campaigns",
        keys: ["b"],
        run: () => toggle("bubbles"),
      },
      {
        id: "campaigns.statistics",
        title: "What the campaigns say together beside the paper, or the list",
        group: "Campaigns",
        keys: ["g"],
        run: () => toggle("statistics"),
      },
      ...DEEDS.map(({ deed, title, key }) => ({
        id: `campaigns.${deed}`,
        title,
        group: "Campaigns" as const,
        keys: key === null ? [] : [key],
        changes: true as const,
        run: () => {
          if (chosen !== undefined) writeDecision(deed, chosen, found.campaigns);
        },
        enabled: () => chosen !== undefined && (deed !== "unpin" || chosen.pinned),
      })),
      ...tableCommands("campaigns", "campaigns", "Campaigns", () => table.current),
    ],
    [chosen, found.campaigns],
  );
  useCommands(commands);

  if (found.inAll > 0 && found.campaigns.length === 0) {
    return (
      <NothingMatchesState
        title={`None of ${countOf(found.inAll, "campaign")} matches`}
        clear={() => changeWorkspace(clearFilters)}
      >
        <p>A source of the campaign has to have a flow that passes the filter above.</p>
      </NothingMatchesState>
    );
  }
  if (found.campaigns.length === 0) {
    return (
      <EmptyState title="No campaigns">
        {findingWords(found)} A campaign has {formatCount(found.rules.minClusterSize)} sources or more that sent on the
        same days.
      </EmptyState>
    );
  }
  const gone = goneWords(found.gone);
  const unplaced = found.campaigns.filter(({ ratePps }) => ratePps === null).length;
  return (
    <>
      <div className={styles.bar}>
        <Button onClick={() => toggle("bubbles")} pressed={form === "bubbles"} keyHint="b">
          Bubbles
        </Button>
        <Button onClick={() => toggle("statistics")} pressed={form === "statistics"} keyHint="g">
          Statistics
        </Button>
        <span className={styles.note}>
          {findingWords(found)}
          {form === "bubbles" && unplaced > 0 && ` ${unplaced} without a rate are not drawn.`}
          {isFilteredNow && " Campaigns are found among all sources; the filter keeps those with a flow that passes."}
        </span>
        {gone !== null && (
          <span className={styles.note}>
            <SafeText text={gone} mono={false} expandable={false} />
          </span>
        )}
      </div>
      <div className={styles.list}>
        {form === "statistics" && <StatisticsPanel revision={revision} />}
        {form === "bubbles" && (
          <Plot
            label="Campaigns by packets per source and rate; the list has the same numbers"
            draw={draw}
            onSave={(image) => void saveChart("campaigns", image)}
            savedFrom="above"
          />
        )}
        {form === "list" && (
          <DataTable<CampaignRow, CampaignColumn>
            ref={table}
            label="Campaigns"
            noun="campaign"
            columns={columns}
            source={source}
            rowId={rowId}
            sort={{ column: query.sort, descending: query.descending }}
            onSort={sortBy}
            layout={layout}
            onLayout={campaignTable.arrangeColumns}
            selected={selected}
            onSelect={(id) => changeWorkspace(() => ({ selectedCampaign: id, inspectorOpen: true }))}
            startRow={startRow.current}
            onLeave={campaignTable.leaveAtRow}
            copyText={copyText}
            onMarked={noteMarked}
            empty={<EmptyState title="No campaigns" />}
            nothingMatches={() => <EmptyState title="No campaigns" />}
          />
        )}
      </div>
    </>
  );
}

const versions = new WeakMap<Found, number>();
let latestVersion = 0;

/** Each answer is newer than those before: the list has the rows of an answer, which comes behind its revision. */
function versionOf(found: Found): number {
  let version = versions.get(found);
  if (version === undefined) {
    latestVersion += 1;
    version = latestVersion;
    versions.set(found, version);
  }
  return version;
}

/** All campaigns are here already; the table takes its rows from them. */
function sourceOf(
  found: Found,
  query: { readonly sort: CampaignColumn; readonly descending: boolean },
  readings: number,
): TableSource<CampaignRow> {
  const revision = versionOf(found);
  const sorted = sortCampaigns(found.campaigns, query);
  const total = sorted.length;
  return {
    key: JSON.stringify([readings, query]),
    revision,
    load: (offset, limit) =>
      Promise.resolve({
        ok: true,
        value: { revision, offset, rows: sorted.slice(offset, offset + limit), matching: total, total },
      }),
    find: (id) => {
      const index = sorted.findIndex((row) => rowId(row) === id);
      return Promise.resolve(index < 0 ? null : index);
    },
  };
}

function sortBy(column: CampaignColumn): void {
  changeWorkspace(({ campaignQuery: { sort, descending } }) => ({
    campaignQuery: { sort: column, descending: sort === column ? !descending : DESCENDING_FIRST.has(column) },
  }));
}

/** Shows the campaigns in another form, or as a list again. */
function toggle(form: "bubbles" | "statistics"): void {
  changeWorkspace(({ campaignShown }) => ({ campaignShown: campaignShown === form ? "list" : form }));
}
