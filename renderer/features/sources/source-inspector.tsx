import { type ReactNode, useMemo, useRef, useState } from "react";
import type { FlowColumn, FlowQuery, FlowRow } from "../../../core/contract/flow-table.ts";
import type { SourceInspection } from "../../../core/contract/source-table.ts";
import { parseAddress } from "../../../core/net/address.ts";
import { onlyThis } from "../../../core/query/build-filter.ts";
import { EVERYTHING } from "../../../core/query/expression.ts";
import { printFilter } from "../../../core/query/print-filter.ts";
import { copyText } from "../../bridge/clipboard.ts";
import { useToolNames } from "../../bridge/overview.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { type Command, runCommand, useCommands } from "../../commands/commands.ts";
import { changeWorkspace, useWorkspace } from "../../commands/workspace.ts";
import { narrowFlows, showCampaign, showFlow } from "../../commands/workspace-state.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import { DataTable, type TableHandle } from "../../ui/data-table/data-table.tsx";
import { describeSourceCountry, describeSourceNetwork, NO_TABLE } from "../../ui/geo-words.ts";
import { countOf, formatCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { EmptyState, FailedState } from "../../ui/states.tsx";
import { formatFullTime } from "../../ui/times.ts";
import { ToolName } from "../../ui/tool-glyph.tsx";
import { CalendarStrip } from "./calendar-strip.tsx";
import { flowListColumns } from "./flow-list-columns.tsx";
import { flowsOfSource } from "./source-source.ts";
import { flowListTable } from "./source-table-stores.ts";
import styles from "./sources.module.css";

/** What is known of the selected source: its days, tools, place and flows. */
export function SourceInspector(): ReactNode {
  const address = useWorkspace((workspace) => workspace.selectedSource);
  if (address === null) {
    return (
      <EmptyState title="No source selected">
        Choose one in the list of sources: click it, or press t, go there with the arrow keys and press Enter.
      </EmptyState>
    );
  }
  return <OneSource key={address} address={address} />;
}

function OneSource({ address }: { readonly address: string }): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const { value, error, retry } = useRequest("source.inspect", { address }, revision);
  const days = useRequest("source.days", { address }, revision);
  const panel = useRef<HTMLDivElement>(null);
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "source.focus",
        title: "Go to the inspector",
        group: "Inspector",
        keys: ["i"],
        run: () => panel.current?.focus(),
      },
      {
        id: "source.flows",
        title: "Only the flows of this source, in the list of flows",
        group: "Inspector",
        keys: [],
        run: () => listFlows(address),
      },
    ],
    [address],
  );
  useCommands(commands);

  if (value === undefined) {
    if (error === undefined) return <Awaited title="Asking for the source" />;
    if (error.code === "not-found") {
      return <EmptyState title="This source is not among the results">Choose one in the list of sources.</EmptyState>;
    }
    return (
      <FailedState
        title="The source could not be inspected"
        reason={error.message}
        advice="The list and everything read so far is kept."
        action={{ title: "Try again", run: retry }}
      />
    );
  }
  return (
    <div ref={panel} tabIndex={-1} className={styles.inspector}>
      <SourceFacts source={value} />
      <section>
        <h3>Days</h3>
        {days.error !== undefined && (
          <p className={styles.failed} role="alert">
            ▲ Packets by day could not be counted: {days.error.message} <Button onClick={days.retry}>Try again</Button>
          </p>
        )}
        <CalendarStrip source={value} counted={days.value} />
      </section>
      <Tools source={value} />
      <section className={styles.flows}>
        <div className={styles.head}>
          <h3>Flows</h3>
          <Button onClick={() => listFlows(address)}>Only these in the list of flows</Button>
        </div>
        <FlowsOfSource address={address} revision={revision} />
      </section>
    </div>
  );
}

