import type { ReactNode } from "react";
import type { FlowInspection } from "../../../core/contract/inspection.ts";
import { runCommand } from "../../commands/commands.ts";
import { Button } from "../../ui/button.tsx";
import { describeSourceCountry, describeSourceNetwork, NO_TABLE } from "../../ui/geo-words.ts";
import { formatCount, formatRate } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { describeBlindSpeed, describeExtrapolation, describeTelescope } from "../../ui/telescope-words.ts";
import { formatFullTime } from "../../ui/times.ts";
import { DialledSection } from "./dialled-section.tsx";
import { EvidenceTable } from "./evidence-table.tsx";
import { describeIpId, describePorts, describeStrategy, describeTtl } from "./flow-words.ts";
import styles from "./inspector.module.css";
import { SenderPlots } from "./sender-plots.tsx";

/** How the flow behaves: strategy with its evidence, source ports, TTL, IP-ID. */
export function FlowTab({ flow }: { readonly flow: FlowInspection }): ReactNode {
  const { strategy, row } = flow;
  return (
    <div className={styles.content}>
      <section>
        <h3>
          Scan strategy: <SafeText text={strategy.class} mono={false} />
        </h3>
        <p className={styles.note}>{describeStrategy(strategy.class)}</p>
        <EvidenceTable of="the scan strategy" evidence={strategy.evidence} />
      </section>
      <section>
        <h3>Packets</h3>
        <dl className={styles.facts}>
          <dt>First packet</dt>
          <dd>{formatFullTime(row.firstPacketAt)}</dd>
          <dt>Last packet</dt>
          <dd>{formatFullTime(flow.lastPacketAt)}</dd>
          <dt>Rate</dt>
          <dd>{row.ratePps === null ? "no time passed" : `${formatRate(row.ratePps)} packets a second`}</dd>
          <dt>Over all of IPv4</dt>
          <dd>{describeExtrapolation(flow.extrapolation, row.ratePps)}</dd>
          <dt>Methods</dt>
          <dd>
            {row.methods.map(([method, packets], index) => (
              <span key={method}>
                {index > 0 && ", "}
                <SafeText text={method} /> {formatCount(packets)}
              </span>
            ))}
          </dd>
        </dl>
      </section>
      <DialledSection dialled={flow.dialled} />
      <section>
        <h3>Sender</h3>
        <dl className={styles.facts}>
          <SenderPlace flow={flow} />
          <dt>Source ports</dt>
          <dd>{describePorts(flow.sourcePort)}</dd>
          <dt>TTL</dt>
          <dd>{describeTtl(flow.ttl)}</dd>
          <dt>IP-ID</dt>
          <dd>{describeIpId(flow.ipId)}</dd>
        </dl>
        <EvidenceTable of="the source ports" evidence={flow.sourcePort.evidence} />
        <EvidenceTable of="the IP-ID" evidence={flow.ipId.evidence} />
      </section>
      <SenderPlots flow={row.id} />
      <section>
        <h3>Telescope</h3>
        <dl className={styles.facts}>
          <dt>Monitored</dt>
          <dd>{describeTelescope(flow.telescope)}</dd>
          <dt>Blind speed</dt>
          <dd>{describeBlindSpeed(flow.telescope)}</dd>
        </dl>
      </section>
    </div>
  );
}

/** Country and network of the source, with the table that tells them, or how to have one. */
function SenderPlace({ flow: { located, geoTables } }: { readonly flow: FlowInspection }): ReactNode {
  if (geoTables.length === 0) {
    return (
      <>
        <dt>Country, network</dt>
        <dd>
          {NO_TABLE} <Button onClick={() => runCommand("tables.choose")}>Use a country table…</Button>
        </dd>
      </>
    );
  }
  return (
    <>
      <dt>Country</dt>
      <dd>
        <SafeText text={describeSourceCountry(located)} mono={false} />
      </dd>
      <dt>Network</dt>
      <dd>
        <SafeText text={describeSourceNetwork(located)} mono={false} />
      </dd>
    </>
  );
}
