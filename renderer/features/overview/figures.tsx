import type { ReactNode } from "react";
import type { Overview } from "../../../core/contract/overview.ts";
import { formatCount, formatShare } from "../../ui/numbers.ts";
import { packetsOf } from "../../ui/packet-classes.ts";
import styles from "./figures.module.css";

/** The totals in one row, the unknown share among them. */
export function Figures({
  overview,
}: {
  readonly overview: Pick<
    Overview,
    "classes" | "packets" | "sources" | "flows" | "destinations" | "tools" | "unnamed" | "toolsPending" | "setAside"
  >;
}): ReactNode {
  const requests = packetsOf(overview.classes, "sipRequest");
  const { unnamed, toolsPending, setAside } = overview;
  const lookedInto = requests - setAside.packets;
  return (
    <dl className={styles.row}>
      <Figure title="SIP requests" value={formatCount(requests)} note={`of ${formatCount(overview.packets)} packets`} />
      <Figure title="Sources" value={formatCount(overview.sources)} note={sourcesNote(setAside.sources)} />
      <Figure title="Flows" value={formatCount(overview.flows)} note={flowsNote(setAside.flows)} />
      <Figure title="Destinations" value={formatCount(overview.destinations)} note="addresses probed" />
      <Figure title="Tools" value={toolsPending ? "…" : formatCount(overview.tools.length)} note="named by signature" />
      <Figure
        title="Unknown"
        value={toolsPending ? "…" : formatShare(unnamed.packets, lookedInto)}
        note={setAside.packets === 0 ? "of SIP requests" : `of ${formatCount(lookedInto)} requests looked into`}
      />
    </dl>
  );
}

/** Of a flood of sources with hardly a request each, most are counted and nothing more. */
function sourcesNote(setAside: number): string {
  return setAside === 0 ? "addresses that sent" : `${formatCount(setAside)} counted only`;
}

function flowsNote(setAside: number): string {
  return setAside === 0 ? "scans of one source" : `${formatCount(setAside)} of them not listed`;
}

function Figure(props: { readonly title: string; readonly value: string; readonly note: string }): ReactNode {
  return (
    <div className={styles.figure}>
      <dt>{props.title}</dt>
      <dd>
        <span className={styles.value}>{props.value}</span>
        <span className={styles.note}>{props.note}</span>
      </dd>
    </div>
  );
}
