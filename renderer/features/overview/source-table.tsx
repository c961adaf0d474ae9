import type { ReactNode } from "react";
import type { Overview } from "../../../core/contract/overview.ts";
import { type IpAddress, parseAddress } from "../../../core/net/address.ts";
import { onlyThis } from "../../../core/query/build-filter.ts";
import type { Expression } from "../../../core/query/expression.ts";
import { useToolNames } from "../../bridge/overview.ts";
import { runCommand } from "../../commands/commands.ts";
import { Button } from "../../ui/button.tsx";
import { describeSourceCountry, describeSourceNetwork, describeTables, NO_TABLE } from "../../ui/geo-words.ts";
import { countOf, formatCount } from "../../ui/numbers.ts";
import { safeString } from "../../ui/safe-string.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { formatFullTime, formatTime } from "../../ui/times.ts";
import { ToolName } from "../../ui/tool-glyph.tsx";
import { Card } from "./card.tsx";
import { GoToFlows } from "./go-to-flows.tsx";
import styles from "./overview-table.module.css";

/** The sources with most packets. */
export function SourceTable({
  overview,
}: {
  readonly overview: Pick<
    Overview,
    "topSources" | "sources" | "setAside" | "geoTables" | "firstPacketAt" | "lastPacketAt"
  >;
}): ReactNode {
  const names = useToolNames();
  const { topSources, sources, setAside, geoTables } = overview;
  const isLocated = geoTables.length > 0;
  // Where all happened on one day the day says nothing, and elsewhere the time of day little.
  const isOneDay = overview.firstPacketAt?.slice(0, 10) === overview.lastPacketAt?.slice(0, 10);
  const shorten = (time: string | null) => formatTime(time).split(" ")[isOneDay ? 1 : 0] ?? "–";
  const more = sources - setAside.sources - topSources.length;
  return (
    <Card title="Top sources" note={more > 0 ? `${countOf(more, "smaller one")} in Flows` : "all of them"}>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Source</th>
              {isLocated && <th scope="col">Country</th>}
              {isLocated && <th scope="col">Network</th>}
              <th scope="col" className={styles.number}>
                SIP requests
              </th>
              <th scope="col" className={styles.number}>
                Flows
              </th>
              <th scope="col" className={styles.number}>
                Destinations
              </th>
              <th scope="col" className={styles.name}>
                Tools
              </th>
              <th scope="col" className={styles.when}>
                First (UTC)
              </th>
              <th scope="col" className={styles.when}>
                Last (UTC)
              </th>
            </tr>
          </thead>
          <tbody>
            {topSources.map((source) => (
              <tr key={source.address}>
                <th scope="row">
                  <GoToFlows filter={flowsOf(source.address)}>
                    <SafeText text={source.address} expandable={false} />
                  </GoToFlows>
                </th>
                {isLocated && (
                  <td title={safeString(describeSourceCountry(source.located))}>
                    {source.located.country?.code ?? "–"}
                  </td>
                )}
                {isLocated && (
                  <td title={safeString(describeSourceNetwork(source.located))}>
                    {source.located.network === null ? "–" : `AS${source.located.network.asn}`}
                  </td>
                )}
                <td className={styles.number}>{formatCount(source.packets)}</td>
                <td className={styles.number}>{formatCount(source.flows)}</td>
                <td className={styles.number}>{formatCount(source.destinations)}</td>
                <td className={styles.name}>
                  <SourceTools tools={source.tools} names={names} />
                </td>
                <td className={styles.when} title={formatFullTime(source.firstPacketAt)}>
                  {shorten(source.firstPacketAt)}
                </td>
                <td className={styles.when} title={formatFullTime(source.lastPacketAt)}>
                  {shorten(source.lastPacketAt)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <TablesNote overview={overview} />
    </Card>
  );
}

function flowsOf(address: string): Expression {
  return onlyThis("src", { kind: "address", value: parseAddress(address) as IpAddress });
}

/** Where countries and networks come from, or how to have them. */
function TablesNote({ overview: { geoTables } }: { readonly overview: Pick<Overview, "geoTables"> }): ReactNode {
  return (
    <p className={styles.tables}>
      {geoTables.length > 0 ? (
        <>
          Countries and networks by <SafeText text={describeTables(geoTables)} mono={false} />
        </>
      ) : (
        `Countries and networks: ${NO_TABLE}.`
      )}{" "}
      <Button onClick={() => runCommand("tables.choose")}>
        {geoTables.length > 0 ? "Use another table…" : "Use a country table…"}
      </Button>
    </p>
  );
}

function SourceTools(props: {
  readonly tools: readonly (readonly [string | null, number])[];
  readonly names: ReadonlyMap<string, string>;
}): ReactNode {
  const [first, ...others] = props.tools;
  if (first === undefined) return "–";
  const [tool] = first;
  return (
    <span className={styles.marks}>
      <ToolName tool={tool} name={tool === null ? null : (props.names.get(tool) ?? null)} />
      {others.length > 0 && <span>+{others.length}</span>}
    </span>
  );
}
