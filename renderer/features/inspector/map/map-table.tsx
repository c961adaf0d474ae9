import { type ReactNode, useMemo } from "react";
import { formatPrefix } from "../../../../core/behaviour/telescope.ts";
import { formatAddress } from "../../../../core/net/address.ts";
import { formatTime as timeText } from "../../../../core/report/time-text.ts";
import { countOf, formatCount } from "../../../ui/numbers.ts";
import { formatFullTime, formatTime } from "../../../ui/times.ts";
import styles from "./map.module.css";
import type { MapGrid } from "./map-grid.ts";
import { type MapRow, mapRows } from "./map-rows.ts";
import { canZoom, partLength } from "./map-zoom.ts";

interface MapTableProps {
  readonly grid: MapGrid;
  readonly onZoom: (part: MapRow["part"]) => void;
}

/** The same as the map in figures: one row for each part with destinations. */
export function MapTable({ grid, onZoom }: MapTableProps): ReactNode {
  const rows = useMemo(() => mapRows(grid), [grid]);
  const zooms = canZoom(grid);
  const length = partLength(grid);
  return (
    <section>
      <h3>
        {length === 32
          ? countOf(rows.length, "address", "addresses")
          : countOf(rows.length, `block of /${length}`, `blocks of /${length}`)}{" "}
        in {formatPrefix(grid.map.prefix)}
      </h3>
      <table className={styles.parts}>
        <thead>
          <tr>
            <th scope="col">{zooms ? "Block" : "Address"}</th>
            {zooms && (
              <th scope="col" className={styles.count}>
                Destinations
              </th>
            )}
            <th scope="col">First visit (UTC)</th>
            {zooms && <th scope="col">Last new destination</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.part.network}>
              <th scope="row">
                {zooms ? (
                  <button type="button" className={styles.link} onClick={() => onZoom(row.part)}>
                    {formatPrefix(row.part)}
                  </button>
                ) : (
                  formatAddress(row.part.network)
                )}
                {zooms && <span className={styles.countBelow}>{countOf(row.destinations, "destination")}</span>}
              </th>
              {zooms && <td className={styles.count}>{formatCount(row.destinations)}</td>}
              <Time timeNs={row.firstNs} />
              {zooms && <Time timeNs={row.lastNs} />}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Time({ timeNs }: { readonly timeNs: bigint | null }): ReactNode {
  const time = timeText(timeNs);
  return <td title={formatFullTime(time)}>{formatTime(time)}</td>;
}
