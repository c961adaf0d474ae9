import type { Layout, PlotlyHTMLElement, PlotSelectionEvent } from "plotly.js";
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { cssColour, followScheme, shownScheme } from "../theme/css-colour.ts";
import { Button } from "./button.tsx";
import styles from "./plot.module.css";
import { type Drawing, type Plotly, PlotPainter } from "./plot-painter.ts";
import { FailedState, LoadingState } from "./states.tsx";

let loading: Promise<Plotly> | undefined;

/** Plotly is large, so it is loaded with the first chart. */
function loadPlotly(): Promise<Plotly> {
  loading ??= import("plotly.js").then((module) => ("default" in module ? (module.default as Plotly) : module));
  return loading;
}

interface PlotProps {
  /** What the chart shows, in a sentence: all that a screen reader gets. The page offers the same as a table. */
  readonly label: string;
  /** The drawing in the colours of the theme. A new function draws anew. */
  readonly draw: (colour: (variable: string) => string) => Drawing;
  /** The analyst dragged over a stretch of the x axis: its edges as Plotly has them. */
  readonly onBrush?: (from: string | number, to: string | number) => void;
  readonly onDoubleClick?: () => void;
  /** The analyst clicked on something drawn. */
  readonly onClick?: (point: PlotPoint) => void;
  /** Offers the chart as an image. */
  readonly onSave?: (image: ChartImage) => void;
  /** Where it is offered: in the corner below, or above the chart while the pointer or the keyboard is in it. */
  readonly savedFrom?: "corner" | "above";
}

/** What was clicked: its place in the data of its trace. Of a Sankey diagram ribbons are told from nodes. */
export interface PlotPoint {
  readonly index: number;
  readonly isLink: boolean;
}

/** A chart as a file. `data`: of SVG its text, of PNG its bytes in base64. */
export interface ChartImage {
  readonly format: "svg" | "png";
  readonly data: string;
}

/** A Plotly chart that fills its box and follows the theme. */
export function Plot({
  label,
  draw,
  onBrush,
  onDoubleClick,
  onClick,
  onSave,
  savedFrom = "corner",
}: PlotProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const painter = useRef<PlotPainter | null>(null);
  const [plotly, setPlotly] = useState<Plotly | null>(null);
  const [failed, setFailed] = useState(false);
  const scheme = useSyncExternalStore(followScheme, shownScheme);
  const handlers = useRef({ onBrush, onDoubleClick, onClick });
  handlers.current = { onBrush, onDoubleClick, onClick };

  useEffect(() => {
    let wanted = true;
    loadPlotly().then(
      (loaded) => wanted && setPlotly(loaded),
      () => wanted && setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, []);

  useEffect(() => {
    const element = box.current as PlotlyHTMLElement | null;
    if (plotly === null || element === null) return;
    const mine = new PlotPainter(plotly, element);
    painter.current = mine;
    const resizing = new ResizeObserver(() => mine.fit());
    resizing.observe(element);
    return () => {
      resizing.disconnect();
      mine.remove();
    };
  }, [plotly]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme means other colours
  useEffect(() => {
    if (plotly === null) return;
    const { data, layout } = draw(cssColour);
    painter.current?.paint({ data, layout: { ...baseLayout(), ...layout } });
  }, [plotly, draw, scheme]);

  // Behind the first drawing: it makes the element one that has events.
  useEffect(() => {
    const element = box.current as PlotlyHTMLElement | null;
    if (plotly === null || element === null) return;
    // Plotly goes on with the chart behind an event, so what may take the chart away waits until it is done.
    const later = (tell: () => void) => void setTimeout(tell);
    element.on("plotly_selected", (event: PlotSelectionEvent | undefined) => {
      const [from, to] = event?.range?.x ?? [];
      if (from !== undefined && to !== undefined) later(() => handlers.current.onBrush?.(from, to));
    });
    // While dragging selects, a double click is told as the end of the selection.
    element.on("plotly_click", (event) => {
      const [point] = event.points as unknown as readonly { readonly pointNumber: number; readonly source?: unknown }[];
      if (point === undefined) return;
      const clicked = { index: point.pointNumber, isLink: typeof point.source === "object" };
      later(() => handlers.current.onClick?.(clicked));
    });
    element.on("plotly_deselect", () => later(() => handlers.current.onDoubleClick?.()));
  }, [plotly]);

  if (failed) {
    return <FailedState title="The chart could not be drawn" reason="Its table has the same numbers." />;
  }
  return (
    <div className={styles.frame}>
      {plotly === null && <LoadingState title="Drawing the chart" />}
      <div ref={box} className={styles.plot} role="img" aria-label={label} />
      {plotly !== null && onSave !== undefined && (
        <div className={savedFrom === "corner" ? styles.corner : styles.above}>
          {(["svg", "png"] as const).map((format) => (
            <Button key={format} onClick={() => void saveImage(plotly, box.current, format, onSave)}>
              Save as {format.toUpperCase()}…
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

/** Pixels of a PNG for each pixel on screen: sharp in print. */
const PNG_SCALE = 2;

async function saveImage(
  plotly: Plotly,
  element: HTMLElement | null,
  format: ChartImage["format"],
  save: (image: ChartImage) => void,
): Promise<void> {
  if (element === null) return;
  const { clientWidth: width, clientHeight: height } = element;
  const scale = format === "png" ? PNG_SCALE : 1;
  const url = await plotly.toImage(element, { format, width, height, scale });
  const data = url.slice(url.indexOf(",") + 1);
  save({ format, data: format === "svg" ? decodeURIComponent(data) : data });
}

/** Type, background and hover of every chart. */
function baseLayout(): Partial<Layout> {
  const text = cssColour("--text");
  return {
    autosize: true,
    // Saved images have it, too.
    paper_bgcolor: cssColour("--surface"),
    plot_bgcolor: "transparent",
    font: { family: cssColour("--font-sans"), size: 12, color: cssColour("--text-dim") },
    hoverlabel: {
      bgcolor: cssColour("--surface"),
      bordercolor: cssColour("--border-strong"),
      font: { family: cssColour("--font-sans"), size: 12, color: text },
      align: "left",
    },
    showlegend: false,
  };
}
