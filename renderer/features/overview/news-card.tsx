import type { ReactNode } from "react";
import type { News } from "../../../core/contract/news.ts";
import { type IpAddress, parseAddress } from "../../../core/net/address.ts";
import { onlyThis } from "../../../core/query/build-filter.ts";
import type { Expression } from "../../../core/query/expression.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { countOf, formatCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { ToolName } from "../../ui/tool-glyph.tsx";
import { Card } from "./card.tsx";
import { GoToFlows } from "./go-to-flows.tsx";
import styles from "./overview-table.module.css";

/** Rows of each kind that are shown. */
const MOST_SHOWN = 5;

/** What the last import brought; nothing where there is nothing before it. */
export function NewsCard(): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const { value } = useRequest("news.get", {}, revision);
  return value?.kind === "news" ? <Brought news={value} /> : null;
}

function Brought({ news }: { readonly news: Extract<News, { kind: "news" }> }): ReactNode {
  const { names, captures, earlierCaptures, sources, tools, fingerprints } = news;
  const [first = ""] = names;
  const rows = [
    ...tools.map(({ id, name, packets, flows }) => ({
      key: `tool ${id}`,
      filter: onlyThis("tool", { kind: "text", value: id }),
      what: "tool",
      name: <ToolName tool={id} name={name} />,
      packets,
      flows,
    })),
    ...fingerprints.listed.slice(0, MOST_SHOWN).map(({ id, packets, flows }) => ({
      key: `fingerprint ${id}`,
      filter: onlyThis("fingerprint", { kind: "text", value: id }),
      what: "fingerprint",
      name: <SafeText text={id} expandable={false} />,
      packets,
      flows,
    })),
    ...sources.listed.slice(0, MOST_SHOWN).map(({ address, packets, flows }) => ({
      key: `source ${address}`,
      filter: flowsOf(address),
      what: "source",
      name: <SafeText text={address} expandable={false} />,
      packets,
      flows,
    })),
  ];
  return (
    <Card
      title="New with the last import"
      note={
        <>
          <SafeText text={first} mono={false} expandable={false} />
          {captures > 1 && ` and ${formatCount(captures - 1)} more`}: {countOf(tools.length, "tool")},{" "}
          {countOf(fingerprints.count, "fingerprint")}, {countOf(sources.count, "source")} that{" "}
          {countOf(earlierCaptures, "capture")} before {earlierCaptures === 1 ? "does" : "do"} not hold
        </>
      }
    >
      {rows.length > 0 && (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">New</th>
                <th scope="col" className={styles.name}>
                  Which
                </th>
                <th scope="col" className={styles.number}>
                  SIP requests
                </th>
                <th scope="col" className={styles.number}>
                  Flows
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ key, filter, what, name, packets, flows }) => (
                <tr key={key}>
                  <td>{what}</td>
                  <th scope="row" className={styles.name}>
                    <GoToFlows filter={filter}>{name}</GoToFlows>
                  </th>
                  <td className={styles.number}>{formatCount(packets)}</td>
                  <td className={styles.number}>{formatCount(flows)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function flowsOf(address: string): Expression {
  return onlyThis("src", { kind: "address", value: parseAddress(address) as IpAddress });
}