function SourceFacts({ source: { row, geoTables } }: { readonly source: SourceInspection }): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const campaign = useRequest("campaign.ofSource", { address: row.address }, revision).value;
  return (
    <header>
      <h2>
        <SafeText text={row.address} />
      </h2>
      <p className={styles.note}>
        {countOf(row.packets, "packet")} to {countOf(row.destinations, "destination")} in {countOf(row.flows, "flow")},
        on {countOf(row.days, "day")}
      </p>
      <dl className={styles.facts}>
        <dt>First packet</dt>
        <dd>{formatFullTime(row.firstPacketAt)}</dd>
        <dt>Last packet</dt>
        <dd>{formatFullTime(row.lastPacketAt)}</dd>
        <dt>Campaign</dt>
        <dd>
          {campaign === undefined && "being looked for"}
          {campaign === null && "none"}
          {campaign && (
            <Button onClick={() => changeWorkspace(() => showCampaign(campaign.id))}>
              {campaign.number}: <SafeText text={campaign.name ?? campaign.id} mono={false} expandable={false} />
            </Button>
          )}
        </dd>
        {geoTables.length === 0 ? (
          <>
            <dt>Country, network</dt>
            <dd>
              {NO_TABLE} <Button onClick={() => runCommand("tables.choose")}>Use a country table…</Button>
            </dd>
          </>
        ) : (
          <>
            <dt>Country</dt>
            <dd>
              <SafeText text={describeSourceCountry(row.located)} mono={false} />
            </dd>
            <dt>Network</dt>
            <dd>
              <SafeText text={describeSourceNetwork(row.located)} mono={false} />
            </dd>
          </>
        )}
      </dl>
    </header>
  );
}

function Tools({ source: { row } }: { readonly source: SourceInspection }): ReactNode {
  const names = useToolNames();
  return (
    <section>
      <h3>Tools</h3>
      <ul className={styles.tools}>
        {row.tools.map(([tool, packets]) => (
          <li key={tool ?? ""}>
            <ToolName tool={tool} name={tool === null ? null : (names.get(tool) ?? null)} /> {formatCount(packets)}{" "}
            {packets === 1 ? "packet" : "packets"}
          </li>
        ))}
      </ul>
    </section>
  );
}

const flowId = (row: FlowRow) => row.id;
/** Another source has other flows: the list starts at its top. */
const startAtTop = () => undefined;

/** All flows of a source; one that is chosen is inspected in the list of flows. */
function FlowsOfSource({ address, revision }: { readonly address: string; readonly revision: number }): ReactNode {
  const readings = useReading((reading) => reading.readings);
  const [sort, setSort] = useState<Pick<FlowQuery, "sort" | "descending">>({ sort: "first", descending: false });
  const query = useMemo((): FlowQuery => ({ ...sort, text: filterOf(address), span: null }), [sort, address]);
  const source = useMemo(() => flowsOfSource(query, readings, revision), [query, readings, revision]);
  const names = useToolNames();
  const columns = useMemo(() => flowListColumns(names), [names]);
  const layout = flowListTable.use((table) => table.layout);
  const table = useRef<TableHandle>(null);
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "source.list",
        title: "Go to the flows of the source",
        group: "Inspector",
        keys: ["l"],
        run: () => table.current?.focus(),
      },
    ],
    [],
  );
  useCommands(commands);
  return (
    <div className={styles.flowList}>
      <DataTable<FlowRow, FlowColumn>
        ref={table}
        label="Flows of the source"
        noun="flow"
        columns={columns}
        source={source}
        rowId={flowId}
        sort={{ column: sort.sort, descending: sort.descending }}
        onSort={(column) =>
          setSort((now) => ({ sort: column, descending: now.sort === column ? !now.descending : column !== "first" }))
        }
        layout={layout}
        onLayout={flowListTable.arrangeColumns}
        selected={null}
        onSelect={(flow) => changeWorkspace((workspace) => showFlow(workspace, flow))}
        startRow={0}
        onLeave={startAtTop}
        copyText={copyText}
        empty={<EmptyState title="No flows" />}
        nothingMatches={() => <EmptyState title="No flow of this source is listed" />}
      />
    </div>
  );
}

/** The filter that only the flows of a source pass. */
function expressionOf(address: string) {
  const value = parseAddress(address);
  return value === undefined ? EVERYTHING : onlyThis("src", { kind: "address", value });
}

function filterOf(address: string): string {
  return printFilter(expressionOf(address));
}

function listFlows(address: string): void {
  changeWorkspace((workspace) => ({ ...narrowFlows(workspace, expressionOf(address)), listing: "flows" }));
}
