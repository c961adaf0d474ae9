import type { ReactNode } from "react";
import type { Overview } from "../../../core/contract/overview.ts";
import { onlyThis } from "../../../core/query/build-filter.ts";
import { toolMark } from "../../theme/tool-marks.ts";
import { countOf, formatCount, formatShare } from "../../ui/numbers.ts";
import { packetsOf } from "../../ui/packet-classes.ts";
import { safeString } from "../../ui/safe-string.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { ShareBar } from "../../ui/share-bar.tsx";
import { ToolName } from "../../ui/tool-glyph.tsx";
import { Card } from "./card.tsx";
import { GoToFlows } from "./go-to-flows.tsx";
import styles from "./overview-table.module.css";

const SET_ASIDE_REASON =
  "There are very many flows of four requests or fewer. Those looked into were chosen by a hash of address and time; the others are counted.";

/** The tools found, most packets first, and what no signature names; together all SIP requests. */
export function ToolTable({
  overview,
}: {
  readonly overview: Pick<Overview, "classes" | "tools" | "unnamed" | "toolsPending" | "setAside">;
}): ReactNode {
  const { tools, unnamed, toolsPending, setAside } = overview;
  const requests = packetsOf(overview.classes, "sipRequest");
  const largest = Math.max(unnamed.packets, setAside.packets, ...tools.map(({ packets }) => packets));
  if (toolsPending) {
    return (
      <Card title="Tools">
        <p className={styles.say}>
          There are too many sources to name tools while reading. They are named once all files are read; counts are
          live.
        </p>
      </Card>
    );
  }
  return (
    <Card title="Tools" note="A name leads to its flows.">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.name}>
              Tool
            </th>
            <th scope="col" className={styles.bar}>
              <span className="visually-hidden">Share as a bar</span>
            </th>
            <th scope="col" className={styles.number}>
              SIP requests
            </th>
            <th scope="col" className={styles.number}>
              Share
            </th>
            <th scope="col" className={styles.number}>
              Sources
            </th>
            <th scope="col" className={styles.number}>
              Flows
            </th>
            <th scope="col" className={styles.words}>
              Strategies
            </th>
          </tr>
        </thead>
        <tbody>
          {tools.map((tool) => (
            <tr key={tool.id}>
              <th scope="row" className={styles.name}>
                <GoToFlows filter={onlyThis("tool", { kind: "text", value: tool.id })}>
                  <ToolName tool={tool.id} name={tool.name} />
                </GoToFlows>
              </th>
              <td className={styles.bar}>
                <ShareBar part={tool.packets} largest={largest} colour={toolMark(tool.id).colour} />
              </td>
              <td className={styles.number}>{formatCount(tool.packets)}</td>
              <td className={styles.number}>{formatShare(tool.packets, requests)}</td>
              <td className={styles.number}>{formatCount(tool.sources)}</td>
              <td className={styles.number}>{formatCount(tool.flows)}</td>
              <td className={styles.words} title={safeString(strategyWords(tool.strategies))}>
                <SafeText text={strategyWords(tool.strategies)} mono={false} expandable={false} />
              </td>
            </tr>
          ))}
          {unnamed.packets > 0 && (
            <tr>
              <th scope="row" className={styles.name}>
                <GoToFlows filter={onlyThis("tool", { kind: "text", value: "unknown" })}>
                  <ToolName tool={null} name={null} />
                </GoToFlows>
              </th>
              <td className={styles.bar}>
                <ShareBar part={unnamed.packets} largest={largest} colour="--text-dim" />
              </td>
              <td className={styles.number}>{formatCount(unnamed.packets)}</td>
              <td className={styles.number}>{formatShare(unnamed.packets, requests)}</td>
              <td className={styles.number}>{formatCount(unnamed.sources)}</td>
              <td className={styles.number}>{formatCount(unnamed.flows)}</td>
              <td className={styles.words}>{countOf(unnamed.fingerprints, "fingerprint")}</td>
            </tr>
          )}
          {setAside.packets > 0 && (
            <tr>
              <th scope="row" className={styles.name}>
                counted only
              </th>
              <td className={styles.bar}>
                <ShareBar part={setAside.packets} largest={largest} colour="--text-dim" />
              </td>
              <td className={styles.number}>{formatCount(setAside.packets)}</td>
              <td className={styles.number}>{formatShare(setAside.packets, requests)}</td>
              <td className={styles.number}>{formatCount(setAside.sources)}</td>
              <td className={styles.number}>{formatCount(setAside.flows)}</td>
              <td className={styles.words} />
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All SIP requests</th>
            <td />
            <td className={styles.number}>{formatCount(requests)}</td>
            <td colSpan={3} />
            <td className={styles.words} />
          </tr>
        </tfoot>
      </table>
      {setAside.packets > 0 && <p className={styles.say}>{SET_ASIDE_REASON}</p>}
    </Card>
  );
}

function strategyWords(strategies: readonly (readonly [string, number])[]): string {
  return strategies.map(([name, flows]) => `${name} ${formatCount(flows)}`).join(", ");
}
