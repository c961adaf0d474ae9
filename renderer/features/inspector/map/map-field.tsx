import { type KeyboardEvent, type MouseEvent, type ReactNode, useRef } from "react";
import type { GridPoint } from "../../../../core/behaviour/hilbert.ts";
import styles from "./map.module.css";
import { cursorAfterKey } from "./map-cursor.ts";
import { type MapDrawing, stretch } from "./map-painter.ts";
import { canZoom, partLength } from "./map-zoom.ts";
import { usePaintedMap } from "./use-painted-map.ts";

interface MapFieldProps {
  readonly label: string;
  /** Id of the text that says what the keys do. */
  readonly describedBy: string;
  readonly drawing: MapDrawing;
  /** Cells with destinations in the order of their first visits. */
  readonly order: Uint32Array;
  readonly cursor: GridPoint;
  readonly onCursor: (point: GridPoint) => void;
  readonly hovered: GridPoint | null;
  readonly onHover: (point: GridPoint | null) => void;
  readonly onZoomIn: (point: GridPoint) => void;
  readonly onZoomOut: () => void;
  readonly onPlay: () => void;
}

/** The map itself: drawn on a canvas, read by pointer and by keys. */
export function MapField(props: MapFieldProps): ReactNode {
  const { label, describedBy, drawing, order, cursor, hovered, onCursor, onHover, onZoomIn, onZoomOut, onPlay } = props;
  const { grid } = drawing;
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = usePaintedMap(canvas, drawing);

  const pointUnder = (event: MouseEvent): GridPoint => {
    const bounds = event.currentTarget.getBoundingClientRect();
    const place = (offset: number, length: number) =>
      Math.min(grid.side - 1, Math.max(0, Math.floor((offset / length) * grid.side)));
    return {
      x: place(event.clientX - bounds.left, bounds.width),
      y: place(event.clientY - bounds.top, bounds.height),
    };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moved = cursorAfterKey(event, cursor, grid, order);
    if (moved !== null) onCursor(moved);
    else if (event.key === "Enter") onZoomIn(cursor);
    else if (event.key === "Backspace") onZoomOut();
    else if (event.key === " ") onPlay();
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.field}>
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: it has keys of its own, as its description tells */}
      <canvas
        ref={canvas}
        role="application"
        tabIndex={0}
        aria-label={label}
        aria-describedby={describedBy}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => onHover(pointUnder(event))}
        onPointerLeave={() => onHover(null)}
        onClick={(event) => onZoomIn(pointUnder(event))}
      />
      <Outlines drawing={drawing} point={hovered ?? cursor} pixels={size} hovered={hovered !== null} />
    </div>
  );
}

/** Frames around the cell that is told, and around the part that would be zoomed into. */
function Outlines(props: {
  readonly drawing: MapDrawing;
  readonly point: GridPoint;
  readonly pixels: number;
  readonly hovered: boolean;
}): ReactNode {
  const { grid } = props.drawing;
  if (props.pixels === 0) return null;
  const frame = (x: number, y: number, side: number) => {
    const [left, right] = stretch(x, side, props.pixels, 0, 0);
    const [top, bottom] = stretch(y, side, props.pixels, 0, 0);
    const percent = (pixels: number) => `${(100 * pixels) / props.pixels}%`;
    return { left: percent(left), top: percent(top), width: percent(right - left), height: percent(bottom - top) };
  };
  const reach = 2 ** ((grid.cellLength - partLength(grid)) / 2);
  const { x, y } = props.point;
  return (
    <>
      {canZoom(grid) && reach > 1 && (
        <span className={styles.part} style={frame(Math.floor(x / reach), Math.floor(y / reach), grid.side / reach)} />
      )}
      <span className={props.hovered ? styles.hovered : styles.cursor} style={frame(x, y, grid.side)} />
    </>
  );
}
