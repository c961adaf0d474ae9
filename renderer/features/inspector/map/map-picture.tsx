import { SegmentedControl } from "@mantine/core";
import { type CSSProperties, type ReactNode, useCallback, useId, useMemo, useState } from "react";
import type { Ipv4Prefix } from "../../../../core/behaviour/destination-map.ts";
import type { GridPoint } from "../../../../core/behaviour/hilbert.ts";
import { formatPrefix } from "../../../../core/behaviour/telescope.ts";
import type { FlowMap, MapPrefix, MappedDestinations } from "../../../../core/contract/flow-map.ts";
import { formatCount } from "../../../ui/numbers.ts";
import styles from "./map.module.css";
import { MapAround } from "./map-around.tsx";
import { pointOfVisit } from "./map-cursor.ts";
import { MapField } from "./map-field.tsx";
import { blockAtPlace, indexAt, layOut, placeOfAddress } from "./map-grid.ts";
import { MapParts } from "./map-parts.tsx";
import { MapScrubber, PLAY_SECONDS, type PlaySeconds } from "./map-scrubber.tsx";
import { MapTable } from "./map-table.tsx";
import { sharesOfSpan, spanOfCells, visitOrder } from "./map-times.ts";
import { describeCell, describeMap, describeUnmapped } from "./map-words.ts";
import { canZoom, mapsAround, partOf, scatteredParts, zoomTarget } from "./map-zoom.ts";
import { usePlayback } from "./use-playback.ts";

interface MapPictureProps {
  readonly flowId: string;
  readonly revision: number;
  readonly flow: FlowMap;
  readonly map: MappedDestinations;
  readonly onShow: (prefix: MapPrefix) => void;
  /** Told beside the map. */
  readonly strategy: ReactNode;
}

/** The map with what leads out of it, its scale and playback, what is under the pointer, and the same as a table. */
export function MapPicture({ flowId, revision, flow, map, onShow, strategy }: MapPictureProps): ReactNode {
  const describedBy = useId();
  const overId = useId();
  const [seconds, setSeconds] = useState<PlaySeconds>(PLAY_SECONDS[1]);
  const playback = usePlayback(Number(seconds));
  const [stretched, setStretched] = useState(false);
  const [hovered, setHovered] = useState<GridPoint | null>(null);
  // An address, so that the cursor stays where it is when another map is shown around it.
  const [cursorAddress, setCursorAddress] = useState<number | null>(null);

  const grid = useMemo(() => layOut(map), [map]);
  const label = useMemo(() => describeMap(grid), [grid]);
  const { cells } = map;
  const order = useMemo(() => visitOrder(cells), [cells]);
  const span = useMemo(
    () =>
      stretched || flow.firstNs === null || flow.lastNs === null
        ? spanOfCells(cells)
        : { startNs: flow.firstNs, endNs: flow.lastNs },
    [stretched, flow.firstNs, flow.lastNs, cells],
  );
  const shares = useMemo(
    () => (cells.firstNs === null || span === null ? null : sharesOfSpan(cells.firstNs, span)),
    [cells, span],
  );
  const drawing = useMemo(() => ({ grid, shares, until: playback.at }), [grid, shares, playback.at]);

  const cursor = (cursorAddress === null ? null : placeOfAddress(grid, cursorAddress)) ??
    pointOfVisit(grid, order, 0) ?? { x: 0, y: 0 };
  const moveTo = (point: GridPoint) => {
    const index = indexAt(grid, point);
    setCursorAddress(index < 0 ? blockAtPlace(grid, point).network : (cells.lowest[index] as number));
  };
  const zoomInto = useCallback(
    (part: Ipv4Prefix) => {
      const target = zoomTarget(grid, part);
      if (target === null) return;
      setHovered(null);
      onShow(target);
    },
    [grid, onShow],
  );
  const parts = useMemo(() => scatteredParts(grid), [grid]);
  const around = mapsAround(map.prefix, map.home);
  const wider = around.at(-2);
  const table = useMemo(() => <MapTable grid={grid} onZoom={zoomInto} />, [grid, zoomInto]);
  const told = describeCell(grid, hovered ?? cursor, flow, order);
  const underCursor = describeCell(grid, cursor, flow, order);
  const unmapped = describeUnmapped(flow);

  return (
    <div className={styles.columns}>
      <div className={styles.picture}>
        <div className={styles.top}>
          <MapAround around={around} onShow={onShow} />
          {canZoom(grid) && <span className={styles.note}>click a block to zoom in</span>}
        </div>
        <div
          className={styles.maps}
          style={{ "--across": parts.length === 0 ? 1 : parts.length < 4 ? 2 : 3 } as CSSProperties}
        >
          <div>
            <MapField
              label={label}
              describedBy={describedBy}
              drawing={drawing}
              order={order}
              cursor={cursor}
              onCursor={moveTo}
              hovered={hovered}
              onHover={setHovered}
              onZoomIn={(point) => {
                moveTo(point);
                const part = partOf(grid, point);
                if (part !== null) zoomInto(part);
              }}
              onZoomOut={() => {
                if (wider === undefined) return;
                moveTo(cursor);
                onShow(wider);
              }}
              onPlay={playback.toggle}
            />
            {parts.length > 0 && (
              <p className={styles.caption}>
                {formatPrefix(map.prefix)} <span>{formatCount(map.destinations)}</span>
              </p>
            )}
          </div>
          <MapParts flow={flowId} revision={revision} parts={parts} span={span} until={playback.at} onShow={onShow} />
        </div>
        <p id={describedBy} className="visually-hidden">
          Arrows move from cell to cell, with Shift from block to block. Home, End, PageUp and PageDown go along the
          visits. Enter zooms in, Backspace out. Space plays and pauses.
        </p>
        {span === null ? (
          <p className={styles.note}>These packets have no time: the map shows where, not when.</p>
        ) : (
          <MapScrubber span={span} playback={playback} seconds={seconds} onSeconds={setSeconds} />
        )}
        <div className={styles.told}>
          <p>
            <span className={styles.name}>{told.name}</span> {told.destinations}
          </p>
          <p className={styles.note}>{told.times}</p>
        </div>
        <div aria-live="polite" className="visually-hidden">
          <p>{label}</p>
          <p>
            {underCursor.name} {underCursor.destinations}. {underCursor.times}
          </p>
        </div>
        {unmapped !== "" && <p className={styles.note}>{unmapped}</p>}
        {span !== null && (
          <div className={styles.over}>
            <span id={overId} className={styles.note}>
              Colours and playback over
            </span>
            <SegmentedControl
              size="xs"
              className={styles.choice}
              aria-labelledby={overId}
              data={[
                { value: "flow", label: "the whole flow" },
                { value: "map", label: "this map" },
              ]}
              value={stretched ? "map" : "flow"}
              onChange={(value) => setStretched(value === "map")}
            />
          </div>
        )}
      </div>
      <div className={styles.beside}>
        {strategy}
        {table}
      </div>
    </div>
  );
}
