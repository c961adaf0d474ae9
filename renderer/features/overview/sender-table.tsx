import type { ReactNode } from "react";
import type { Overview, OverviewSenders } from "../../../core/contract/overview.ts";
import { formatCount } from "../../ui/numbers.ts";
import { ToolName } from "../../ui/tool-glyph.tsx";
import { Card } from "./card.tsx";
import styles from "./overview-table.module.css";
import { initialWords, ipIdWords, onePacketWords, ttlWords } from "./sender-words.ts";

const MEANING =
  "Evidence, no verdict. One host that feigns many leaves sources of one request, TTLs that hardly differ, and at times one counter of IP-IDs behind all of them (by chance 3 % of steps count up); real hosts stand at different distances.";

const GROUPS = { all: "all", "one-packet": "of one request", unnamed: "with unknown messages" } as const;

/** What may tell of spoofed addresses, for each tool and group of sources. */
export function SenderTable({ overview }: { readonly overview: Overview }): ReactNode {
  const { groups, setAside } = overview.senders;
  return (
    <Card title="Signs of spoofed senders" note={MEANING}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, and the keyboard has to reach it */}
      <section className={styles.scroll} tabIndex={0} aria-label="Signs of spoofed senders by group">
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Sources</th>
              <th scope="col" className={styles.number}>
                Number
              </th>
              <th scope="col" className={styles.number}>
                Of one request
              </th>
              <th scope="col">TTL as received</th>
              <th scope="col">Likely start values</th>
              <th scope="col">IP-ID of first packets</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={group.tool?.id ?? group.group}>
                <th scope="row">
                  <GroupName group={group} />
                </th>
                <td className={styles.number}>{formatCount(group.senders.sources)}</td>
                <td className={styles.number}>{onePacketWords(group.senders)}</td>
                <td>{ttlWords(group.senders)}</td>
                <td>{initialWords(group.senders)}</td>
                <td>{ipIdWords(group.senders)}</td>
              </tr>
            ))}
            {setAside.sources > 0 && (
              <tr className={styles.none}>
                <th scope="row">counted only</th>
                <td className={styles.number}>{formatCount(setAside.sources)}</td>
                <td className={styles.number}>{onePacketWords(setAside)}</td>
                <td colSpan={3}>not looked into</td>
              </tr>
            )}
          </tbody>
        </table>
      </section>
    </Card>
  );
}

function GroupName({ group: { group, tool } }: { readonly group: OverviewSenders }): ReactNode {
  return group === "tool" ? <ToolName tool={tool?.id ?? null} name={tool?.name ?? null} /> : GROUPS[group];
}
