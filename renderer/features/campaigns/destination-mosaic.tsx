import { type ReactNode, useMemo } from "react";
import { formatPrefix } from "../../../core/behaviour/telescope.ts";
import type { CampaignMosaic } from "../../../core/contract/campaign-mosaic.ts";
import type { CampaignRow } from "../../../core/contract/campaigns.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { countOf, formatCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { FailedState } from "../../ui/states.tsx";
import { overlapWords, percent } from "./campaign-words.ts";
import styles from "./mosaic.module.css";
import { cellWords, drawPanel, hostColour, type MosaicPanel, mosaicKey, undrawnWords } from "./mosaic-drawing.ts";

/** Hosts in the legend; all are drawn and counted. */
const MOST_HOSTS = 500;

/** Where each member of a campaign sent to: who took which part of the telescope, and what several did. */
export function DestinationMosaic({
  row,
  revision,
}: {
  readonly row: CampaignRow;
  readonly revision: number;
}): ReactNode {
  const { value, error, retry } = useRequest("campaign.mosaic", { campaign: row.id }, revision);
  if (value !== undefined) return <Mosaic mosaic={value} overlap={row.overlap} />;
  if (error === undefined) return <Awaited title="Asking for the destinations" />;
  return (
    <FailedState
      title="The destinations are not known"
      reason={error.message}
      action={{ title: "Try again", run: retry }}
    />
  );
}

function Mosaic({ mosaic, overlap }: { readonly mosaic: CampaignMosaic; readonly overlap: number | null }): ReactNode {
  const { hosts, panels } = mosaic;
  const further = hosts.length - MOST_HOSTS;
  const undrawn = undrawnWords(mosaic);
  return (
    <section className={styles.mosaic} aria-label="Destinations by host">
      <h3>Destinations by host</h3>
      <p className={styles.note}>
        {overlap === null ? "" : `Overlap ${percent(overlap)}: ${overlapWords(overlap)}. `}
        {panels.length > 0 && mosaicKey(panels)}
        {undrawn !== null && ` ${undrawn}`}
      </p>
      <div className={styles.panels}>
        {panels.map((panel) => (
          <Panel key={panel.prefix.network} panel={panel} />
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box without controls is reached by keyboard this way */}
      <section className={styles.legend} tabIndex={0} aria-label="Hosts of the mosaic as a table">
        <table>
          <thead>
            <tr>
              <th scope="col">Host</th>
              <th scope="col">Source</th>
              <th scope="col" className={styles.number}>
                Destinations
              </th>
              <th scope="col" className={styles.number}>
                Its own
              </th>
              <th scope="col" className={styles.number}>
                Shared
              </th>
            </tr>
          </thead>
          <tbody>
            {hosts.slice(0, MOST_HOSTS).map(({ address, destinations, alone }, index) => (
              <tr key={address}>
                <td>
                  <span
                    className={styles.swatch}
                    style={{ background: `var(${hostColour(index)})` }}
                    aria-hidden="true"
                  />
                  {index + 1}
                </td>
                <th scope="row">
                  <SafeText text={address} expandable={false} />
                </th>
                <td className={styles.number}>{formatCount(destinations)}</td>
                <td className={styles.number}>{formatCount(alone)}</td>
                <td className={styles.number}>{formatCount(destinations - alone)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {further > 0 && <p className={styles.note}>… and {countOf(further, "further host")}.</p>}
      </section>
    </section>
  );
}

function Panel({ panel }: { readonly panel: MosaicPanel }): ReactNode {
  const drawn = useMemo(() => drawPanel(panel), [panel]);
  const prefix = formatPrefix(panel.prefix);
  const reached = panel.cells.destinations.reduce((sum, count) => sum + count, 0);
  const words = `${prefix}: ${countOf(reached, "destination")}, ${cellWords(panel)}`;
  return (
    <figure className={styles.panel}>
      <svg viewBox={`0 0 ${drawn.side} ${drawn.side}`} role="img" aria-label={`${words}; the table tells each host`}>
        {drawn.hosts.map(({ index, path }) => (
          <path key={index} d={path} style={{ fill: `var(${hostColour(index)})` }} />
        ))}
        <path className={styles.common} d={drawn.common} />
        <path className={styles.shared} d={drawn.shared} />
        {drawn.labels.map(({ x, y, text }) => (
          <text key={`${x} ${y}`} x={x} y={y} className={text.length > 2 ? styles.small : undefined}>
            {text}
          </text>
        ))}
      </svg>
      <figcaption>{words}</figcaption>
    </figure>
  );
}
