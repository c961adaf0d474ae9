import { type ReactNode, useMemo, useRef } from "react";
import type { Ipv4Prefix } from "../../../../core/behaviour/destination-map.ts";
import { formatPrefix } from "../../../../core/behaviour/telescope.ts";
import type { MappedDestinations } from "../../../../core/contract/flow-map.ts";
import { useRequest } from "../../../bridge/use-request.ts";
import { countOf, formatCount } from "../../../ui/numbers.ts";
import styles from "./map.module.css";
import { layOut } from "./map-grid.ts";
import { type MapSpan, sharesOfSpan } from "./map-times.ts";
import { usePaintedMap } from "./use-painted-map.ts";

interface MapPartsProps {
  readonly flow: string;
  readonly revision: number;
  readonly parts: readonly Ipv4Prefix[];
  readonly span: MapSpan | null;
  readonly until: number;
  readonly onShow: (prefix: Ipv4Prefix) => void;
}

/** Small maps of parts that lie far apart, in the colours and at the moment of the map they are parts of. */
export function MapParts({ parts, ...props }: MapPartsProps): ReactNode {
  return parts.map((part) => <MapPart key={formatPrefix(part)} part={part} {...props} />);
}

function MapPart(props: Omit<MapPartsProps, "parts"> & { readonly part: Ipv4Prefix }): ReactNode {
  const { flow, revision, part, span, until, onShow } = props;
  const { value } = useRequest("flow.map", { flow, prefix: part }, revision);
  const map = value?.map;
  const destinations = map?.cells.destinations.reduce((sum, count) => sum + count, 0);
  return (
    <button
      type="button"
      className={styles.partMap}
      aria-label={`${formatPrefix(part)}${destinations === undefined ? "" : ` ${countOf(destinations, "destination")}`}`}
      onClick={() => onShow(part)}
    >
      <span className={styles.field}>
        {map !== undefined && map !== null && <PartCanvas map={map} span={span} until={until} />}
      </span>
      <span className={styles.caption}>
        {formatPrefix(part)} <span>{destinations === undefined ? "" : formatCount(destinations)}</span>
      </span>
    </button>
  );
}

function PartCanvas(props: {
  readonly map: MappedDestinations;
  readonly span: MapSpan | null;
  readonly until: number;
}): ReactNode {
  const { map, span, until } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const grid = useMemo(() => layOut(map), [map]);
  const { firstNs } = map.cells;
  const shares = useMemo(
    () => (firstNs === null || span === null ? null : sharesOfSpan(firstNs, span)),
    [firstNs, span],
  );
  usePaintedMap(
    canvas,
    useMemo(() => ({ grid, shares, until }), [grid, shares, until]),
  );
  return <canvas ref={canvas} />;
}
