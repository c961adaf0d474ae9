import type { ReactNode } from "react";
import type { Overview } from "../../../core/contract/overview.ts";
import { useToolNames } from "../../bridge/overview.ts";
import { countOf, formatCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { formatFullTime, formatTime } from "../../ui/times.ts";
import { ToolName } from "../../ui/tool-glyph.tsx";
import { Card } from "./card.tsx";
import { GoToFlows } from "./go-to-flows.tsx";
import styles from "./overview-table.module.css";

/** The sources with most packets. */
export function SourceTable({ overview }: { readonly overview: Overview }): ReactNode {
  const names = useToolNames();
  const { topSources, sources, setAside } = overview;
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
                  <GoToFlows words={source.address}>
                    <SafeText text={source.address} expandable={false} />
                  </GoToFlows>
                </th>
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
    </Card>
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
